import HTTPServer
import Testing

@testable import HTTPClient

@Suite struct HTTPConnectionTests {
    private func serve(_ handler: @escaping @Sendable (Request) -> Response) throws -> Server {
        let server = Server(Server.Configuration(), handler: handler)
        try server.start()
        return server
    }

    @Test("取回与提交 · get and post")
    func getAndPost() throws {
        let server = try serve { request in
            let type = request.header("Content-Type") ?? ""
            guard case .memory(let body) = request.body else {
                return .text("\(request.method) \(type)")
            }
            return .text("\(request.method) \(type) \(String(decoding: body, as: UTF8.self))")
        }
        defer { server.stop() }
        let connection = HTTPConnection()
        let url = "http://127.0.0.1:\(server.port)/x"
        let got = try connection.get(url, timeout: .seconds(5))
        #expect(got.status == 200)
        #expect(String(decoding: got.body, as: UTF8.self) == "GET ")
        let posted = try connection.post(url, json: Array("{}".utf8), timeout: .seconds(5))
        #expect(String(decoding: posted.body, as: UTF8.self) == "POST application/json {}")
    }

    @Test("无人监听时说明原因 · nobody listens")
    func nobodyListens() throws {
        let server = try serve { _ in .text("") }
        let url = "http://127.0.0.1:\(server.port)/"
        server.stop()
        #expect(throws: HTTPFailure.self) {
            try HTTPConnection().get(url, timeout: .seconds(5))
        }
    }

    @Test("只用 http 和 https · other schemes are refused")
    func schemes() {
        #expect(throws: HTTPFailure.self) {
            try HTTPConnection().get("file:///etc/passwd", timeout: .seconds(5))
        }
    }

    @Test("关闭后不再请求 · a closed connection asks nothing")
    func closed() throws {
        let server = try serve { _ in .text("") }
        defer { server.stop() }
        let connection = HTTPConnection()
        connection.close()
        #expect(throws: HTTPFailure.self) {
            try connection.get("http://127.0.0.1:\(server.port)/", timeout: .seconds(5))
        }
    }
}
