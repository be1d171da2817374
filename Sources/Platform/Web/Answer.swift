package import HTML
package import HTTPServer
package import Kernel

/// What an endpoint answers with.
package protocol Answer: Sendable {
    /// The answer as a response, in the form that the client asked for.
    func response(_ exchange: AnswerContext) throws -> Response
}

/// What an answer may know of the request when it becomes a response.
package struct AnswerContext: Sendable {
    /// Whether the client wants JSON rather than a page.
    package let wantsJSON: Bool
    /// Whether the request may have changed something; a browser is then sent on to a page.
    package let changes: Bool
    /// Language and form proof.
    package let rendering: Rendering
    /// Puts the page into the frame with the viewer's menu.
    let frame: @Sendable (_ page: any Resource) -> HTML

    init(
        wantsJSON: Bool,
        changes: Bool,
        rendering: Rendering,
        frame: @escaping @Sendable (_ page: any Resource) -> HTML,
    ) {
        self.wantsJSON = wantsJSON
        self.changes = changes
        self.rendering = rendering
        self.frame = frame
    }

    /// An answer outside the application, for tests: the page stands without a frame.
    package init(wantsJSON: Bool, changes: Bool, language: Language) {
        self.init(
            wantsJSON: wantsJSON,
            changes: changes,
            rendering: Rendering(language: language),
            frame: { $0.page },
        )
    }
}

/// A thing as a reader sees it: the same fields on the page and in the JSON.
///
/// Flat and apart from the domain's types, so that a change there does not alter the interface.
package protocol Resource: Answer, Encodable {
    /// The page's title.
    var title: L { get }
    /// The page's content, a function of the resource alone.
    @HTMLBuilder var page: HTML { get }
    /// Where a browser goes on to after a change; nil shows the page itself.
    var location: String? { get }
    /// The page's own ES modules, as paths under `/assets/`.
    var scripts: [String] { get }
    /// The page's own style sheets, as paths under `/assets/`.
    var styles: [String] { get }
    /// How the frame surrounds the page.
    var layout: PageLayout { get }
    /// The HTTP status, 200 unless the answer reports something else.
    var status: Int { get }
}

/// How the frame surrounds a page.
package enum PageLayout: Sendable {
    /// Menu beside the content.
    case standard
    /// No menu: signing in.
    case bare
    /// The content takes the whole width: workbench, wallboard.
    case wide
}

extension Resource {
    package var location: String? { nil }
    package var scripts: [String] { [] }
    package var styles: [String] { [] }
    package var layout: PageLayout { .standard }
    package var status: Int { 200 }

    package func response(_ exchange: AnswerContext) throws -> Response {
        if exchange.wantsJSON {
            var headers = [("Content-Type", "application/json; charset=utf-8")]
            if let location { headers.append(("Location", location)) }
            return Response(
                status: status,
                headers: headers,
                body: .bytes(try JSON.encode(self, language: exchange.rendering.language)),
            )
        }
        if exchange.changes, let location {
            return Response(status: 303, headers: [("Location", location)], body: .bytes([]))
        }
        return Response(
            status: status,
            headers: [("Content-Type", "text/html; charset=utf-8")],
            body: .bytes(exchange.frame(self).renderDocument(exchange.rendering)),
        )
    }
}

/// An answer that only sends the reader on, or tells a program that it is done.
package struct Done: Resource {
    private let destination: String
    /// The identity of what was made or changed; nil when there is none to tell.
    package let id: Int64?
    /// Where to go on.
    package var location: String? { destination }

    private enum CodingKeys: String, CodingKey {
        case id
        case destination = "location"
    }

    /// Sends on to `destination`.
    package init(_ destination: String, id: Int64? = nil) {
        self.destination = destination
        self.id = id
    }

    package var title: L { L("完成", en: "Done") }
    package var page: HTML {
        element("p") { element("a", .href(destination)) { L("继续", en: "Continue") } }
    }
}

/// A file for the reader to keep.
package struct Download: Answer {
    /// Where the bytes are.
    package enum Content: Sendable {
        /// In memory.
        case bytes([UInt8])
        /// In a file on disk, sent without reading it into memory.
        case file(path: String)
        /// Made while they are sent, in bounded memory.
        case source(ByteSource)
    }

    /// The bytes.
    package let content: Content
    private let contentType: String
    private let fileName: String

    /// A download with the name under which the browser keeps it.
    package init(_ content: Content, contentType: String, fileName: String) {
        self.content = content
        self.contentType = contentType
        self.fileName = fileName
    }

    package func response(_ exchange: AnswerContext) throws -> Response {
        let disposition = "attachment; filename*=UTF-8''\(percentEncode(fileName))"
        let headers = [
            ("Content-Type", contentType), ("Content-Disposition", disposition),
            ("Cache-Control", "no-store"),
        ]
        switch content {
        case .bytes(let bytes): return Response(status: 200, headers: headers, body: .bytes(bytes))
        case .file(let path): return try Response.file(path: path, headers: headers)
        case .source(let source):
            return Response(status: 200, headers: headers, body: .source(source))
        }
    }
}

/// An answer that goes on: Server-Sent Events on one topic.
package struct LiveEvents: Answer {
    private let stream: EventStream

    /// Answers with what `stream` sends.
    package init(_ stream: EventStream) {
        self.stream = stream
    }

    package func response(_ exchange: AnswerContext) throws -> Response {
        let headers = [
            ("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"),
            ("X-Accel-Buffering", "no"),
        ]
        return Response(status: 200, headers: headers, body: .events(stream))
    }
}
