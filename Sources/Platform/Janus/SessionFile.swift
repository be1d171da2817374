internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// Keeps the nodes' sessions, so that a program that was killed ends its calls when it is back.
final class SessionFile: Sendable {
    private let path: String
    private let report: @Sendable (String) -> Void
    private let known: Mutex<[String: Int64]>

    /// The sessions that a former run kept at `path`; none where there is no file.
    init(_ path: String, report: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.report = report
        var sessions: [String: Int64] = [:]
        if let json = FileManager.default.contents(atPath: path) {
            do {
                sessions = try JSONDecoder().decode([String: Int64].self, from: json)
            } catch {
                report("\(path) cannot be read: \(error)")
            }
        }
        known = Mutex(sessions)
    }

    /// The session that a former run had at this node; nil for none.
    func session(of url: String) -> Int64? { known.withLock { $0[url] } }

    /// Keeps a node's session, or forgets it.
    func set(_ url: String, _ session: Int64?) {
        known.withLock { sessions in
            sessions[url] = session
            do {
                try JSONEncoder().encode(sessions).write(to: URL(filePath: path), options: .atomic)
            } catch {
                report("\(path) cannot be written: \(error)")
            }
        }
    }
}

/// How many bytes are free where `path` lies; nil where that cannot be told.
func freeBytes(at path: String) -> Int64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int64(status.f_bavail) * Int64(status.f_frsize)
}
