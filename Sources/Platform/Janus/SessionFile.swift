internal import FoundationEssentials
internal import Glibc
internal import Kernel
internal import Synchronization

/// Keeps the nodes' sessions, so that a program that was killed ends its calls when it is back, and
/// the token of its Call-IDs, so that it knows them.
final class SessionFile: Sendable {
    private struct Kept: Codable {
        let token: String
        var sessions: [String: Int64] = [:]
    }

    private let path: String
    private let report: @Sendable (String) -> Void
    private let kept: Mutex<Kept>

    /// What a former run kept at `path`; where there is no file, `token` and no sessions.
    init(_ path: String, token: String, report: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.report = report
        kept = Mutex(Self.read(path, report: report) ?? Kept(token: token))
        kept.withLock { write($0) }
    }

    private static func read(_ path: String, report: (String) -> Void) -> Kept? {
        guard let json = FileManager.default.contents(atPath: path) else { return nil }
        do {
            return try BoundedJSON.decode(Kept.self, from: Array(json), most: 1 << 20)
        } catch {
            report("\(path) cannot be read: \(error)")
            return nil
        }
    }

    /// What Call-IDs are made with.
    var token: String { kept.withLock { $0.token } }

    /// The session that a former run had at this node; nil for none.
    func session(of url: String) -> Int64? { kept.withLock { $0.sessions[url] } }

    /// Keeps a node's session, or forgets it.
    func set(_ url: String, _ session: Int64?) {
        kept.withLock { kept in
            kept.sessions[url] = session
            write(kept)
        }
    }

    private func write(_ kept: Kept) {
        do {
            try JSONEncoder().encode(kept).write(to: URL(filePath: path), options: .atomic)
        } catch {
            report("\(path) cannot be written: \(error)")
        }
    }
}

/// How many bytes are free where `path` lies; nil where that cannot be told.
func freeBytes(at path: String) -> Int64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int64(status.f_bavail) * Int64(status.f_frsize)
}
