import Access
import Kernel
import Testing
import Vault

@testable import Web

/// An act that was done without saying what it concerns is a defect; so the log has no creation of
/// nothing.
@Suite struct LoggedActTests {
    private static let row = ThingKind("row", acts: "rows", L("行", en: "Row"), page: "/rows/{id}")

    private struct Add: Endpoint {
        static let route = Route(.post, "/rows")
        static let permission = Permission("rows.add", .bankManager)
        static let act: LoggedAct? = LoggedAct("row.add", L("新增", en: "Added"), onSaid: row)

        func answer(_ input: NoInput, _ context: Context) throws -> Done { Done("/rows") }
    }

    private struct Close: Endpoint {
        static let route = Route(.post, "/rows/{id}/closure")
        static let permission = Permission("rows.close", .bankManager)
        static let act: LoggedAct? = LoggedAct("row.close", L("关闭", en: "Closed"), on: row)

        func answer(_ input: NoInput, _ context: Context) throws -> Done { Done("/rows") }
    }

    @Test("C9.3 完成而未说明对象是缺陷 · done without naming its thing is a defect")
    func missing() throws {
        let acting = Acting()
        #expect(throws: ConcernMissing.self) { try Act(Add.self).check(acting) }
        acting.thing = Thing(Self.row, 7, "甲")
        try Act(Add.self).check(acting)
        try Act(Close.self, parameters: ["id": "7"]).check(Acting())
    }

    @Test("C9.3 记录只存代码、编号与名称 · an entry keeps codes, a number and a name")
    func entry() {
        let now = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))
        let added = Act(Add.self).entry(
            by: ID(3),
            at: now,
            on: Thing(Self.row, 7, "甲\n乙"),
            peer: "10.0.0.1",
        )
        #expect(added.action == "row.add" && added.permission == "rows.add")
        #expect(added.subject == "rows" && added.subjectID == 7 && added.detail == "甲 乙")
        let refused = Act(Close.self, parameters: ["id": "9"]).entry(
            by: ID(3),
            at: now,
            refusal: ChangedMeanwhile.changed,
            peer: "",
        )
        #expect(refused.subjectID == 9 && refused.outcome == "changed_meanwhile")
        #expect(LoggedWords(refused.detail).refusal == ChangedMeanwhile.changed.message)
    }
}
