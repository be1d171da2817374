internal import CCurl
internal import Synchronization

/// What a server answered.
package struct HTTPAnswer: Sendable {
    /// The status.
    package let status: Int
    /// The body.
    package let body: [UInt8]
}

/// Why there is no answer.
package struct HTTPFailure: Error, Sendable, CustomStringConvertible {
    /// What happened, in libcurl's words.
    package let description: String
}

/// One connection to a server, kept open between requests. It asks one thing at a time and blocks
/// the thread that asks: use it from a plain thread, never from Swift's cooperative pool.
package final class HTTPConnection: Sendable {
    /// libcurl's handle; used by one thread at a time, behind the lock.
    private struct Handle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private let handle: Mutex<Handle>
    private let isClosed = Atomic(false)

    /// A connection that opens with its first request.
    package init() {
        _ = Self.isReady
        guard let pointer = curl_easy_init() else {
            preconditionFailure("libcurl gives no handle.")
        }
        handle = Mutex(Handle(pointer: pointer))
    }

    deinit {
        handle.withLock { curl_easy_cleanup($0.pointer) }
    }

    /// libcurl wants one call before all others.
    static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Ends a request under way, and refuses each later one.
    package func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
    }

    /// Fetches what stands at `url`. Throws `HTTPFailure` when no answer came within `timeout`.
    package func get(_ url: String, timeout: Duration) throws(HTTPFailure) -> HTTPAnswer {
        try send(url, body: nil, timeout)
    }

    /// Sends JSON to `url`. Throws `HTTPFailure` when no answer came within `timeout`.
    package func post(
        _ url: String,
        json: [UInt8],
        timeout: Duration,
    ) throws(HTTPFailure) -> HTTPAnswer {
        try send(url, body: json, timeout)
    }

    private func send(
        _ url: String,
        body: [UInt8]?,
        _ timeout: Duration,
    ) throws(HTTPFailure) -> HTTPAnswer {
        try handle.withLock { handle throws(HTTPFailure) in
            if isClosed.load(ordering: .sequentiallyConsistent) {
                throw HTTPFailure(description: "the connection was closed")
            }
            return try perform(handle.pointer, url, body, timeout)
        }
    }

    private func perform(
        _ curl: UnsafeMutableRawPointer,
        _ url: String,
        _ body: [UInt8]?,
        _ timeout: Duration,
    ) throws(HTTPFailure) -> HTTPAnswer {
        curl_easy_reset(curl)
        let milliseconds =
            Int(timeout.components.seconds) * 1_000
            + Int(timeout.components.attoseconds / 1_000_000_000_000_000)
        shim_set_text(curl, CURLOPT_URL, url)
        shim_set_text(curl, CURLOPT_PROTOCOLS_STR, "http,https")
        // A proxy of the machine's has no business between the server and its telephone nodes.
        shim_set_text(curl, CURLOPT_PROXY, "")
        shim_set_long(curl, CURLOPT_TIMEOUT_MS, milliseconds)
        shim_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 3_000))
        shim_set_long(curl, CURLOPT_NOSIGNAL, 1)
        shim_set_long(curl, CURLOPT_TCP_NODELAY, 1)
        shim_set_progress(curl, stopWhenClosed, Unmanaged.passUnretained(self).toOpaque())
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        if let body {
            headers = curl_slist_append(headers, "Content-Type: application/json")
            headers = curl_slist_append(headers, "Expect:")
            shim_set_pointer(curl, CURLOPT_HTTPHEADER, headers)
            shim_set_long(curl, CURLOPT_POSTFIELDSIZE, body.count)
            body.withUnsafeBytes { bytes in
                _ = shim_set_pointer(
                    curl,
                    CURLOPT_COPYPOSTFIELDS,
                    UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                )
            }
        }
        let received = Received()
        shim_set_receive(curl, receive, Unmanaged.passUnretained(received).toOpaque())
        let code = withExtendedLifetime(received) { curl_easy_perform(curl) }
        guard code == CURLE_OK else {
            throw HTTPFailure(description: String(cString: curl_easy_strerror(code)))
        }
        return HTTPAnswer(status: shim_status(curl), body: received.bytes)
    }

    fileprivate var mustStop: Bool { isClosed.load(ordering: .sequentiallyConsistent) }
}

/// The body as it comes in.
private final class Received {
    /// Longer answers are broken off.
    static let most = 16 << 20

    var bytes: [UInt8] = []
}

private let receive: shim_receive = { data, size, count, context in
    guard let data, let context else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
    let received = Unmanaged<Received>.fromOpaque(context).takeUnretainedValue()
    guard received.bytes.count + bytes.count <= Received.most else { return 0 }
    received.bytes.append(contentsOf: bytes)
    return bytes.count
}

/// libcurl asks it about once a second, and oftener while data flows.
private let stopWhenClosed: shim_progress = { context, _, _, _, _ in
    guard let context else { return 0 }
    let connection = Unmanaged<HTTPConnection>.fromOpaque(context).takeUnretainedValue()
    return connection.mustStop ? 1 : 0
}
