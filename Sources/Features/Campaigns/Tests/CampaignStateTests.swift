import Access
import Kernel
import Testing

@testable import Campaigns

@Suite struct CampaignStateTests {
    /// What each event makes of each state; nil where it is refused.
    private static let table: [CampaignState: [CampaignEvent: CampaignState]] = [
        .draft: [.edit: .draft, .approve: .approved, .changeScript: .draft, .close: .closed],
        .approved: [.start: .running, .changeScript: .approved, .close: .closed],
        .running: [.pause: .paused, .changeScript: .running, .close: .closed],
        .paused: [.resume: .running, .changeScript: .paused, .close: .closed],
        .closed: [:],
    ]

    @Test("C2.1 任务状态的每一种变化 · every pair of state and event", arguments: CampaignState.allCases)
    func pairs(state: CampaignState) {
        for event in CampaignEvent.allCases {
            let after: CampaignState?
            do { after = try state.after(event) } catch { after = nil }
            #expect(after == Self.table[state]?[event], "\(state) \(event)")
        }
    }

    @Test("C2.1 只有进行中的任务可以外呼 · only a running task is called")
    func calling() {
        #expect(CampaignState.allCases.filter(\.mayCall) == [.running])
        #expect(CampaignState.allCases.filter { !$0.mayImport } == [.closed])
    }

    @Test("C2.1 每个拒绝说明原因 · every refusal of the machine has its own reason")
    func reasons() {
        #expect(throws: CampaignRefusal.notApproved) { try CampaignState.draft.after(.start) }
        #expect(throws: CampaignRefusal.alreadyApproved) {
            try CampaignState.running.after(.approve)
        }
        #expect(throws: CampaignRefusal.notEditable) { try CampaignState.approved.after(.edit) }
        #expect(throws: CampaignRefusal.notStarted) { try CampaignState.approved.after(.pause) }
        #expect(throws: CampaignRefusal.alreadyRunning) { try CampaignState.running.after(.start) }
        #expect(throws: CampaignRefusal.startedBefore) { try CampaignState.paused.after(.start) }
        #expect(throws: CampaignRefusal.alreadyPaused) { try CampaignState.paused.after(.pause) }
        #expect(throws: CampaignRefusal.closed) { try CampaignState.closed.after(.close) }
    }
}

@Suite struct CampaignRecordTests {
    private let day = BusinessDay(2026, 3, 31)

    private func record(_ change: (inout CampaignDetails) -> Void = { _ in }) -> CampaignRecord {
        var details = Sample.details()
        change(&details)
        return CampaignRecord(
            id: ID(1),
            details: details,
            state: .draft,
            createdBy: ID(7),
            createdAt: day.start,
        )
    }

    @Test("C2.1 不得批准自己创建的任务 · nobody approves their own task")
    func ownRequest() throws {
        var task = record()
        #expect(throws: OwnRequest.own) {
            try task.approve(by: ID(7), script: .approved, on: day)
        }
        #expect(task.state == .draft)
        try task.approve(by: ID(8), script: .approved, on: day)
        #expect(task.state == .approved)
    }

    @Test("C4.12 没有已批准话术的任务不予批准 · no approval without approved wording")
    func script() {
        var without = record { $0.scriptVersion = nil }
        #expect(throws: CampaignRefusal.noScript) {
            try without.approve(by: ID(8), script: nil, on: day)
        }
        var task = record()
        for state in [ScriptState.draft, .retired] {
            #expect(throws: CampaignRefusal.scriptNotApproved) {
                try task.approve(by: ID(8), script: state, on: day)
            }
        }
    }

    @Test("C2.1 没有联系依据、期限已过的任务不予批准 · no basis or a past period, no approval")
    func basis() {
        var task = record { $0.consentBasis = "" }
        #expect(throws: CampaignRefusal.noConsentBasis) {
            try task.approve(by: ID(8), script: .approved, on: day)
        }
        var late = record { $0.endsOn = BusinessDay(2026, 3, 30) }
        #expect(throws: CampaignRefusal.periodOver(BusinessDay(2026, 3, 30))) {
            try late.approve(by: ID(8), script: .approved, on: day)
        }
    }

    @Test("C2.1 到期后不能启动或恢复，可以关闭 · past its period a task only closes")
    func over() throws {
        var task = record()
        try task.approve(by: ID(8), script: .approved, on: day)
        let after = task.details.endsOn.next
        #expect(throws: CampaignRefusal.periodOver(task.details.endsOn)) {
            try task.move(.start, on: after)
        }
        try task.move(.start, on: task.details.endsOn)
        try task.move(.pause, on: after)
        #expect(throws: CampaignRefusal.periodOver(task.details.endsOn)) {
            try task.move(.resume, on: after)
        }
        try task.move(.close, on: after)
        #expect(task.state == .closed)
    }

    @Test("C5.3 使用机构与供应商不能更换 · institution and vendor stay")
    func parties() throws {
        var task = record()
        var other = task.details
        other.institution = ID(99)
        #expect(throws: CampaignRefusal.partiesFixed) { try task.edit(other) }
        other = task.details
        other.vendor = ID(99)
        #expect(throws: CampaignRefusal.partiesFixed) { try task.edit(other) }
        other = task.details
        other.name = "另一名称"
        try task.edit(other)
        #expect(task.details.name == "另一名称")
    }

    @Test("C4.12 进行中可更换为另一已批准话术 · wording is adjusted while the task runs")
    func changeScript() throws {
        var task = record()
        try task.approve(by: ID(8), script: .approved, on: day)
        try task.move(.start, on: day)
        #expect(throws: CampaignRefusal.scriptNotApproved) {
            try task.changeScript(to: ID(5), script: .draft)
        }
        try task.changeScript(to: ID(5), script: .approved)
        #expect(task.details.scriptVersion == ID(5))
        #expect(task.state == .running)
    }
}
