import Glibc
import Synchronization
import TestSupport
import Testing
import Threads

@testable import HTTPServer

/// What a server takes in of what strangers send, over real sockets.
@Suite struct IntakeTests {
    private func serving(_ body: (Server) throws -> Void) throws {
        try serving({ _ in }, body)
    }

    private func serving(
        _ change: (inout Server.Configuration) -> Void,
        _ body: (Server) throws -> Void,
    ) throws {
        var configuration = Server.Configuration()
        configuration.threads = [.call: 4]
        change(&configuration)
        let server = Server(configuration) { request in .text("took \(request.body.count);") }
        try server.start()
        defer { server.stop() }
        try body(server)
    }

    private func answer(_ server: Server, _ head: String, until text: String) throws -> String {
        let client = try RawClient(port: server.port)
        client.send(head)
        return client.receive(until: text)
    }

    @Test(
        "自相矛盾的长度立即得到 400 · a length that contradicts itself gets 400 at once",
        arguments: [
            "Content-Length: -5", "Content-Length: five", "Content-Length: 0x5",
            "Content-Length: +5", "Content-Length: 5, 5", "Content-Length: ",
            "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\nContent-Length: 5",
            "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: gzip",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        ]
    )
    func lengths(header: String) throws {
        try serving { server in
            let head = "POST / HTTP/1.1\r\nHost: x\r\n\(header)\r\n\r\n12345"
            let refused = try answer(server, head, until: "\r\n\r\n")
            #expect(refused.hasPrefix("HTTP/1.1 400"))
            let next = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345"
            let taken = try answer(server, next, until: ";")
            #expect(taken.hasSuffix("took 5;"))
        }
    }

    @Test(
        "被提前拒绝的请求只得到一个答复，随后连接关闭 · whoever is refused early gets one answer, then the end",
        arguments: [
            "Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: gzip",
            "Content-Length: 5\r\nTransfer-Encoding: chunked", "Content-Length: 500000000",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Content-Length 5",
            "X: \(String(repeating: "x", count: 100_000))",
        ]
    )
    func oneAnswer(header: String) throws {
        try serving { server in
            for path in ["/", "/?" + String(repeating: "&a=1", count: 600)] {
                for method in ["POST", "GET"] where method == "POST" || path != "/" {
                    let head = "\(method) \(path) HTTP/1.1\r\nHost: x\r\n\(header)\r\n\r\n"
                    let next = "12345GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                    let client = try RawClient(port: server.port)
                    client.send(head + next)
                    let heard = client.receive(until: "\u{0}")
                    let answers = heard.split(
                        separator: "HTTP/1.1 ",
                        omittingEmptySubsequences: false
                    )
                    #expect(answers.count == 2, "\(method) \(path.prefix(3)): \(heard)")
                    #expect(answers.last?.first == "4", "\(heard)")
                }
            }
        }
    }

