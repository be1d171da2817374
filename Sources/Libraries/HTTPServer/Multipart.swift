internal import Glibc

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
        guard let range = contentType.firstRange(of: "boundary=") else {
            throw .malformed("no boundary")
        }
        let text = contentType[range.upperBound...].prefix { $0 != ";" }
        let plain = text.filter { $0 != "\"" && $0 != " " }
        guard (1...200).contains(plain.utf8.count) else { throw .malformed("boundary") }
        boundary = Array("--\(plain)".utf8)
        self.body = body
    }

    /// The parts in their order. Throws `BodyError.malformed`.
    package func parts() throws -> [MultipartPart] {
        try BodySlice.withBytes(of: body) { try parts(in: $0) }
    }

    /// The first part of a body of which only the beginning is there. Throws `BodyError.malformed`
    /// when even that is not complete.
    package func first() throws -> MultipartPart? {
        try BodySlice.withBytes(of: body) { try parts(in: $0, most: 1).first }
    }

    private func parts(
        in bytes: UnsafeRawBufferPointer,
        most: Int = .max,
    ) throws -> [MultipartPart] {
        guard var here = find(boundary, in: bytes, from: 0).map({ $0 + boundary.count }) else {
            throw BodyError.malformed("no part")
        }
        var parts: [MultipartPart] = []
        while true {
            if bytes[here...].starts(with: "--".utf8) { return parts }
            guard bytes[here...].starts(with: "\r\n".utf8) else {
                throw BodyError.malformed("boundary")
            }
            let start = here + 2
            let end = min(bytes.count, start + Self.longestHeader)
            let head = UnsafeRawBufferPointer(rebasing: bytes[..<end])
            guard let blank = find(Array("\r\n\r\n".utf8), in: head, from: start),
                let next = find(Array("\r\n".utf8) + boundary, in: bytes, from: blank + 2)
            else { throw BodyError.malformed("part without an end") }
            let header = String(decoding: bytes[start..<blank], as: UTF8.self)
            let content = (blank + 4)..<max(blank + 4, next)
            parts.append(try part(header, content))
            if parts.count == most { return parts }
            if parts.count > Self.mostParts { throw BodyError.malformed("too many parts") }
            here = next + 2 + boundary.count
        }
    }

    private func find(_ needle: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int) -> Int?
    {
        guard let base = bytes.baseAddress, let first = needle.first else { return nil }
        var position = start
        while position + needle.count <= bytes.count {
            let room = bytes.count - needle.count + 1 - position
            guard let hit = memchr(base + position, Int32(first), room) else { return nil }
            position = UnsafeRawPointer(hit) - base
            if memcmp(hit, needle, needle.count) == 0 { return position }
            position += 1
        }
        return nil
    }

    private func part(_ header: String, _ content: Range<Int>) throws(BodyError) -> MultipartPart {
        var name: String?
        var fileName: String?
        var contentType = ""
        for line in header.split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0].lowercased() {
            case "content-disposition":
                name = Self.parameter("name", pair[1])
                fileName = Self.parameter("filename", pair[1])
            case "content-type":
                contentType = String(pair[1].drop { $0 == " " })
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

    private static func parameter(_ name: String, _ header: Substring) -> String? {
        guard let range = header.firstRange(of: " \(name)=\"") else { return nil }
        return header[range.upperBound...].firstIndex(of: "\"").map {
            String(header[range.upperBound..<$0])
        }
    }
}
