import Campaigns
import Database
import HTML
import Kernel
import Leads
import TestSupport
import Testing
import Vault

@testable import Reports
@testable import Web

@Suite("Results for the bank")
struct ResultsTests {
    private func worked(_ engine: TestEngine) throws -> Operation {
        let operation = try Operation(engine)
        for number in 0..<7 {
            try operation.place(
                .init(
                    agent: number == 3 ? "other" : "one",
                    task: number == 3 ? 1 : 0,
                    outcome: number == 5 ? nil : .noAnswer,
                    cause: "no_answer",
                )
            )
        }
        return operation
    }

    @Test("C5.3 逐页取结果不重不漏 · pages by key have no gap", arguments: TestEngine.available)
    func paging(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        var seen: [Int64] = []
        var after: Int64? = 0
        while let key = after {
            let page = try operation.ask(
                ListResults(),
                as: "manager",
                ["after": "\(key)", "limit": "3"],
            )
            seen += page.rows.map(\.call)
            after = page.content.next
        }
        #expect(seen == Array(1...7))
    }

    @Test("每页至多500条 · at most 500 on a page")
    func limit() throws {
        let operation = try worked(.sqlite)
        #expect(throws: InvalidInput.self) {
            try operation.ask(ListResults(), as: "manager", ["limit": "501"])
        }
    }

    @Test("C6.3 结果附话务证据与比对 · each result has its evidence", arguments: TestEngine.available)
    func evidence(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.place(.init(outcome: .noAnswer, talk: 40))
        try operation.place(.init(outcome: .interested, talk: 60))
        try operation.place(.init(talk: nil, hasEnded: false))
        let lines = try operation.ask(ListResults(), as: "auditor").rows
        #expect(
            lines.map(\.verdict) == ["not_reached_after_talk", "consistent", "unrecorded"]
        )
        #expect(lines.map(\.talkSeconds) == [40, 60, 0])
        #expect(lines.map(\.versions) == [1, 1, 0])
        #expect(lines[0].endCause == "normal" && lines[0].endedBy == "customer")
        #expect(lines[2].endedAt == nil)
    }

    @Test("C4.4 结果只含脱敏客户 · customers are masked", arguments: TestEngine.available)
    func masked(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        let page = try operation.ask(ListResults(), as: "manager")
        let text = String(
            decoding: try JSON.encode(page, language: .chinese)
                + page.page.render(Rendering(language: .chinese)),
            as: UTF8.self,
        )
        #expect(!text.contains("1541000000") && !text.contains("小明"))
        #expect(!text.contains("钱二") && !text.contains("0002 0004"))
        #expect(text.contains("HX-1"))
    }

    @Test("C2.1 结果带回行方客户编号 · results carry the bank's own number of a customer")
    func customerNumber() throws {
        let operation = try worked(.sqlite)
        let vault = operation.environment.vault
        let leads = try operation.ask(ListResults(), as: "manager").rows.map(\.lead)
        for (lead, number) in zip(leads, ["K00000001", "110101199001010010", "15400000001"]) {
            let sealed = vault.seal(number, as: .leadNumber)
            try operation.database.write {
                try $0.execute("UPDATE lead SET number_sealed = \(sealed) WHERE id = \(lead)")
            }
        }
        let page = try operation.ask(ListResults(), as: "manager")
        #expect(
            page.rows.prefix(3).map(\.customerNumber) == [
                "K00000001", "110***********0010", "154****0001",
            ]
        )
        let file = try operation.ask(ResultsFile(), as: "manager")
        let text = String(decoding: try operation.bytes(file), as: UTF8.self)
        #expect(text.contains(",verdict,customer_number\r\n"))
        #expect(text.contains(",K00000001\r\n"))
    }

    @Test("C2.1 按任务取结果 · results of one task", arguments: TestEngine.available)
    func byTask(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        let fields = ["campaign": "\(operation.tasks[1])", "day": operation.day.description]
        let page = try operation.ask(ListResults(), as: "manager", fields)
        #expect(page.rows.map(\.call) == [4])
        #expect(page.rows.map(\.coreReference) == ["HX-2"])
    }

    @Test("按日取结果，各供应商都在内 · a day's results, of every vendor", arguments: TestEngine.available)
    func byDay(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        let calls = { (day: BusinessDay) throws in
            try operation.ask(ListResults(), as: "manager", ["day": day.description])
                .rows.map(\.call)
        }
        #expect(try calls(operation.day) == Array(1...7))
        #expect(try calls(operation.day.next).isEmpty)
        let empty = try operation.ask(
            ResultsFile(),
            as: "manager",
            ["day": operation.day.next.description],
        )
        let text = String(decoding: try operation.bytes(empty), as: UTF8.self)
        #expect(text.split(separator: "\r\n").count == 1)
    }

    @Test("结果文件不含公式且已脱敏 · the file has no formulas and is masked", arguments: TestEngine.available)
    func file(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        try operation.change("UPDATE campaign SET core_reference = '=cmd|A1' WHERE id = 1")
        let download = try operation.ask(ResultsFile(), as: "auditor")
        let text = String(decoding: try operation.bytes(download), as: UTF8.self)
        let lines = text.split(separator: "\r\n")
        #expect(lines.count == 8)
        #expect(lines[0].contains("core_reference,lead,customer"))
        #expect(lines[1].contains(",'=cmd|A1,"))
        #expect(!text.contains("1541000000") && !text.contains("小明"))
        #expect(throws: RequestRefusal.notPermitted) {
            try operation.ask(ResultsFile(), as: "supervisor")
        }
    }

    @Test("C4.4 查看结果记入审计 · taking results is noted for the audit log")
    func views() throws {
        let operation = try worked(.sqlite)
        let context = { (transaction: Transaction?) in
            Context(
                viewer: operation.person("manager"),
                now: operation.now,
                wallNow: operation.now,
                language: .chinese,
                environment: operation.environment,
                peer: "",
                transaction: transaction,
            )
        }
        let listed = try operation.database.read { transaction in
            let context = context(transaction)
            _ = try ListResults().answer(ResultsInput(Form(["limit": ["3"]])), context)
            return context.views.map(\.kind)
        }
        #expect(listed == ["lead", "lead", "lead"])
        let filed = context(nil)
        _ = try ResultsFile().answer(ResultsInput(Form([:])), filed)
        #expect(filed.views.map(\.kind) == ["results"])
    }
}
