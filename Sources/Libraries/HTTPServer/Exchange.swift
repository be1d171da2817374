internal import CMicrohttpd
internal import Glibc

/// One request on its way through libmicrohttpd; touched only by its worker thread.
final class Exchange {
    private static let inMemory = 256 << 10

    private let connection: OpaquePointer
    private let limit: Int
    private let spoolFolder: String
    private var memory: [UInt8] = []
    private var spool: (descriptor: Int32, path: String)?
    private var received = 0
    private var isAnswered = false
    private(set) var stream: EventStream?

    init(_ connection: OpaquePointer, limit: Int, spoolFolder: String) {
        self.connection = connection
        self.limit = limit
        self.spoolFolder = spoolFolder
    }

    deinit {
        if let spool {
            close(spool.descriptor)
            unlink(spool.path)
        }
    }

    /// Whether the announced length is over the limit.
    var announcesTooMuch: Bool {
        guard let text = MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length")
        else { return false }
        return (Int(String(cString: text)) ?? Int.max) > limit
    }

    /// Takes in a piece of the body; false when it is too much or the disk is full.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        if received > limit { return false }
        if let spool { return writeAll(spool.descriptor, bytes) }
        if memory.count + bytes.count <= Self.inMemory {
            memory.append(contentsOf: bytes)
            return true
        }
        guard let spool = makeSpool() else { return false }
        self.spool = spool
        let moved = memory.withUnsafeBytes { writeAll(spool.descriptor, $0) }
        memory = []
        return moved && writeAll(spool.descriptor, bytes)
    }

    private func makeSpool() -> (descriptor: Int32, path: String)? {
        var template = Array("\(spoolFolder)/upload-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
        return path.map { (descriptor, $0) }
    }

    /// The request, once the body is complete.
    func request(method: String, path: String) -> Request {
        var body = Body.none
        if let spool {
            close(spool.descriptor)
            body = .file(SpooledFile(path: spool.path, size: received))
            self.spool = nil
        } else if !memory.isEmpty {
            body = .memory(memory)
            memory = []
        }
        var peer = [CChar](repeating: 0, count: 64)
        shim_peer(connection, &peer)
        let query = values(.GET_ARGUMENT_KIND)
        let encoded = query.map { "\(percentEncode($0.name))=\(percentEncode($0.value))" }
        let suffix = encoded.isEmpty ? "" : "?" + encoded.joined(separator: "&")
        return Request(
            method: method,
            path: path,
            rawPath: percentEncode(path) + suffix,
            query: query,
            headers: values(.HEADER_KIND),
            body: body,
            peer: peer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? "",
        )
    }

    private func values(_ kind: MHD_ValueKind) -> [(name: String, value: String)] {
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

    /// Gives the answer to libmicrohttpd.
    func answer(_ response: Response) -> MHD_Result {
        isAnswered = true
        guard let native = make(response) else { return .NO }
        defer { MHD_destroy_response(native) }
        for (name, value) in response.headers {
            let safe = value.utf8.allSatisfy { $0 != 0x0A && $0 != 0x0D }
            precondition(safe, "A header has no line break: \(name)")
            MHD_add_response_header(native, name, value)
        }
        return MHD_queue_response(connection, UInt32(response.status), native)
    }

    var wasAnswered: Bool { isAnswered }

    private static func response(from source: ByteSource) -> OpaquePointer? {
        MHD_create_response_from_callback(
            UInt64.max,
            64 << 10,
            { context, _, buffer, capacity in
                guard let context, let buffer else { return -2 }
                let source = Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue()
                switch source.take(capacity) {
                case .end: return -1
                case .failed: return -2
                case .bytes(let piece):
                    piece.withUnsafeBytes { bytes in
                        if let start = bytes.baseAddress { memcpy(buffer, start, bytes.count) }
                    }
                    return piece.count
                }
            },
            Unmanaged.passRetained(source).toOpaque(),
            { context in
                if let context { Unmanaged<ByteSource>.fromOpaque(context).release() }
            },
        )
    }

    private func make(_ response: Response) -> OpaquePointer? {
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
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            return MHD_create_response_from_fd_at_offset64(
                UInt64(length),
                descriptor,
                UInt64(offset),
            )
        case .source(let source): return Self.response(from: source)
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
