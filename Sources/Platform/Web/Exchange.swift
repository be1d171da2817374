internal import Access
internal import HTTPServer
internal import Kernel
internal import Vault

/// A request on its way through the application.
final class Exchange {
    let request: Request
    /// What comes from outside, for work of the request's lane.
    let environment: Environment
    let method: String
    let now: Moment
    let wall: Moment
    let language: Language
    let wantsJSON: Bool
    let token: String?
    private let tokenIsCookie: Bool
    /// Whether a program asks, with a token of its own: it gets JSON and never a page.
    let isProgram: Bool
    var session: Session?
    /// What the act says of itself, for the log.
    let acting = Acting()

    /// A token with the beginning `programsBegin` is that of a program.
    init(_ request: Request, _ environment: Environment, programsBegin prefix: String) {
        self.request = request
        self.environment = environment
        now = environment.time.now()
        wall = environment.wall.now()
        method = request.method == "HEAD" ? "GET" : request.method
        let cookies = Cookie.parse(request.header("Cookie") ?? "")
        language = Language(rawValue: cookies["language"] ?? "") ?? .chinese
        let accept = request.header("Accept") ?? ""
        if let authorization = request.header("Authorization"), authorization.hasPrefix("Bearer ") {
            token = String(authorization.dropFirst(7))
            tokenIsCookie = false
        } else {
            token = cookies[Session.cookieName]
            tokenIsCookie = true
        }
        isProgram = !tokenIsCookie && token?.hasPrefix(prefix) == true
        wantsJSON =
            isProgram || accept.contains("application/json") && !accept.contains("text/html")
    }

    var viewer: Viewer { session?.viewer ?? .anonymous }

    /// Everything that the request carries.
    func form(_ parameters: [String: String]) throws -> Form {
        var values: [String: [String]] = [:]
        for (name, value) in request.query { values[name, default: []].append(value) }
        var files: [String: Form.File] = [:]
        if request.method != "GET", request.method != "HEAD" {
            try readBody(into: &values, &files)
        }
        for (name, value) in parameters { values[name] = [value] }
        return Form(values, files: files)
    }

    private func readBody(
        into values: inout [String: [String]],
        _ files: inout [String: Form.File],
    ) throws {
        do {
            try takeBodyApart(into: &values, &files)
        } catch let error as BodyError {
            switch error {
            case .tooLarge(let limit): throw RequestRefusal.tooLarge(limit: limit)
            case .malformed: throw RequestRefusal.malformed
            case .unreadable: throw error
            }
        }
    }

    /// The most fields of a form; ours have far fewer.
    static let mostFields = 500

    private func takeBodyApart(
        into values: inout [String: [String]],
        _ files: inout [String: Form.File],
    ) throws {
        if case .none = request.body { return }
        let type = request.header("Content-Type") ?? ""
        if type.hasPrefix("application/x-www-form-urlencoded") {
            let fields = parseURLEncoded(try request.body.bytes(limit: 4 << 20))
            guard fields.count <= Self.mostFields else { throw RequestRefusal.tooManyFields }
            for (name, value) in fields { values[name, default: []].append(value) }
        } else if type.hasPrefix("application/json") {
            let fields = try JSON.fields(try request.body.bytes(limit: 16 << 20))
            values.merge(fields) { _, new in new }
        } else if type.hasPrefix("multipart/form-data") {
            let parts = try MultipartReader(body: request.body, contentType: type).parts()
            guard parts.count <= Self.mostFields else { throw RequestRefusal.tooManyFields }
            for part in parts {
                if let name = part.fileName {
                    if name.isEmpty, part.content.count == 0 { continue }
                    files[part.name] = Form.File(
                        name: name,
                        contentType: part.contentType,
                        content: part.content,
                    )
                } else {
                    let text = String(
                        decoding: try part.content.bytes(limit: 1 << 20),
                        as: UTF8.self
                    )
                    values[part.name, default: []].append(text)
                }
            }
        } else {
            files["file"] = Form.File(
                name: request.header("X-File-Name") ?? "",
                contentType: type,
                content: BodySlice(request.body),
            )
        }
    }

    /// Refuses an upload that no page of ours sent, from the beginning of its body: the proof must
    /// stand in the header, or be the first field of the form, as pages of ours put it.
    func checkProof(atHeadOf beginning: [UInt8]) throws {
        let field = request.header("X-CSRF-Token") == nil ? firstField(beginning) : [:]
        try checkProof(Form(field))
    }

    private func firstField(_ beginning: [UInt8]) -> [String: [String]] {
        let type = request.header("Content-Type") ?? ""
        guard type.hasPrefix("multipart/form-data") else { return [:] }
        do {
            let reader = try MultipartReader(body: .memory(beginning), contentType: type)
            guard let field = try reader.first(), field.fileName == nil else { return [:] }
            let text = String(decoding: try field.content.bytes(limit: 1_000), as: UTF8.self)
            return [field.name: [text]]
        } catch {
            // What cannot be read, or does not end within the beginning, proves nothing.
            return [:]
        }
    }

    /// Refuses a change that no page of ours sent: the session's proof must stand in the form or
    /// in the header; without a session the browser must say that it comes from here.
    func checkProof(_ form: Form) throws {
        guard tokenIsCookie else { return }
        guard let session else {
            if let site = request.header("Sec-Fetch-Site"), site == "cross-site" {
                throw RequestRefusal.forged
            }
            if let origin = request.header("Origin"), let host = request.header("Host"),
                origin != "http://\(host)", origin != "https://\(host)"
            {
                throw RequestRefusal.forged
            }
            return
        }
        let proof: String? =
            if let header = request.header("X-CSRF-Token") {
                header
            } else {
                try form.optionalText("csrf")
            }
        guard let proof, proof.utf8.elementsEqual(session.csrfToken.utf8) else {
            throw RequestRefusal.forged
        }
    }
}
