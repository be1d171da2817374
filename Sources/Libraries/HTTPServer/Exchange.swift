internal import CMicrohttpd
internal import Glibc

/// One request on its way through libmicrohttpd; touched only by the thread that moves its bytes.
final class Exchange {
    /// The request without its body.
    let head: Request
    /// Whose connection it is.
    let visitor: Visitor?
    /// The address by which a proxy's request is counted; nil when it is not.
    var countedAddress: String?
    private let connection: OpaquePointer
    private var intake: Intake?
    private var pending: PendingAnswer?
    private(set) var wasAnswered = false
    private(set) var stream: EventStream?

    /// Reads the head. `proxies` tell whose request it is.
    init(_ connection: OpaquePointer, method: String, path: String, proxies: Set<String>) {
        self.connection = connection
        visitor = shim_context(connection).map {
            Unmanaged<Visitor>.fromOpaque($0).takeUnretainedValue()
        }
        let query = Self.values(connection, .GET_ARGUMENT_KIND)
        let encoded = query.map { "\(percentEncode($0.name))=\(percentEncode($0.value))" }
        let suffix = encoded.isEmpty ? "" : "?" + encoded.joined(separator: "&")
        head = Request(
            method: method,
            path: path,
            rawPath: percentEncode(path) + suffix,
            query: query,
            headers: Self.values(connection, .HEADER_KIND),
            peer: visitor?.peer ?? "",
        ).behind(proxies)
    }

    private static func values(
        _ connection: OpaquePointer,
        _ kind: MHD_ValueKind,
    ) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        withUnsafeMutablePointer(to: &found) { pointer in
            _ = MHD_get_connection_values(
                connection,
                kind,
                { context, _, name, value in
                    guard let context, let name else { return .YES }
                    context.assumingMemoryBound(to: [(name: String, value: String)].self).pointee
                        .append((String(cString: name), value.map { String(cString: $0) } ?? ""))
                    return .YES
                },
                pointer,
            )
        }
        return found
    }

    /// Whether a body comes.
    var hasBody: Bool { head.announcedLength != 0 }

    /// From now on the body is taken in on these terms.
    func open(_ intake: Intake) { self.intake = intake }

    /// Takes in a piece of the body.
    func receive(_ bytes: UnsafeRawBufferPointer) throws(Intake.Refusal) {
        visitor?.sentBody(bytes.count)
        try intake?.take(bytes)
    }

    /// The request, once the body is complete.
    func request() -> Request { head.with(intake?.finish() ?? .none) }

    /// Answers while the client still sends: the connection is over, and `lingering` sees to it that
    /// the client can read the answer.
    func breakOff(_ response: Response, _ lingering: Lingering) -> MHD_Result {
        wasAnswered = true
        let descriptor = shim_socket(connection)
        EarlyAnswer.send(response, to: descriptor)
        lingering.keep(descriptor)
        return .NO
    }

    /// Lets the connection rest until the answer is there.
    func suspend() -> PendingAnswer {
        visitor?.isAnswered()
        let pending = PendingAnswer(connection)
        self.pending = pending
        return pending
    }

    /// The answer for which the connection rested; nil when none is on its way.
    func takeAnswer() -> Response? { pending?.answer }

    /// Gives the answer to libmicrohttpd. What is still to be made of it is made by work that
    /// `submit` takes.
    func answer(
        _ response: Response,
        _ submit: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool = { _ in false },
    ) -> MHD_Result {
        wasAnswered = true
        visitor?.isAnswered()
        guard let native = make(response, submit) else { return .NO }
        defer { MHD_destroy_response(native) }
        for (name, value) in response.headers {
            let safe = value.utf8.allSatisfy { $0 != 0x0A && $0 != 0x0D }
            precondition(safe, "A header has no line break: \(name)")
            MHD_add_response_header(native, name, value)
        }
        return MHD_queue_response(connection, UInt32(response.status), native)
    }

    private static func response(from feed: SourceFeed) -> OpaquePointer? {
        MHD_create_response_from_callback(
            UInt64.max,
            64 << 10,
            { context, _, buffer, capacity in
                guard let context, let buffer else { return -2 }
                let feed = Unmanaged<SourceFeed>.fromOpaque(context).takeUnretainedValue()
                switch feed.take(capacity) {
                case .end: return -1
                case .failed: return -2
                case .bytes(let piece):
                    piece.withUnsafeBytes { bytes in
                        if let start = bytes.baseAddress { memcpy(buffer, start, bytes.count) }
                    }
                    return piece.count
                }
            },
            Unmanaged.passRetained(feed).toOpaque(),
            { context in
                if let context { Unmanaged<SourceFeed>.fromOpaque(context).release() }
            },
        )
    }

    private func make(
        _ response: Response,
        _ submit: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool,
    ) -> OpaquePointer? {
        switch response.body {
        case .bytes(let bytes):
            return bytes.withUnsafeBytes {
                MHD_create_response_from_buffer(
                    $0.count,
                    UnsafeMutableRawPointer(mutating: $0.baseAddress),
                    .RESPMEM_MUST_COPY,
                )
            }
        case .file(let path, let offset, let length):
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            return MHD_create_response_from_fd_at_offset64(
                UInt64(length),
                descriptor,
                UInt64(offset),
            )
        case .source(let source):
            return Self.response(from: SourceFeed(source, connection, submit))
        case .events(let stream):
            stream.attach(connection)
            self.stream = stream
            return MHD_create_response_from_callback(
                UInt64.max,
                4_096,
                { context, _, buffer, capacity in
                    guard let context, let buffer else { return -1 }
                    let stream = Unmanaged<EventStream>.fromOpaque(context).takeUnretainedValue()
                    guard let piece = stream.take(capacity) else { return -1 }
                    piece.withUnsafeBytes { bytes in
                        if let start = bytes.baseAddress { memcpy(buffer, start, bytes.count) }
                    }
                    return piece.count
                },
                Unmanaged.passRetained(stream).toOpaque(),
                { context in
                    if let context { Unmanaged<EventStream>.fromOpaque(context).release() }
                },
            )
        }
    }
}
