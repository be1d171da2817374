import Access
import Accounts
import Database
import Kernel
import Records
import TestSupport
import Testing
import Web

@testable import Calls

@Suite("The calling room")
struct CallingRoomTests {
    private static let inside = "10.8.3.21"
    private static let outside = "10.9.0.1"

    /// A bank that has named its calling room, and its security officer.
    private func bound(_ engine: TestEngine) throws -> (Fixture, Viewer) {
        let fixture = try Fixture(engine, leads: 4)
        let officer = try fixture.hire("officer", .securityOfficer, 0)
        _ = try fixture.ask(
            DecideSetting<CallingRoomSetting>(),
            as: officer,
            from: Self.outside,
            ["networks": "10.8.3.0/24，192.168.7.5", "reason": "集中外呼场地验收"],
        )
        return (fixture, officer)
    }

    @Test(
        "C2.3 场地网络外，任何途径都不能作业 · from outside the calling room no path leads to a call",
        arguments: TestEngine.available
    )
    func outside(_ engine: TestEngine) throws {
        let (fixture, _) = try bound(engine)
        let (agent, bench) = (fixture.one, fixture.workbench)
        let refusal = CallingRoomRefusal.outside(Self.outside)
        let holder = ["holder": try fixture.open(agent)]
        let callback = holder.merging(["id": "1"]) { first, _ in first }
        #expect(throws: refusal) {
            try fixture.ask(OpenSeat(bench), as: agent, from: Self.outside)
        }
        #expect(throws: refusal) {
            try fixture.ask(TakeNextLead(bench), as: agent, from: Self.outside, holder)
        }
        #expect(throws: refusal) {
            try fixture.ask(TakeCallback(bench), as: agent, from: Self.outside, callback)
        }
        #expect(throws: refusal) {
            try fixture.ask(RedialCall(bench), as: agent, from: Self.outside, callback)
        }
        _ = try fixture.ask(TakeNextLead(bench), as: agent, from: Self.inside, holder)
        #expect(throws: refusal) {
            try fixture.ask(PlaceCall(bench), as: agent, from: Self.outside, holder)
        }
        #expect(try fixture.number("SELECT COUNT(*) FROM call") == 0)
        _ = try fixture.ask(PlaceCall(bench), as: agent, from: Self.inside, holder)
        #expect(try fixture.number("SELECT COUNT(*) FROM call") == 1)
    }

    @Test("C2.3 设定、变更、取消，均留记录 · every naming is kept", arguments: TestEngine.available)
    func decisions(_ engine: TestEngine) throws {
        let (fixture, officer) = try bound(engine)
        _ = try fixture.ask(
            DecideSetting<CallingRoomSetting>(),
            as: officer,
            from: Self.outside,
            ["networks": "", "reason": "搬迁"],
        )
        // None is named: from anywhere.
        _ = try fixture.ask(OpenSeat(fixture.workbench), as: fixture.one, from: Self.outside)
        let view = try fixture.ask(
            ShowSetting<CallingRoomSetting>(),
            as: officer,
            from: Self.outside
        )
        #expect(view.value.networks.isEmpty)
        #expect(
            view.decisions.map { $0.value.networks.map(\.description) } == [
                [], ["10.8.3.0/24", "192.168.7.5"],
            ]
        )
        #expect(view.decisions.map(\.reason) == ["搬迁", "集中外呼场地验收"])
    }

    @Test("C2.3 只有安全管理员能设定 · only the security officer names it")
    func rights() throws {
        let (fixture, officer) = try bound(.sqlite)
        for viewer in [fixture.one, fixture.supervisor, try fixture.hire("boss", .bankManager, 0)] {
            #expect(throws: RequestRefusal.notPermitted) {
                try fixture.ask(
                    DecideSetting<CallingRoomSetting>(),
                    as: viewer,
                    from: Self.inside,
                    ["networks": "", "reason": "x"],
                )
            }
        }
        let wrong = ["networks": "10.8.3.0/24 会议室", "reason": "x"]
        #expect(throws: InvalidInput.self) {
            try fixture.ask(
                DecideSetting<CallingRoomSetting>(),
                as: officer,
                from: Self.inside,
                wrong
            )
        }
    }
}
