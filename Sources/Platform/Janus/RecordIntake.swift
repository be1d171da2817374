internal import FoundationEssentials
internal import HTTPServer
internal import Threads

/// Where the nodes deliver their record, on an address of its own: in the telephone's network, not
/// in the people's. Whoever has not the password is refused.
final class RecordIntake: Sendable {
    private let server: Server

    /// An intake whose entries go to `receive`, with the node they came from.
    init(
        _ settings: JanusSettings.Record,
        receive: @escaping @Sendable (Int, JanusRecord) -> Void,
    ) {
        let pair = Data("\(settings.user):\(settings.password)".utf8).base64EncodedString()
        var configuration = Server.Configuration()
        configuration.address = settings.address
        configuration.port = settings.port
        configuration.threads = [.call: 2]
        configuration.admit = { head in
            head.header("Authorization") == "Basic \(pair)"
                ? .taken(.memory(limit: JanusMessage.most))
                : .refused(.text("unauthorized", status: 401))
        }
        server = Server(configuration) { request in
            guard request.header("Authorization") == "Basic \(pair)" else {
                return .text("unauthorized", status: 401)
            }
            guard request.method == "POST", let node = Self.node(request.path) else {
                return .text("bad request", status: 400)
            }
            do {
                for entry in try JanusRecord.list(request.body.bytes(limit: JanusMessage.most)) {
                    receive(node, entry)
                }
                return .text("")
            } catch {
                return .text("\(error)", status: 400)
            }
        }
    }

    /// `/0` is the first node's address, `/1` the second's.
    private static func node(_ path: String) -> Int? { Int(path.dropFirst()) }

    func start() throws { try server.start() }

    func stop() { server.stop() }
}
