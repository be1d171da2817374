import FoundationEssentials
import Glibc
import Testing

/// What stands beside the tests as a file that people read: what comes out is held against it, and
/// `bin/renew-snapshots` stores it anew, so that a change shows as a difference to be reviewed.
enum Snapshot {
    private static let folder =
        #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
        + "/Snapshots"
    private static let isRenewed = getenv("HUIHU_RENEW_SNAPSHOTS") != nil

    /// Expects the lines of the file `name`.
    static func expect(
        _ text: String,
        _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation,
    ) throws {
        let path = "\(folder)/\(name)"
        if isRenewed {
            let place = URL(filePath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(
                atPath: place,
                withIntermediateDirectories: true,
            )
            try Data(text.utf8).write(to: URL(filePath: path))
            return
        }
        let stored = FileManager.default.contents(atPath: path) ?? Data()
        let lines = { (text: String) in
            text.split(separator: "\n", omittingEmptySubsequences: false)
        }
        let old = lines(String(decoding: stored, as: UTF8.self))
        let changes = lines(text).difference(from: old).map { change in
            switch change {
            case .remove(let place, let line, _): (place, "\(place + 1) - \(line)")
            case .insert(let place, let line, _): (place, "\(place + 1) + \(line)")
            }
        }
        if changes.isEmpty { return }
        let shown = changes.sorted { $0.0 < $1.0 }.prefix(40).map(\.1).joined(separator: "\n")
        Issue.record(
            """
            \(name) is not what it was; bin/renew-snapshots stores it anew if that is right:
            \(shown)
            """,
            sourceLocation: sourceLocation,
        )
    }
}
