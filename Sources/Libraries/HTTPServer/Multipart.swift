internal import Foundation

/// A part of a `multipart/form-data` body.
package struct MultipartPart: Sendable {
    /// The field's name.
    package let name: String
    /// The file's name, without folders; nil for a plain field.
    package let fileName: String?
    /// The media type that the sender claims.
    package let contentType: String
    /// The content.
    package let content: BodySlice
}

/// Takes a form with files apart; a large file stays on disk.
package struct MultipartReader {
    private let body: Body
    private let boundary: [UInt8]
    private static let mostParts = 1_000
    private static let longestHeader = 8 << 10

    /// A reader for a body of that content type. Throws `malformed` without a boundary.
    package init(body: Body, contentType: String) throws(BodyError) {
        guard let range = contentType.range(of: "boundary=") else {
            throw .malformed("no boundary")
        }
        let text = contentType[range.upperBound...].prefix { $0 != ";" }
        let plain = text.trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
        guard (1...200).contains(plain.utf8.count) else { throw .malformed("boundary") }
        boundary = Array("--\(plain)".utf8)
        self.body = body
    }

    /// The parts in their order. Throws `malformed`.
    package func parts() throws(BodyError) -> [MultipartPart] {
        switch body {
        case .none: throw .malformed("empty")
        case .memory(let bytes): return try parts(in: Data(bytes))
        case .file(let file):
            let data: Data
            do {
                data = try Data(
                    contentsOf: URL(fileURLWithPath: file.path),
                    options: .alwaysMapped,
                )
            } catch {
                throw .unreadable(0)
            }
            return try parts(in: data)
        }
    }

    private func parts(in data: Data) throws(BodyError) -> [MultipartPart] {
        let mark = Data(boundary)
        guard var here = data.range(of: mark)?.upperBound else { throw .malformed("no part") }
        var parts: [MultipartPart] = []
        while true {
            if data[here...].starts(with: "--".utf8) { return parts }
            guard data[here...].starts(with: "\r\n".utf8) else { throw .malformed("boundary") }
            let headerStart = here + 2
            let headerLimit = min(data.endIndex, headerStart + Self.longestHeader)
            guard
                let blank = data.range(of: Data("\r\n\r\n".utf8), in: headerStart..<headerLimit),
                let end = data.range(
                    of: Data("\r\n".utf8) + mark,
                    in: blank.upperBound - 2..<data.endIndex,
                )
            else { throw .malformed("part without an end") }
            let header = String(decoding: data[headerStart..<blank.lowerBound], as: UTF8.self)
            let content = blank.upperBound..<max(blank.upperBound, end.lowerBound)
            parts.append(try part(header, content))
            if parts.count > Self.mostParts { throw .malformed("too many parts") }
            here = end.upperBound
        }
    }

    private func part(_ header: String, _ content: Range<Int>) throws(BodyError) -> MultipartPart {
        var name: String?
        var fileName: String?
        var contentType = ""
        for line in header.components(separatedBy: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0].lowercased() {
            case "content-disposition":
                name = Self.parameter("name", String(pair[1]))
                fileName = Self.parameter("filename", String(pair[1]))
            case "content-type":
                contentType = pair[1].trimmingCharacters(in: .whitespaces)
            default: continue
            }
        }
        guard let name else { throw .malformed("part without a name") }
        return MultipartPart(
            name: name,
            fileName: fileName.map { String($0.split { $0 == "/" || $0 == "\\" }.last ?? "") },
            contentType: contentType,
            content: BodySlice(body, content),
        )
    }

    private static func parameter(_ name: String, _ header: String) -> String? {
        guard let range = header.range(of: " \(name)=\"") else { return nil }
        guard let end = header.range(of: "\"", range: range.upperBound..<header.endIndex) else {
            return nil
        }
        return String(header[range.upperBound..<end.lowerBound])
    }
}
