import Kernel
import Testing
import Web

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
}