    @Test("地址里 600 个字段立即得到 400 · 600 fields in an address get 400 at once")
    func fields() throws {
        try serving { server in
            let fields = (0..<600).map { "f\($0)=1" }.joined(separator: "&")
            let head = "GET /?\(fields) HTTP/1.1\r\nHost: x\r\n\r\n"
            let refused = try answer(server, head, until: "\r\n\r\n")
            #expect(refused.hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test("在请求头就被拒绝的正文一个字节也不收 · a body that is refused at its head is not taken")
    func refusedAtHead() throws {
        let asked = Mutex<[String]>([])
        let refusing: (inout Server.Configuration) -> Void = { configuration in
            configuration.admit = { head in
                asked.withLock { $0.append(head.path) }
                return .refused(.text("sign in first", status: 401))
            }
        }
        try serving(refusing) { server in
            // Whoever waits for a word gets the answer instead of it.
            let waiting =
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 500000000\r\n"
                + "Expect: 100-continue\r\n\r\n"
            let first = try answer(server, waiting, until: "first")
            #expect(first.hasPrefix("HTTP/1.1 401") && first.hasSuffix("sign in first"))
            // Whoever sends regardless can still read it.
            let client = try RawClient(port: server.port)
            client.send("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n")
            client.send([UInt8](repeating: 120, count: 8_000_000))
            #expect(client.receive(until: "first").hasSuffix("sign in first"))
            let chunked = "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            #expect(try answer(server, chunked, until: "first").hasSuffix("sign in first"))
            // What is small is nobody's burden: it is taken without asking.
            let small = "POST /d HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
            #expect(try answer(server, small, until: ";").hasSuffix("took 3;"))
        }
        #expect(asked.withLock { $0 } == ["/a", "/b", "/c"])
    }

    @Test("未获准不落盘，超限的分块也得到说明 · no grant, no file; chunks over the limit are told")
    func verdict() throws {
        let seen = Mutex(0)
        let spooling: (inout Server.Configuration) -> Void = { configuration in
            configuration.spoolFolder = "/nonexistent"
            configuration.admit = { head in
                if head.path == "/memory" { return .taken(.memory(limit: 100_000)) }
                return .taken(
                    .spooled(limit: 1 << 20) { beginning in
                        seen.withLock { $0 = beginning.count }
                        return head.path == "/granted"
                            ? .granted(0) : .refused(.text("forged", status: 403))
                    }
                )
            }
        }
        try serving(spooling) { server in
            for (path, expected) in [("/refused", "403"), ("/granted", "503"), ("/memory", "413")] {
                let client = try RawClient(port: server.port)
                client.send(
                    "POST \(path) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                )
                let piece = [UInt8](repeating: 120, count: 0x10000)
                for _ in 0..<6 { client.send(Array("10000\r\n".utf8) + piece + [13, 10]) }
                let answer = client.receive(until: "\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 \(expected)"), "\(path)")
            }
        }
        #expect((256 << 10...320 << 10).contains(seen.withLock { $0 }))
    }

    @Test("一个地址占不满连接 · one address does not take all connections")
    func manyConnections() throws {
        try serving({ $0.connectionsForEach = 3 }) { server in
            let head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            let held = try (0..<3).map { _ in
                let client = try RawClient(port: server.port)
                client.send(head)
                #expect(client.receive(until: ";").hasSuffix("took 0;"))
                return client
            }
            #expect(try answer(server, head, until: ";").isEmpty)
            #expect(held.count == 3)
        }
    }

    @Test("代理的连接不限，按它转告的地址计 · a proxy's connections count by the address it tells")
    func proxied() throws {
        let stream = EventStream()
        var configuration = Server.Configuration()
        configuration.threads = [.call: 4]
        configuration.connectionsForEach = 1
        configuration.proxies = ["127.0.0.1"]
        let server = Server(configuration) { request in
            request.path == "/live"
                ? Response(status: 200, body: .events(stream)) : .text("\(request.peer);")
        }
        try server.start()
        defer { server.stop() }
        let from = { (address: String, path: String) in
            "GET \(path) HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: \(address)\r\n\r\n"
        }
        let live = try RawClient(port: server.port)
        live.send(from("10.0.0.1", "/live"))
        _ = live.receive(until: "\r\n\r\n")
        let second = try answer(server, from("10.0.0.1", "/"), until: "once.")
        #expect(second.hasPrefix("HTTP/1.1 429"))
        #expect(try answer(server, from("10.0.0.2", "/"), until: ";").hasSuffix("10.0.0.2;"))
    }

    @Test("拖着不发完的请求被请出 · a request that never ends is told to go")
    func slow() throws {
        try serving({ $0.idleSeconds = 100_000 }) { server in
            let head = try RawClient(port: server.port)
            head.send("POST / HTTP/1.1\r\nHost: x\r\n")
            let body = try RawClient(port: server.port)
            body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n12")
            let whole = try RawClient(port: server.port)
            whole.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(whole.receive(until: ";").hasSuffix("took 0;"))
            var (headAnswer, bodyAnswer) = ("", "")
            // The server's heart by hand: no time has to pass. Beats may come before the bytes.
            for _ in 0..<5_000_000 where headAnswer.isEmpty || bodyAnswer.isEmpty {
                server.beat()
                headAnswer += head.received()
                bodyAnswer += body.received()
            }
            #expect(headAnswer.hasPrefix("HTTP/1.1 408"))
            #expect(bodyAnswer.hasPrefix("HTTP/1.1 408"))
        }
    }
}

@Suite struct VisitorTests {
    @Test("慢而不停的上传不算拖延 · an upload that is slow but goes on may take its time")
    func steady() {
        let visitor = Visitor(peer: "10.0.0.1", descriptor: -1)
        visitor.sentLine()
        visitor.sentHeaders(hasBody: true)
        for _ in 0..<10_000 {
            visitor.sentBody(Visitor.bytesForBeat)
            #expect(visitor.beat(idle: 90) == .stays)
        }
        let beats = (0...Visitor.bodyBeats).map { _ in visitor.beat(idle: 90) }
        #expect(beats.last == .tooSlow)
    }

    @Test("等待下一个请求的连接有期限，作答时没有 · waiting for a request ends, being answered does not")
    func idle() {
        let visitor = Visitor(peer: "10.0.0.1", descriptor: -1)
        let waiting = (0...90).map { _ in visitor.beat(idle: 90) }
        #expect(waiting.dropLast().allSatisfy { $0 == .stays } && waiting.last == .closes)
        visitor.isAnswered()
        #expect((0..<1_000).allSatisfy { _ in visitor.beat(idle: 90) == .stays })
        visitor.mayAsk()
        visitor.sentLine()
        let headers = (0...Visitor.headerBeats).map { _ in visitor.beat(idle: 90) }
        #expect(headers.last == .tooSlow)
    }

    @Test("地址的计数有借有还 · an address is counted down as it was counted up")
    func counts() {
        let visitors = Visitors(mostForEach: 1, proxies: ["10.0.0.9"], idleBeats: 90)
        let visitor = Visitor(peer: "10.0.0.1", descriptor: -1)
        visitors.came(visitor)
        #expect(!visitors.allows("10.0.0.1") && visitors.allows("10.0.0.2"))
        visitors.left(visitor)
        #expect(visitors.allows("10.0.0.1"))
        #expect(visitors.begins("10.1.1.1") && !visitors.begins("10.1.1.1"))
        visitors.ends("10.1.1.1")
        #expect(visitors.begins("10.1.1.1"))
        visitors.came(Visitor(peer: "10.0.0.9", descriptor: -1))
        #expect(visitors.allows("10.0.0.9"))
    }
}

@Suite struct SpooledFileTests {
    @Test("C4.4 落盘的正文没有文件名 · a spooled body has no name, and goes with the value")
    func nameless() throws {
        let folder = "/tmp/huihu-nameless-\(getpid())"
        #expect(mkdir(folder, 0o700) == 0)
        defer { rmdir(folder) }
        let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let intake = Intake(.spooled(limit: 1 << 20) { _ in .granted(0) }, folder: folder)
        try bytes.withUnsafeBytes { try intake.take($0) }
        let body = intake.finish()
        guard case .file(let file) = body else { throw BodyError.malformed("not spooled") }
        #expect(file.size == bytes.count)
        #expect(try body.bytes(limit: 1 << 20) == bytes)
        // The folder is empty while the body is there.
        #expect(rmdir(folder) == 0)
        #expect(try body.bytes(limit: 1 << 20) == bytes)
    }

    @Test("启动时清掉残留的上传 · spooled files that were left behind are removed")
    func leftovers() throws {
        let folder = "/tmp/huihu-spool-\(getpid())"
        #expect(mkdir(folder, 0o700) == 0)
        defer { rmdir(folder) }
        for name in ["upload-aBc123", "kept.csv"] {
            close(open("\(folder)/\(name)", O_CREAT | O_WRONLY, 0o600))
        }
        defer { unlink("\(folder)/kept.csv") }
        SpooledFile.removeLeftovers(in: folder)
        #expect(access("\(folder)/upload-aBc123", F_OK) != 0)
        #expect(access("\(folder)/kept.csv", F_OK) == 0)
        #expect(try #require(freeDiskSpace(folder)) > 0)
        #expect(freeDiskSpace("/nonexistent") == nil)
    }
}
