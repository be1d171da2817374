import Kernel
import Testing

@Suite struct BoundedJSONTests {
    private func refusal(_ text: String) -> JSONRefusal? {
        do {
            try BoundedJSON.check(Array(text.utf8), most: 1 << 20)
            return nil
        } catch {
            return error
        }
    }

    @Test("嵌套超过32层的JSON不予解析 · JSON of more than 32 levels is not parsed")
    func levels() {
        let (open, close) = (String(repeating: "[", count: 32), String(repeating: "]", count: 32))
        #expect(refusal(open + close) == nil)
        #expect(refusal("[\(open)\(close)]") == .tooDeep)
        #expect(refusal("{\"a\":\(open)\(close)}") == .tooDeep)
        #expect(refusal(String(repeating: "{\"a\":[", count: 50_000)) == .tooDeep)
        #expect(refusal(String(repeating: "[", count: 100_000)) == .tooDeep)
        // Side by side is not within each other.
        let wide = String(repeating: "[{}],", count: 10_000)
        #expect(refusal("[\(wide)1]") == nil)
    }

    @Test("文字里的括号不算层数 · brackets within text are no levels")
    func text() {
        let brackets = String(repeating: "[{", count: 1_000)
        #expect(refusal("{\"a\":\"\(brackets)\\\"\(brackets)\\\\\"}") == nil)
        #expect(refusal("{\"a\":\"\\\\\"\(brackets)") == .tooDeep)
        #expect(refusal("{\"a\":\"x\\\"\",\(brackets)") == .tooDeep)
    }

    @Test("UTF-16 不能藏起括号 · UTF-16 hides no brackets")
    func encoding() {
        let hidden = "\"\u{2200}\"" + String(repeating: "[", count: 400)
        let bytes = hidden.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(throws: JSONRefusal.notUTF8) { try BoundedJSON.check(bytes, most: 1 << 20) }
    }

    @Test("长度与值的个数有上限 · bytes and values are bounded")
    func size() {
        #expect(throws: JSONRefusal.tooLarge(3)) {
            try BoundedJSON.check(Array("null".utf8), most: 3)
        }
        let commas = [UInt8](repeating: UInt8(ascii: ","), count: BoundedJSON.mostValues)
        #expect(throws: JSONRefusal.tooManyValues) {
            try BoundedJSON.check(commas, most: commas.count)
        }
    }

    @Test("界限之内照常解码 · within the bounds it is decoded")
    func decoded() throws {
        let bytes = Array("{\"a\":[1,2]}".utf8)
        #expect(
            try BoundedJSON.decode([String: [Int]].self, from: bytes, most: 100) == ["a": [1, 2]]
        )
        #expect(throws: DecodingError.self) {
            try BoundedJSON.decode([Int].self, from: bytes, most: 100)
        }
    }
}
