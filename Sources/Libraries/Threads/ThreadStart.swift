internal import Glibc

/// Starts a thread that runs `body` and ends; it has to be joined. What its calls may take up is
/// known, whatever `ulimit -s` says; only what is touched is memory.
func startedThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 8 << 20)
    var thread = pthread_t()
    let code = pthread_create(
        &thread,
        &attributes,
        { context in
            guard let context else { return nil }
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            return nil
        },
        Unmanaged.passRetained(Body(body)).toOpaque(),
    )
    precondition(code == 0, "The operating system gives no thread.")
    return thread
}

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
