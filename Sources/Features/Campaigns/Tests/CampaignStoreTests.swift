import Access
import Database
import Kernel
import TestSupport
import Testing

@testable import Campaigns

@Suite struct CampaignStoreTests {
    @Test(
        "C2.1 任务存取一致，每步留痕 · a task survives the store, each step is kept",
        arguments: TestEngine.available
    )
    func roundTrip(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let script = try stage.approvedScript()
        let id = try stage.running("HX-1", script: script) {
            $0.recycling = [.busy: 30, .noAnswer: 1_440]
            $0.callerID = "95533"
        }
        let viewer = try Stage.viewer(.bankManager, 10)
        try stage.database.read { transaction in
            let store = CampaignStore(transaction)
            let campaign = try store.find(id, visibleTo: viewer)
            #expect(campaign.state == .running)
            #expect(campaign.details.recycling == [.busy: 30, .noAnswer: 1_440])
            #expect(campaign.details.hours == .standard)
            #expect(campaign.details.callerID == "95533")
            #expect(campaign.details.scriptVersion == script)
            let steps = try store.steps(of: campaign)
            #expect(steps.map(\.step) == [.created, .approved, .started])
            #expect(steps.map(\.account) == [ID(10), ID(11), ID(11)])
            #expect(steps.allSatisfy { $0.at == stage.now })
        }
        #expect(throws: DatabaseError.self) {
            try stage.database.write { try $0.execute("DELETE FROM campaign_step") }
        }
    }

    @Test(
        "C2.1 核心系统重复发送同一任务只建一次 · the core system's repeat makes no second task",
        arguments: TestEngine.available
    )
    func repeated(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let details = Sample.details(institution: stage.institution, script: nil)
        let first = try stage.database.write {
            try CampaignStore($0).add(details, by: ID(10), at: stage.now)
        }
        let again = try stage.database.write {
            try CampaignStore($0).add(details, by: ID(12), at: stage.now + .hours(1))
        }
        #expect(first.isNew && !again.isNew && first.id == again.id)
        var other = details
        other.product = "另一产品"
        #expect(throws: CampaignRefusal.referenceTaken(first.id)) {
            try stage.database.write {
                try CampaignStore($0).add(other, by: ID(10), at: stage.now)
            }
        }
        let viewer = try Stage.viewer(.bankManager, 10)
        let count = try stage.database.read {
            try CampaignStore($0).list(visibleTo: viewer, limit: 10).count
        }
        #expect(count == 1)
    }

    @Test(
        "C2.1 编辑后重复发送仍视为同一任务 · an edited draft still answers to what was sent",
        arguments: TestEngine.available
    )
    func edited(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let viewer = try Stage.viewer(.bankManager, 10)
        let details = Sample.details(institution: stage.institution, script: nil)
        try stage.database.write { transaction in
            let store = CampaignStore(transaction)
            let (id, _) = try store.add(details, by: ID(10), at: stage.now)
            let (other, _) = try store.add(
                Sample.details(reference: "HX-2", institution: stage.institution, script: nil),
                by: ID(10),
                at: stage.now,
            )
            var campaign = try store.find(id, visibleTo: viewer, toChange: true)
            var changed = details
            changed.priority = 90
            changed.recycling = [.busy: 10]
            try campaign.edit(changed)
            try store.save(campaign, after: .edit, by: ID(10), at: stage.now)
            #expect(try store.find(id, visibleTo: viewer).details == changed)
            #expect(try store.add(details, by: ID(10), at: stage.now).isNew == false)
            changed.coreReference = "HX-2"
            try campaign.edit(changed)
            #expect(throws: CampaignRefusal.referenceTaken(other)) {
                try store.save(campaign, after: .edit, by: ID(10), at: stage.now)
            }
        }
    }

    @Test(
        "其他供应商的任务不存在 · another vendor's task is not found",
        arguments: TestEngine.available
    )
    func visibility(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let script = try stage.approvedScript()
        let mine = try stage.running("HX-1", script: script)
        let theirs = try stage.running("HX-2", vendor: Stage.otherVendor, script: script)
        try stage.database.read { transaction in
            let store = CampaignStore(transaction)
            let supervisor = try Stage.viewer(.supervisor, 20)
            #expect(try store.find(mine, visibleTo: supervisor).id == mine)
            #expect(throws: NotFound.self) { try store.find(theirs, visibleTo: supervisor) }
            #expect(throws: NotFound.self) { try store.find(mine, visibleTo: .anonymous) }
            #expect(try store.list(visibleTo: supervisor, limit: 10).map(\.id) == [mine])
            #expect(try store.list(visibleTo: .anonymous, limit: 10) == [])
            let auditor = try Stage.viewer(.auditor, 30)
            #expect(try store.list(visibleTo: auditor, limit: 10).map(\.id) == [theirs, mine])
        }
    }

    @Test(
        "列表按键翻页并可筛选 · the list goes on by key and filters",
        arguments: TestEngine.available
    )
    func list(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let viewer = try Stage.viewer(.bankManager, 10)
        try stage.database.write { transaction in
            let store = CampaignStore(transaction)
            for number in 1...5 {
                var details = Sample.details(
                    reference: "HX-\(number)",
                    institution: stage.institution,
                    script: nil,
                )
                details.product = number == 3 ? "抵押快贷" : "小微快贷"
                _ = try store.add(details, by: ID(10), at: stage.now)
            }
        }
        try stage.database.read { transaction in
            let store = CampaignStore(transaction)
            let first = try store.list(visibleTo: viewer, limit: 2)
            #expect(first.map(\.details.coreReference) == ["HX-5", "HX-4"])
            let second = try store.list(
                visibleTo: viewer,
                before: try #require(first.last).id.rawValue,
                limit: 2,
            )
            #expect(second.map(\.details.coreReference) == ["HX-3", "HX-2"])
            var filter = CampaignStore.Filter()
            filter.product = "抵押快贷"
            #expect(try store.list(filter, visibleTo: viewer, limit: 9).count == 1)
            filter.state = .running
            #expect(try store.list(filter, visibleTo: viewer, limit: 9) == [])
            filter = CampaignStore.Filter()
            filter.institution = stage.institution
            #expect(try store.list(filter, visibleTo: viewer, limit: 9).count == 5)
            #expect(try Set(store.products(visibleTo: viewer)) == ["抵押快贷", "小微快贷"])
        }
    }

    @Test(
        "C2.1 只派发进行中且在期限内的任务，优先级高者先 · running tasks in their order",
        arguments: TestEngine.available
    )
    func running(engine: TestEngine) throws {
        let stage = try Stage(engine)
        let script = try stage.approvedScript()
        let low = try stage.running("HX-1", script: script) { $0.priority = 10 }
        let high = try stage.running("HX-2", script: script) {
            $0.priority = 90
            $0.recycling = [.busy: 30]
        }
        _ = try stage.running("HX-3", vendor: Stage.otherVendor, script: script)
        _ = try stage.running("HX-4", script: script) { $0.startsOn = stage.now.day.next }
        try stage.database.write { transaction in
            _ = try CampaignStore(transaction).add(
                Sample.details(reference: "HX-5", institution: stage.institution, script: script),
                by: ID(10),
                at: stage.now,
            )
            try InstitutionStore(transaction).setHours(CallHours("10:00-11:00"), in: .zhejiang)
        }
        try stage.database.read { transaction in
            let store = CampaignStore(transaction)
            let rules = try store.running(vendor: Stage.vendor, on: stage.now.day)
            #expect(rules.map(\.campaign) == [high, low])
            #expect(rules[0].recycling.minutes == [.busy: 30])
            #expect(rules[1].recycling.minutes == CampaignDetails.defaultRecycling)
            #expect(rules[0].institutionDailyVolume == 800)
            #expect(rules[0].regionHours.hours(in: .zhejiang) == (try CallHours("10:00-11:00")))
            #expect(rules[0].regionHours.hours(in: .jiangsu) == nil)
            #expect(try store.callRules(high) == rules[0])
            #expect(try store.callRules(ID(999)) == nil)
        }
    }
}

