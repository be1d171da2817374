import HTTPServer
import Kernel
import Testing

@testable import Web

@Suite struct MediaPartTests {
    @Test(
        "Range 的各种写法 · the forms of a range",
        arguments: [
            (nil, MediaPart.Asked.whole), ("bytes=0-", .part(0..<100)),
            ("bytes=10-19", .part(10..<20)), ("bytes=90-200", .part(90..<100)),
            ("bytes=-10", .part(90..<100)), ("bytes=100-", .nowhere), ("bytes=5-2", .whole),
            ("bytes=0-1,5-6", .whole), ("lines=0-1", .whole), ("bytes=x-", .whole),
        ]
    )
    func ranges(_ header: String?, _ expected: MediaPart.Asked) {
        #expect(MediaPart.Asked(header, of: 100) == expected)
    }

    @Test("206 带 Content-Range，416 说明总长 · 206 and 416 tell the whole length")
    func answers() throws {
        let plain = (0..<100).map { UInt8($0) }
        let answer = { (header: String?) in
            try MediaPart(.init(header, of: 100), of: 100, contentType: "audio/ogg") { range in
                Array(plain[range])
            }.response(AnswerContext(wantsJSON: false, changes: false, language: .chinese))
        }
        let part = try answer("bytes=10-19")
        #expect(part.status == 206)
        #expect(part.headers.contains { $0 == ("Content-Range", "bytes 10-19/100") })
        guard case .bytes(let bytes) = part.body else { return }
        #expect(bytes == Array(plain[10..<20]))
        #expect(try answer("bytes=100-").status == 416)
        #expect(try answer(nil).status == 200)
    }
}
