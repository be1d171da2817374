import HTTPServer
import Testing

@Suite struct EncodingTests {
    @Test("表单字段解码 · the fields of a form are decoded")
    func form() {
        let fields = parseURLEncoded(Array("a=1+2&b=%E6%83%A0&c&d=%zz".utf8))
        #expect(fields.map(\.name) == ["a", "b", "c", "d"])
        #expect(fields.map(\.value) == ["1 2", "惠", "", "%"])
        #expect(percentEncode("惠 /?") == "%E6%83%A0%20/%3F")
    }

    @Test("只信任代理转告的地址 · only a proxy is believed about its client's address")
    func forwarded() {
        func peer(_ sender: String, _ headers: [(name: String, value: String)]) -> String {
            Request(method: "GET", path: "/", headers: headers, peer: sender)
                .behind(["127.0.0.1"]).peer
        }
        let claim = (name: "x-forwarded-for", value: "10.8.3.1, 10.9.9.9")
        #expect(peer("127.0.0.1", [claim]) == "10.9.9.9")
        #expect(peer("127.0.0.1", [claim, ("X-Forwarded-For", " ::1 ")]) == "::1")
        #expect(peer("127.0.0.1", []) == "127.0.0.1")
        #expect(peer("127.0.0.1", [("X-Forwarded-For", "")]) == "127.0.0.1")
        #expect(peer("10.1.1.1", [claim]) == "10.1.1.1")
    }

    @Test("带文件的表单 · a form with a file")
    func multipart() throws {
        let body = [
            "--x", "Content-Disposition: form-data; name=\"a\"", "", "1", "--x",
            "Content-Disposition: form-data; name=\"f\"; filename=\"C:\\t\\n.csv\"",
            "Content-Type: text/csv", "", "p\r\nq", "--x--", "",
        ].joined(separator: "\r\n")
        let reader = try MultipartReader(
            body: .memory(Array(body.utf8)),
            contentType: "multipart/form-data; boundary=x",
        )
        let parts = try reader.parts()
        #expect(parts.map(\.name) == ["a", "f"])
        #expect(parts[1].fileName == "n.csv")
        #expect(try parts[1].content.bytes(limit: 10) == Array("p\r\nq".utf8))
        #expect(throws: BodyError.tooLarge(limit: 2)) { try parts[1].content.bytes(limit: 2) }
    }

    @Test("残缺的表单被拒绝 · a broken form is refused", arguments: ["", "--x", "--x\r\nabc", "--y--"])
    func broken(text: String) throws {
        let reader = try MultipartReader(
            body: .memory(Array(text.utf8)),
            contentType: "multipart/form-data; boundary=x",
        )
        #expect(throws: BodyError.self) { try reader.parts() }
    }
}