@Suite struct InstitutionStoreTests {
    @Test(
        "C5.3 席位与日外呼量按使用机构分配 · seats and volume are allotted to branches",
        arguments: TestEngine.available
    )
    func allotment(engine: TestEngine) throws {
        let stage = try Stage(engine)
        try stage.database.write { transaction in
            let store = InstitutionStore(transaction)
            let changed = try Institution(
                id: stage.institution,
                name: "城西支行",
                region: .jiangsu,
                seats: 3,
                dailyVolume: 600,
            )
            try store.save(changed)
            #expect(try store.find(stage.institution) == changed)
            #expect(try store.list().map(\.name) == ["城东支行", "城西支行"])
            #expect(throws: NotFound.self) { try store.find(ID(99)) }
            #expect(throws: InvalidInput.self) {
                try store.save(
                    Institution(name: "城东支行", region: nil, seats: 1, dailyVolume: 1)
                )
            }
        }
    }

    @Test("C5.3 日外呼量不超过席位乘以200 · no more volume than 200 for each seat")
    func volume() throws {
        #expect(throws: InvalidInput.self) {
            try Institution(name: "支行", region: nil, seats: 2, dailyVolume: 401)
        }
        _ = try Institution(name: "支行", region: nil, seats: 2, dailyVolume: 400)
    }

    @Test(
        "各省时段可设可撤 · a province's hours are set and lifted",
        arguments: TestEngine.available
    )
    func regions(engine: TestEngine) throws {
        let stage = try Stage(engine)
        try stage.database.write { transaction in
            let store = InstitutionStore(transaction)
            try store.setHours(CallHours("09:00-12:00"), in: .zhejiang)
            try store.setHours(CallHours("10:00-12:00"), in: .zhejiang)
            #expect(try store.regionHours() == [.zhejiang: try CallHours("10:00-12:00")])
            try store.setHours(nil, in: .zhejiang)
            #expect(try store.regionHours() == [:])
        }
    }
}
