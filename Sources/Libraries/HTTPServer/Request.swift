/// A request as it came, its body in memory or spooled to disk.
package struct Request: Sendable {
    /// The method, in capitals.
    package let method: String
    /// The path, percent-decoded, without the query.
    package let path: String
    /// The path and query as they came.
    package let rawPath: String
    /// The query's fields, decoded.
    package let query: [(name: String, value: String)]
    /// The body.
    package let body: Body
    /// The address of the client.
    package let peer: String
    private let headers: [(name: String, value: String)]

    /// Gathers a request.
    package init(
        method: String,
        path: String,
        rawPath: String? = nil,
        query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [],
        body: Body = .none,
        peer: String = "",
    ) {
        self.method = method
        self.path = path
        self.rawPath = rawPath ?? path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The request as it came to `proxies`, which stand before this server: with the address of
    /// their client, as the last of them has written it into `X-Forwarded-For`. From anyone else
    /// that header is not believed.
    package func behind(_ proxies: Set<String>) -> Request {
        guard proxies.contains(peer),
            let forwarded = headers.last(where: { $0.name.lowercased() == "x-forwarded-for" }),
            let last = forwarded.value.split(separator: ",").last?.drop(while: \.isWhitespace),
            !last.isEmpty
        else { return self }
        return Request(
            method: method,
            path: path,
            rawPath: rawPath,
            query: query,
            headers: headers,
            body: body,
            peer: String(last.prefix { !$0.isWhitespace }),
        )
    }

    /// The same request with its body.
    func with(_ body: Body) -> Request {
        Request(
            method: method,
            path: path,
            rawPath: rawPath,
            query: query,
            headers: headers,
            body: body,
            peer: peer,
        )
    }

    /// Every header of that name, which is in small letters.
    func headers(named name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// The header of that name, in whatever case it is written; nil for none.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// The answer to a request.
package struct Response: Sendable {
    /// What the client reads.
    package enum Body: Sendable {
        /// Bytes in memory.
        case bytes([UInt8])
        /// A part of a file, sent without reading it into memory.
        case file(path: String, offset: Int, length: Int)
        /// Bytes that are made while they are sent.
        case source(ByteSource)
        /// Server-Sent Events that go on.
        case events(EventStream)
    }

    /// The status.
    package var status: Int
    /// The headers in their order. A line break in one is a defect.
    package var headers: [(String, String)]
    /// What the client reads.
    package var body: Body

    /// An answer.
    package init(status: Int, headers: [(String, String)] = [], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A short text.
    package static func text(_ text: String, status: Int = 200) -> Response {
        Response(
            status: status,
            headers: [("Content-Type", "text/plain; charset=utf-8")],
            body: .bytes(Array(text.utf8)),
        )
    }

    /// Sends the client on, to be asked for with GET.
    package static func redirect(_ location: String) -> Response {
        Response(status: 303, headers: [("Location", location)], body: .bytes([]))
    }

    /// A whole file.
    package static func file(path: String, headers: [(String, String)]) throws -> Response {
        let size = try FileStatus(path).size
        return Response(
            status: 200,
            headers: headers,
            body: .file(path: path, offset: 0, length: size),
        )
    }
}
