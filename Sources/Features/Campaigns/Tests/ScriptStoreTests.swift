import Access
import Kernel
import TestSupport
import Testing

@testable import Campaigns

@Suite struct ScriptStoreTests {
    @Test(
        "C4.12 话术版本由他人批准后可用 · a version is approved by someone else",
        arguments: TestEngine.available
    )
    func approval(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let writer = try Stage.viewer(.bankManager, 10)
        let body = try ScriptText.parse(Sample.script)
        try stage.database.write { transaction in
            let store = ScriptStore(transaction)
            let id = try store.add(name: "话术甲", body, by: writer, at: stage.now)
            let draft = try store.version(id, visibleTo: writer)
            #expect(draft.body == body && draft.number == 1 && draft.state == .draft)
            #expect(throws: OwnRequest.own) {
                try store.approve(draft, by: ID(10), at: stage.now)
            }
            try store.approve(draft, by: ID(11), at: stage.now)
            let approved = try store.version(id, visibleTo: writer)
            #expect(approved.state == .approved && approved.approvedBy == ID(11))
            #expect(approved.approvedAt == stage.now)
            #expect(throws: ScriptRefusal.alreadyApproved) {
                try store.approve(approved, by: ID(11), at: stage.now)
            }
            #expect(try store.approved(visibleTo: writer).map(\.id) == [id])
        }
    }

    @Test(
        "C4.12 未通过检查的话术不能批准 · wording that breaks rules is not approved",
        arguments: TestEngine.available
    )
    func findings(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let writer = try Stage.viewer(.bankManager, 10)
        let text = Sample.script.replacing("您可以", with: "秒到账，您可以")
        try stage.database.write { transaction in
            let store = ScriptStore(transaction)
            let body = try ScriptText.parse(text)
            let id = try store.add(name: "话术乙", body, by: writer, at: stage.now)
            let draft = try store.version(id, visibleTo: writer)
            let error = #expect(throws: ScriptRefusal.self) {
                try store.approve(draft, by: ID(11), at: stage.now)
            }
            #expect(error?.code == "scripts.findings")
            #expect(error?.message.chinese.contains("秒到账") == true)
        }
    }

    @Test(
        "C4.12 供应商可提新版本，看不到别家的草稿 · a vendor proposes, unseen by other vendors",
        arguments: TestEngine.available
    )
    func proposals(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let bank = try Stage.viewer(.bankManager, 10)
        let vendor = try Stage.viewer(.supervisor, 20)
        let other = try Stage.viewer(.supervisor, 21, of: Stage.otherVendor)
        let first = try stage.approvedScript()
        try stage.database.write { transaction in
            let store = ScriptStore(transaction)
            let script = try store.version(first, visibleTo: vendor).script
            let body = try ScriptText.parse(Sample.script)
            let second = try store.addVersion(of: script, body, by: vendor, at: stage.now)
            #expect(try store.versions(of: script, visibleTo: vendor).map(\.number) == [2, 1])
            #expect(try store.versions(of: script, visibleTo: other).map(\.number) == [1])
            #expect(throws: NotFound.self) { try store.version(second, visibleTo: other) }
            #expect(try store.version(second, visibleTo: bank).vendor == Stage.vendor)
            let own = try store.add(name: "供应商话术", body, by: vendor, at: stage.now)
            #expect(try store.list(visibleTo: vendor).map(\.name) == ["小微快贷话术", "供应商话术"])
            #expect(try store.list(visibleTo: other).map(\.name) == ["小微快贷话术"])
            #expect(try store.list(visibleTo: .anonymous) == [])
            let ownScript = try store.version(own, visibleTo: bank).script
            #expect(throws: NotFound.self) {
                try store.addVersion(of: ownScript, body, by: other, at: stage.now)
            }
            let summary = try #require(try store.list(visibleTo: bank).first)
            #expect(summary.newest == 2 && summary.newestApproved == 1)
        }
    }

    @Test(
        "C4.12 任务仍在使用的话术不能停用 · a version in use is not retired",
        arguments: TestEngine.available
    )
    func retirement(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let bank = try Stage.viewer(.bankManager, 10)
        let id = try stage.approvedScript()
        let campaign = try stage.running("HX-1", script: id)
        try stage.database.write { transaction in
            let store = ScriptStore(transaction)
            let version = try store.version(id, visibleTo: bank)
            #expect(throws: ScriptRefusal.inUse(campaign)) { try store.retire(version) }
            let campaigns = CampaignStore(transaction)
            var task = try campaigns.find(campaign, visibleTo: bank, toChange: true)
            try task.move(.close, on: stage.now.day)
            try campaigns.save(task, after: .close, by: ID(10), at: stage.now)
            try store.retire(version)
            #expect(try store.version(id, visibleTo: bank).state == .retired)
        }
    }

    @Test("话术名称不能重复 · a name is taken once", arguments: TestEngine.available)
    func name(engine: TestEngine) throws {
        let stage = try Stage(engine)
        _ = try stage.approvedScript("同名")
        #expect(throws: InvalidInput.self) { try stage.approvedScript("同名") }
    }
}
