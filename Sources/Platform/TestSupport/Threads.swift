internal import Glibc

/// Runs `body` in `count` threads at once and waits for all of them.
package func withThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (0..<count).map { index in started(Body { body(index) }) }
    for thread in threads { pthread_join(thread, nil) }
}

private func started(_ body: Body) -> pthread_t {
    var thread = pthread_t()
    let code = pthread_create(
        &thread,
        nil,
        { context in
            guard let context else { return nil }
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            return nil
        },
        Unmanaged.passRetained(body).toOpaque(),
    )
    precondition(code == 0, "The operating system gives no thread.")
    return thread
}

/// Carries the closure through the C interface.
private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
