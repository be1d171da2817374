import App
import FoundationEssentials
import HTTPServer
import TestSupport
import Threads
import Web

/// The house behind a real socket.
final class HostileDesk: Sendable {
    let house: TestHouse
    let server: Server
    static let password = "right-pass-1"

    init(_ engine: TestEngine = .sqlite, uploads: UploadQuota.Limits = .init()) throws {
        house = try TestHouse(engine, password: Self.password, uploads: uploads)
        var configuration = Server.Configuration()
        configuration.threads = [.call: 4, .page: 4, .bulk: 2]
        configuration.spoolFolder = "\(house.environment.dataFolder)/uploads"
        let application = house.app.application
        configuration.admit = { application.admit($0) }
        configuration.refuse = { application.refuse($0, $1) }
        server = Server(configuration) { application.handle($0) }
        try server.start()
    }

    deinit { server.stop() }

    /// The proof that forms of the person's session carry.
    func proof(_ person: Person) throws -> String { try house.session(person).csrfToken }

    /// The files that lie spooled.
    var spooled: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(
                atPath: "\(house.environment.dataFolder)/uploads"
            )
        }
    }

    /// Sends a request over a socket and gives back the beginning of the answer.
    func send(
        _ path: String,
        _ type: String,
        _ body: [UInt8],
        as person: Person? = nil,
        _ header: String = "",
    ) throws -> String {
        let client = try RawClient(port: server.port)
        var head = "POST \(path) HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n"
        head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
        if let person { head += "Cookie: huihu_session=\(house.token(person))\r\n" }
        client.send("\(head)\(header)\r\n")
        client.send(body)
        return client.receiveAll()
    }

    /// Whether the program still answers.
    func isAlive() throws -> Bool {
        let client = try RawClient(port: server.port)
        client.send("GET /session/new HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return client.receiveAll().hasPrefix("HTTP/1.1 200")
    }
}
