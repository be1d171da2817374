import Kernel
import Testing

@testable import Web

@Suite struct JSONTests {
    private struct Thing: Encodable {
        let dialledAt = 7
        let subjectID = 3
        let states = ["wrapping_up": 1, "字段名aB": 2]
        let stateName = L("通话", en: "Talking")
    }

    @Test("C2.1 出去的JSON与进来的一样用下划线命名 · JSON goes out in the names it comes in with")
    func names() throws {
        let json = String(decoding: try JSON.encode(Thing(), language: .chinese), as: UTF8.self)
        #expect(
            json
                == #"{"dialled_at":7,"state_name":"通话","#
                + #""states":{"wrapping_up":1,"字段名aB":2},"subject_id":3}"#
        )
    }

    private func form(_ json: String) throws -> Form {
        Form(try JSON.fields(Array(json.utf8)))
    }

    @Test("C2.1 JSON数组中的数组各自成行 · an array within an array keeps its values to itself")
    func nested() throws {
        let form = try form(#"{"a":[["1",2],["3"],[],[null,true]],"b":["x",null],"c":{"d":"y"}}"#)
        #expect(try form.table("a") == [["1", "2"], ["3"], [], ["", "true"]])
        #expect(form.list("a").isEmpty)
        #expect(form.list("b") == ["x", ""])
        #expect(form.list("c.d") == ["y"])
        #expect(try form.table("none").isEmpty)
        let objects = try self.form(#"{"a":[{"n":"1"},{"m":"2"},{"n":"3"}]}"#)
        #expect(objects.list("a.n").isEmpty)
        #expect(objects.list("a.2.n") == ["3"])
    }

    @Test(
        "C2.1 不成表格的JSON被拒绝 · JSON that is no table is refused",
        arguments: [
            #"{"a":["1","2"]}"#, #"{"a":[["1"],"2"]}"#, #"{"a":[["1"],{"n":"2"},["3"]]}"#,
            #"{"a":[["1",["2"]]]}"#, #"{"a":[["1"],{},["3"]]}"#, #"{"a":[["1"],null]}"#,
        ]
    )
    func noTable(_ json: String) throws {
        #expect(throws: InvalidInput.self) { try form(json).table("a") }
    }
}
