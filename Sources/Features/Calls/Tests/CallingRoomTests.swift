import Access
import Accounts
import Database
import Kernel
import TestSupport
import Testing
import Web

@testable import Calls

@Suite("The calling room")
struct CallingRoomTests {
    private static let inside = "10.8.3.21"
    private static let outside = "10.9.0.1"

    /// What `viewer` gets from an endpoint that is asked for from `peer`.
    private func ask<E: Endpoint>(
        _ endpoint: E,
        _ fixture: Fixture,
        as viewer: Viewer,
        from peer: String,
        _ fields: [String: String] = [:],
    ) throws -> E.Output {
        guard E.permission.allows(viewer) else { throw RequestRefusal.notPermitted }
        let input = try E.Input(Form(fields.mapValues { [$0] }))
        func context(_ transaction: Transaction?) -> Context {
            Context(
                viewer: viewer,
                now: fixture.now,
                wallNow: fixture.now,
                language: .chinese,
                environment: fixture.environment,
                peer: peer,
                transaction: transaction,
            )
        }
        if E.access == .own { return try endpoint.answer(input, context(nil)) }
        return try fixture.database.write { try endpoint.answer(input, context($0)) }
    }

    /// A bank that has named its calling room, and its security officer.
    private func bound(_ engine: TestEngine) throws -> (Fixture, Viewer) {
        let fixture = try Fixture(engine, leads: 4)
        let officer = try fixture.hire("officer", .securityOfficer, 0)
        _ = try ask(
            SetCallingRoom(),
            fixture,
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
            try ask(OpenSeat(bench), fixture, as: agent, from: Self.outside)
        }
        #expect(throws: refusal) {
            try ask(TakeNextLead(bench), fixture, as: agent, from: Self.outside, holder)
        }
        #expect(throws: refusal) {
            try ask(TakeCallback(bench), fixture, as: agent, from: Self.outside, callback)
        }
        #expect(throws: refusal) {
            try ask(RedialCall(bench), fixture, as: agent, from: Self.outside, callback)
        }
        _ = try ask(TakeNextLead(bench), fixture, as: agent, from: Self.inside, holder)
        #expect(throws: refusal) {
            try ask(PlaceCall(bench), fixture, as: agent, from: Self.outside, holder)
        }
        #expect(try fixture.number("SELECT COUNT(*) FROM call") == 0)
        _ = try ask(PlaceCall(bench), fixture, as: agent, from: Self.inside, holder)
        #expect(try fixture.number("SELECT COUNT(*) FROM call") == 1)
    }

    @Test("C2.3 设定、变更、取消，均留记录 · every naming is kept", arguments: TestEngine.available)
    func decisions(_ engine: TestEngine) throws {
        let (fixture, officer) = try bound(engine)
        _ = try ask(
            SetCallingRoom(),
            fixture,
            as: officer,
            from: Self.outside,
            ["networks": "", "reason": "搬迁"],
        )
        // None is named: from anywhere.
        _ = try ask(OpenSeat(fixture.workbench), fixture, as: fixture.one, from: Self.outside)
        let view = try ask(ShowCallingRoom(), fixture, as: officer, from: Self.outside)
        #expect(view.networks.isEmpty)
        #expect(view.decisions.map(\.networks) == [[], ["10.8.3.0/24", "192.168.7.5"]])
        #expect(view.decisions.map(\.reason) == ["搬迁", "集中外呼场地验收"])
    }

    @Test("C2.3 只有安全管理员能设定 · only the security officer names it")
    func rights() throws {
        let (fixture, officer) = try bound(.sqlite)
        for viewer in [fixture.one, fixture.supervisor, try fixture.hire("boss", .bankManager, 0)] {
            #expect(throws: RequestRefusal.notPermitted) {
                try ask(
                    SetCallingRoom(),
                    fixture,
                    as: viewer,
                    from: Self.inside,
                    ["networks": "", "reason": "x"],
                )
            }
        }
        let wrong = ["networks": "10.8.3.0/24 会议室", "reason": "x"]
        #expect(throws: InvalidInput.self) {
            try ask(SetCallingRoom(), fixture, as: officer, from: Self.inside, wrong)
        }
    }
}
