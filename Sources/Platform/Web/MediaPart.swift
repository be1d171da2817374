package import HTTPServer

/// A part of a recording or film, as a player asks for it while it seeks: HTTP ranges.
package struct MediaPart: Answer {
    /// The most bytes of one answer; a player asks for the next by itself.
    private static let most = 1 << 20

    /// Which bytes were asked for, of how many.
    package enum Asked: Sendable, Hashable {
        /// All of them.
        case whole
        /// A part.
        case part(Range<Int>)
        /// A part that is not there.
        case nowhere

        /// Reads a `Range` header for a medium of `length` bytes. Several parts at once, and what
        /// cannot be read, count as the whole.
        package init(_ header: String?, of length: Int) {
            guard let header, header.hasPrefix("bytes=") else {
                self = .whole
                return
            }
            let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2 else {
                self = .whole
                return
            }
            switch (Int(ends[0]), Int(ends[1])) {
            case (let first?, _) where first >= length: self = .nowhere
            case (let first?, let last?) where last >= first:
                self = .part(first..<min(last + 1, length))
            case (let first?, nil) where ends[1].isEmpty: self = .part(first..<length)
            case (nil, let count?) where ends[0].isEmpty && count > 0 && length > 0:
                self = .part(max(0, length - count)..<length)
            default: self = .whole
            }
        }

        /// Whether a player begins at the beginning.
        package var isBeginning: Bool {
            switch self {
            case .whole: true
            case .part(let range): range.lowerBound == 0
            case .nowhere: false
            }
        }
    }

    private let asked: Asked
    private let length: Int
    private let contentType: String
    private let bytes: [UInt8]

    /// The part of a medium that was asked for; `read` gives the bytes of a range.
    package init(
        _ asked: Asked,
        of length: Int,
        contentType: String,
        read: (Range<Int>) throws -> [UInt8],
    ) throws {
        self.length = length
        self.contentType = contentType
        switch asked {
        case .whole:
            self.asked = asked
            bytes = try read(0..<length)
        case .part(let range):
            let part = range.lowerBound..<min(range.upperBound, range.lowerBound + Self.most)
            self.asked = .part(part)
            bytes = try read(part)
        case .nowhere:
            self.asked = asked
            bytes = []
        }
    }

    package func response(_ exchange: AnswerContext) throws -> Response {
        var headers = [
            ("Content-Type", contentType), ("Accept-Ranges", "bytes"),
            ("Cache-Control", "no-store"),
        ]
        switch asked {
        case .whole:
            return Response(status: 200, headers: headers, body: .bytes(bytes))
        case .part(let range):
            let last = range.upperBound - 1
            headers.append(("Content-Range", "bytes \(range.lowerBound)-\(last)/\(length)"))
            return Response(status: 206, headers: headers, body: .bytes(bytes))
        case .nowhere:
            headers.append(("Content-Range", "bytes */\(length)"))
            return Response(status: 416, headers: headers, body: .bytes([]))
        }
    }
}
