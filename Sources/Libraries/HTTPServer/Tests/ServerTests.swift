import Synchronization
import TestSupport
import Testing
import Threads

@testable import HTTPServer

@Suite struct ServerTests {
    private func serving(
        _ handler: @escaping @Sendable (Request) -> Response,
        _ body: (Int) throws -> Void,
    ) throws {
        var configuration = Server.Configuration()
        configuration.threads = [.call: 4]
        configuration.admit = { head in
            head.path == "/small"
                ? .taken(.memory(limit: 100_000))
                : .taken(.spooled(limit: 1 << 20) { _ in .granted(0) })
        }
        let server = Server(configuration, handler: handler)
        try server.start()
        defer { server.stop() }
        try body(server.port)
    }

    @Test("保持连接，逐个应答 · a connection is kept for several requests")
    func keepAlive() throws {
        try serving({ .text("\($0.method) \($0.path) \($0.query.map(\.value))") }) { port in
            let client = try RawClient(port: port)
            client.send("GET /a%20b?q=%E6%83%A0 HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.receive(until: "]").contains("GET /a b [\"惠\"]"))
            client.send("GET /second HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.receive(until: "]").contains("GET /second []"))
        }
    }

    @Test("超限的正文被拒绝 · a body over the limit is refused")
    func tooLarge() throws {
        try serving({ _ in .text("taken") }) { port in
            let client = try RawClient(port: port)
            client.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n0")
            #expect(client.receive(until: "large").hasPrefix("HTTP/1.1 413"))
            let other = try RawClient(port: port)
            other.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789")
            #expect(other.receive(until: "taken").hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test("大正文落盘 · a large body is spooled")
    func spooled() throws {
        let handler: @Sendable (Request) -> Response = { request in
            guard case .file(let file) = request.body else { return .text("memory;") }
            return .text("file \(file.size);")
        }
        try serving(handler) { port in
            let client = try RawClient(port: port)
            let body = String(repeating: "x", count: 600_000)
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n" + body)
            #expect(client.receive(until: ";").hasSuffix("file 600000;"))
        }
    }

    @Test("事件流推送，断开可知 · events arrive, and a reader that leaves is noticed")
    func events() throws {
        let closed = Mutex(false)
        let stream = EventStream(onClose: { closed.withLock { $0 = true } })
        let handler: @Sendable (Request) -> Response = { _ in
            Response(status: 200, body: .events(stream))
        }
        try serving(handler) { port in
            let client = try RawClient(port: port)
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(stream.send(event: "seat", data: "1\n2"))
            #expect(client.receive(until: "data: 2").contains("event: seat\ndata: 1\ndata: 2"))
            stream.finish()
            #expect(!stream.send(event: "late", data: ""))
        }
        #expect(closed.withLock { $0 })
    }

    @Test("边生成边发送，长度不限 · a body that is made while it is sent")
    func source() throws {
        let handler: @Sendable (Request) -> Response = { _ in
            let source = ByteSource(from: 0, onFailure: { _ in }) { number in
                number += 1
                return number > 300 ? nil : Array(repeating: UInt8(ascii: "x"), count: 999)
            }
            return Response(status: 200, body: .source(source))
        }
        try serving(handler) { port in
            let client = try RawClient(port: port)
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let text = client.receive(until: "\r\n0\r\n\r\n")
            #expect(text.hasPrefix("HTTP/1.1 200") && text.contains("chunked"))
            #expect(text.filter { $0 == "x" }.count == 300 * 999)
        }
    }

    @Test("中途出错即断开，不冒充完整 · one that fails breaks off and does not pass for whole")
    func brokenSource() throws {
        struct Failure: Error {}
        let failed = Mutex(false)
        let handler: @Sendable (Request) -> Response = { _ in
            let source = ByteSource(from: 0, onFailure: { _ in failed.withLock { $0 = true } }) {
                number in
                number += 1
                if number == 3 { throw Failure() }
                return Array("part".utf8)
            }
            return Response(status: 200, body: .source(source))
        }
        try serving(handler) { port in
            let client = try RawClient(port: port)
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let text = client.receive(until: "\r\n0\r\n\r\n")
            #expect(text.contains("part") && !text.hasSuffix("\r\n0\r\n\r\n"))
        }
        #expect(failed.withLock { $0 })
    }

    @Test("慢请求占满，通话请求照常应答 · what a call waits for is answered beside requests that never end")
    func lanes() throws {
        let (entered, release) = (Gate(), Gate())
        var configuration = Server.Configuration()
        // A thread that has just answered may not be free yet: one for each request of the seat.
        configuration.threads = [.call: 3, .bulk: 1]
        configuration.mostWaiting = 0
        configuration.lane = { _, path in path == "/report" ? .bulk : .call }
        let server = Server(configuration) { request in
            if request.path == "/report" {
                entered.open()
                release.wait()
            }
            return .text("done \(request.path);")
        }
        try server.start()
        defer { server.stop() }
        let report = "GET /report HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        let readers = try (0..<2).map { _ in try RawClient(port: server.port) }
        readers[0].send(report)
        entered.wait()
        // The lane has one thread and no place to wait: who comes is told to come again.
        readers[1].send(report)
        let refused = readers[1].receive(until: "waiting.")
        #expect(refused.hasPrefix("HTTP/1.1 503") && refused.contains("Retry-After: 2"))
        let seat = try RawClient(port: server.port)
        for _ in 0..<3 {
            seat.send("GET /seat HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(seat.receive(until: ";").hasSuffix("done /seat;"))
        }
        release.open()
        #expect(readers[0].receive(until: ";").hasPrefix("HTTP/1.1 200"))
    }

    @Test("端口被占用有明确说明 · a port in use is said so")
    func portTaken() throws {
        try serving({ _ in .text("") }) { port in
            var configuration = Server.Configuration()
            configuration.port = port
            configuration.address = "192.0.2.1"
            #expect(throws: ServerError.self) {
                try Server(configuration, handler: { _ in .text("") }).start()
            }
        }
    }
}
