import HTTPServer

/// An answer, as its reader gets it.
struct Reply {
    let status: Int
    let text: String
    /// What goes on coming, where the answer is a stream.
    let events: EventStream?
    private let headers: [(String, String)]

    init(_ response: Response) {
        status = response.status
        headers = response.headers
        (text, events) =
            switch response.body {
            case .bytes(let bytes): (String(decoding: bytes, as: UTF8.self), nil)
            case .source(let source): (String(decoding: source.collect() ?? [], as: UTF8.self), nil)
            case .events(let stream): ("", stream)
            default: ("", nil)
            }
    }

    func header(_ name: String) -> String? { headers.first { $0.0 == name }?.1 }

    /// The first value of that name, a text or a number.
    func value(_ name: String) -> String? {
        guard let place = text.firstRange(of: "\"\(name)\":") else { return nil }
        let rest = text[place.upperBound...]
        return rest.first == "\""
            ? String(rest.dropFirst().prefix { $0 != "\"" })
            : String(rest.prefix { $0.isNumber })
    }
}
