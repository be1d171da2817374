import Access
import Database
import HTTPServer
import Kernel
import TestSupport
import Testing
import Web

/// What strangers and careless programs send over the socket: it is refused in words, and the
/// program goes on.
@Suite struct HostileTests {
    private let json = "application/json"

    private static func nested(_ open: String, _ close: String, _ count: Int) -> [UInt8] {
        let levels = String(repeating: open, count: count)
        return Array("{\"name\":\(levels)1\(String(repeating: close, count: count))}".utf8)
    }

    @Test(
        "深层嵌套的 JSON 以 400 拒绝，程序照常 · deeply nested JSON is refused and harms nobody",
        arguments: [
            nested("[", "]", 400), nested("{\"a\":", "}", 400), nested("{\"a\":[", "]}", 400),
            nested("[", "]", 31_000), nested("{\"a\":[", "]}", 7_000),
            Array(("{\"x\":" + String(repeating: "[", count: 60_000)).utf8),
            Array(String(repeating: "{\"", count: 30_000).utf8),
        ]
    )
    func nesting(body: [UInt8]) throws {
        let desk = try HostileDesk()
        let answer = try desk.send("/session", json, body)
        #expect(answer.hasPrefix("HTTP/1.1 400") || answer.hasPrefix("HTTP/1.1 422"))
        #expect(try desk.isAlive())
        // The same on the path that spools.
        let proof = "X-CSRF-Token: \(try desk.proof(.bankManager))\r\n"
        let large = Self.nested("[", "]", 200_000)
        let spooled = try desk.send("/suppression/imports", json, large, as: .bankManager, proof)
        #expect(spooled.hasPrefix("HTTP/1.1 400") && spooled.contains("json.too_deep"))
        #expect(try desk.isAlive())
        #expect(try desk.spooled == [])
    }

    @Test("文字里的括号照收 · brackets within text are text")
    func brackets() throws {
        let text = String(repeating: "[{\\\"", count: 5_000)
        let body = "{\"name\":\"\(text)\",\"password\":\"x\"}"
        let answer = try HostileDesk().send("/session", json, Array(body.utf8))
        #expect(answer.hasPrefix("HTTP/1.1 422") && answer.contains("input.invalid"))
    }

    @Test("未登录者不能让服务器存下任何上传 · without a session nothing is spooled")
    func anonymousUpload() throws {
        let desk = try HostileDesk()
        let client = try RawClient(port: desk.server.port)
        client.send(
            "POST /campaigns/1/imports HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n"
                + "Content-Type: text/csv\r\nContent-Length: 480000000\r\n\r\n"
        )
        // The answer comes although nothing of the body was sent.
        let answer = client.receive(until: "}")
        #expect(answer.hasPrefix("HTTP/1.1 401") && answer.contains("session.required"))
        client.send([UInt8](repeating: 120, count: 2_000_000))
        #expect(try desk.spooled == [])
        let large = [UInt8](repeating: 120, count: 100_000)
        let signIn = try desk.send("/session", "application/x-www-form-urlencoded", large)
        #expect(signIn.hasPrefix("HTTP/1.1 413"))
        let nowhere = try desk.send("/nowhere", json, large)
        #expect(nowhere.hasPrefix("HTTP/1.1 404"))
    }

    @Test("无权者的上传在请求头即被拒绝并留痕 · who lacks the right is refused at the head, on record")
    func unpermittedUpload() throws {
        let desk = try HostileDesk()
        let large = [UInt8](repeating: 120, count: 3_000_000)
        let answer = try desk.send("/suppression/imports", "text/csv", large, as: .agent)
        #expect(answer.hasPrefix("HTTP/1.1 403") && answer.contains("permission.missing"))
        let entries = try desk.house.environment.database.read {
            try $0.rows("SELECT outcome FROM audit_entry WHERE outcome = 'permission.missing'")
        }
        #expect(entries.count == 1)
    }

    private func form(_ fields: [(String, String)], file count: Int) -> [UInt8] {
        var text = ""
        for (name, value) in fields {
            text += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        text += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
        return Array(text.utf8) + [UInt8](repeating: 120, count: count)
            + Array("\r\n--b--\r\n".utf8)
    }

    @Test("先验表单凭证，再落盘 · the form proof comes before the disk")
    func proofFirst() throws {
        let desk = try HostileDesk()
        let (path, type) = ("/campaigns/1/imports", "multipart/form-data; boundary=b")
        let proof = try desk.proof(.bankManager)
        let size = 3_000_000
        for fields in [[], [("csrf", "wrong")], [("a", "1"), ("csrf", proof)]] {
            let answer = try desk.send(path, type, form(fields, file: size), as: .bankManager)
            #expect(answer.hasPrefix("HTTP/1.1 403") && answer.contains("form.forged"))
        }
        let file = [UInt8](repeating: 120, count: size)
        let raw = try desk.send(path, "text/csv", file, as: .bankManager)
        #expect(raw.hasPrefix("HTTP/1.1 403"))
        // With the proof it comes in, and is refused for what it is: there is no such task.
        let proven = form([("csrf", proof)], file: size)
        #expect(try desk.send(path, type, proven, as: .bankManager).hasPrefix("HTTP/1.1 404"))
        let header = "X-CSRF-Token: \(proof)\r\n"
        let program = try desk.send(path, "text/csv", file, as: .bankManager, header)
        #expect(program.hasPrefix("HTTP/1.1 404"))
        #expect(try desk.spooled == [])
    }

    @Test("磁盘余量不足时上传得到说明 · an upload that the disk has no room for is told so")
    func noRoom() throws {
        var limits = UploadQuota.Limits()
        limits.reserve = .max / 2
        let desk = try HostileDesk(uploads: limits)
        let header = "X-CSRF-Token: \(try desk.proof(.bankManager))\r\n"
        let file = [UInt8](repeating: 120, count: 400_000)
        let answer = try desk.send(
            "/suppression/imports",
            "text/csv",
            file,
            as: .bankManager,
            header
        )
        #expect(answer.hasPrefix("HTTP/1.1 503") && answer.contains("upload.disk_full"))
        #expect(try desk.spooled == [])
    }

    @Test(
        "残缺的表单得到 400 和说明 · a malformed form gets 400 in words",
        arguments: [
            ("multipart/form-data; boundary=x", "--x\r\nabc"), ("multipart/form-data", "--x--"),
            ("multipart/form-data; boundary=", "--x--"), ("multipart/form-data; boundary=x", ""),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data\r\n\r\nq\r\n--x--"
            ),
            (
                "multipart/form-data; boundary=x",
                String(
                    repeating: "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n",
                    count: 600
                )
                    + "--x--"
            ),
            (
                "application/x-www-form-urlencoded",
                (0..<600).map { "f\($0)=1" }.joined(separator: "&")
            ),
        ]
    )
    func malformed(type: String, body: String) throws {
        let answer = try HostileDesk().send("/session", type, Array(body.utf8))
        if body.isEmpty {
            #expect(answer.hasPrefix("HTTP/1.1 422"))
        } else {
            #expect(answer.hasPrefix("HTTP/1.1 400") && answer.contains("\"message\""))
        }
    }
}
