import Access
import Accounts
import Campaigns
import Database
import Kernel
import Leads
import Telephony
import TestSupport
import Testing
import Vault
import Web

@testable import Calls

/// A small operation on a throwaway database: a bank, two vendors, a task that runs, leads, and a
/// line whose first customers react as wished. It begins on Wednesday 6 May 2026 at 10:00.
final class Fixture {
    let time: SimulatedTime
    let line: SimulatedLine
    let environment: Environment
    let workbench: Workbench
    private let institution: ID<Institution>
    private let script: ID<ScriptVersion>
    private let organisations: [ID<Organisation>]
    private(set) var people: [String: Viewer] = [:]
    private(set) var campaign = ID<Campaign>(0)
    private var holders: [ID<Account>: String] = [:]

    var database: any Database { environment.database }
    var now: Moment { time.now() }
    var one: Viewer { people["one"] ?? .anonymous }
    var two: Viewer { people["two"] ?? .anonymous }
    var manager: Viewer { people["manager"] ?? .anonymous }
    var supervisor: Viewer { people["supervisor"] ?? .anonymous }

    init(
        _ engine: TestEngine,
        leads: Int = 3,
        line reactions: [SimulatedCustomer.Reaction] = [.answers],
    ) throws {
        let test = try TestEnvironment(
            engine,
            migrations: AccountsSchema.migrations + CampaignsSchema.migrations
                + LeadsSchema.migrations + CallsSchema.migrations,
            seed: Self.seed(for: reactions),
        )
        (time, line, environment) = (test.time, test.line, test.environment)
        workbench = Workbench(environment)
        let log = LineLog(environment)
        line.setSink { event in
            do { try log.receive(event) } catch { Issue.record(error) }
        }
        let now = time.now()
        (organisations, institution, script) = try test.environment.database.write { transaction in
            let store = OrganisationStore(transaction)
            let organisations = [
                try store.add(side: .bank, name: "示例银行", at: now),
                try store.add(side: .vendor, name: "甲外包", at: now),
                try store.add(side: .vendor, name: "乙外包", at: now),
            ]
            let branch = try Institution(name: "城西支行", region: nil, seats: 6, dailyVolume: 1_000)
            return (
                organisations, try InstitutionStore(transaction).save(branch),
                try Self.addScript(transaction, now)
            )
        }
        try hire("manager", .bankManager, 0)
        try hire("supervisor", .supervisor, 1)
        try hire("one", .agent, 1)
        try hire("two", .agent, 1)
        try hire("stranger", .supervisor, 2)
        campaign = try addTask("HX-2026-0001")
        for number in 0..<leads { _ = try addLead(number, to: campaign) }
    }

    /// The line has the log, which has the line.
    deinit { line.setSink { _ in } }

    /// The first seed under which the line's first customers react like this, those who answer
    /// staying for a while.
    private static func seed(for reactions: [SimulatedCustomer.Reaction]) -> UInt64 {
        (1...100_000).first { seed in
            reactions.enumerated().allSatisfy { index, reaction in
                let customer = SimulatedCustomer(seed: seed, call: ID(Int64(index + 1)))
                return customer.reaction == reaction
                    && (reaction != .answers || customer.talk > .seconds(20))
            }
        } ?? 1
    }

    private static func addScript(
        _ transaction: Transaction,
        _ now: Moment,
    ) throws -> ID<ScriptVersion> {
        let body = try ScriptText.parse(
            """
            【开场】自我介绍
            您好，我是{机构}委托的外呼专员，工号{工号}，本次通话将会录音。
            → 是本人：征得同意

            【许可】征得同意
            占用您一分钟介绍一下我行的普惠贷款，可以吗？
            → 可以：小微快贷
            → 拒绝：礼貌结束

            【介绍】小微快贷
            年化综合融资成本为{年化成本}，具体额度和利率以审批为准。

            【结束】礼貌结束
            感谢接听，祝您生活愉快。

            """
        )
        let writer = Viewer(
            account: ID(900),
            organisation: ID(1),
            roles: try Roles([.bankManager]),
            name: "",
            staffNumber: "",
        )
        let store = ScriptStore(transaction)
        let id = try store.add(name: "话术", body, by: writer, at: now)
        try store.approve(try store.version(id, visibleTo: writer), by: ID(901), at: now)
        return id
    }

    @discardableResult
    func hire(_ name: String, _ role: Role, _ organisation: Int) throws -> Viewer {
        let roles = try Roles([role])
        let id = try database.write { transaction in
            try AccountStore(transaction).add(
                AccountStore.NewAccount(
                    organisation: organisations[organisation],
                    signInName: name,
                    passwordHash: "",
                    roles: roles,
                    name: name,
                    staffNumber: "",
                    mustChangePassword: false,
                ),
                at: now,
            )
        }
        let viewer = Viewer(
            account: id,
            organisation: organisations[organisation],
            roles: roles,
            name: name,
            staffNumber: "",
        )
        people[name] = viewer
        return viewer
    }

    // MARK: Tasks and leads

    /// A task that runs, with up to five calls to a customer on a day.
    func addTask(_ reference: String) throws -> ID<Campaign> {
        let details = CampaignDetails(
            coreReference: reference,
            name: "小微贷",
            product: "小微快贷",
            institution: institution,
            vendor: organisations[1],
            startsOn: BusinessDay(2026, 5, 4),
            endsOn: BusinessDay(2026, 5, 29),
            attemptsPerDay: 5,
            attemptsTotal: 10,
            scriptVersion: script,
            consentBasis: "营销同意",
        )
        return try database.write { transaction in
            let store = CampaignStore(transaction)
            let (id, _) = try store.add(details, by: ID(900), at: now)
            var campaign = try store.find(id, visibleTo: people["manager"] ?? .anonymous)
            try campaign.approve(by: ID(901), script: .approved, on: now.day)
            try store.save(campaign, after: .approve, by: ID(901), at: now)
            try campaign.move(.start, on: now.day)
            try store.save(campaign, after: .start, by: ID(901), at: now)
            return id
        }
    }

    /// Customer `number` in a task.
    func addLead(
        _ number: Int,
        to campaign: ID<Campaign>,
        attributes: [String: String] = ["行业": "零售"],
    ) throws -> ID<Lead>? {
        try database.write { transaction in
            let record = try CampaignStore(transaction)
                .find(campaign, visibleTo: people["manager"] ?? .anonymous)
            let lead = LeadStore.NewLead(
                name: "张三",
                phone: try PhoneNumber("154\(10_000_000 + number)"),
                attributes: attributes,
                region: "",
            )
            return try LeadStore(transaction, vault: environment.vault)
                .add(lead, to: record, at: now)
        }
    }

    func number(_ sql: SQL) throws -> Int {
        Int(try database.read { try $0.one(sql).int(0) })
    }

    func text(_ sql: SQL) throws -> String {
        try database.read { try $0.one(sql).text(0) }
    }

    func change(_ sql: SQL) throws {
        try database.write { _ = try $0.execute(sql) }
    }

    /// The same operation on a line that places no call and knows of none, as after a restart.
    var deadLine: Environment { environment(DeadLine()) }

    /// What a start finds whose line still carries `calls`.
    func restarted(carrying calls: Set<CallID>) -> Environment {
        environment(DeadLine(left: calls))
    }

    /// The same operation on another line.
    func environment(_ line: any Line) -> Environment {
        environment(line, database) { Issue.record("\($0)") }
    }

    /// The same operation on another way to its database.
    func on(
        _ database: any Database,
        report: @escaping @Sendable (String) -> Void = { Issue.record("\($0)") },
    ) -> Environment {
        environment(line, database, report)
    }

    private func environment(
        _ line: any Line,
        _ database: any Database,
        _ report: @escaping @Sendable (String) -> Void,
    ) -> Environment {
        Environment(
            time: time,
            wall: time,
            random: environment.random,
            line: line,
            database: database,
            vault: environment.vault,
            audit: environment.audit,
            calendar: environment.calendar,
            events: environment.events,
            dataFolder: "/nonexistent",
            report: report,
        )
    }

    // MARK: At the seat

    @discardableResult
    func open(
        _ agent: Viewer,
        under session: [UInt8]? = nil,
        takingOver: Bool = true,
    ) throws -> String {
        let seat = try database.write {
            try workbench.open(agent, under: session, takingOver: takingOver, at: now, in: $0)
        }
        holders[agent.account] = seat.holder
        return seat.holder
    }

    func act<Result>(
        _ agent: Viewer,
        _ body: (Viewer, String, Moment, Transaction) throws -> Result,
    ) throws -> Result {
        let holder = holders[agent.account] ?? ""
        return try database.write { try body(agent, holder, now, $0) }
    }

    func next(_ agent: Viewer) throws -> Workbench.Next {
        try act(agent) { try workbench.next($0, holder: $1, at: $2, in: $3) }
    }

    func dial(_ agent: Viewer) throws {
        _ = try act(agent) { try workbench.dial($0, holder: $1, at: $2, in: $3) }
    }

    func hangUp(_ agent: Viewer) throws {
        _ = try act(agent) { try workbench.hangUp($0, holder: $1, in: $3) }
    }

    func save(
        _ agent: Viewer,
        _ outcome: Outcome,
        _ fill: (inout OutcomeRecord.Draft) -> Void = { _ in },
    ) throws {
        var draft = OutcomeRecord.Draft()
        fill(&draft)
        let record = try OutcomeRecord(outcome, draft, now: now)
        _ = try act(agent) { try workbench.save(record, $0, holder: $1, at: $2, in: $3) }
    }

    func seat(_ agent: Viewer) throws -> SeatState {
        try database.read { try SeatStore($0).own(agent)?.state ?? .signedOut }
    }

    /// Lets the line go on until the agent's seat is in one of these states.
    func run(_ agent: Viewer, until wanted: SeatState.Code...) throws {
        for _ in 0..<200 {
            if wanted.contains(try seat(agent).code) { return }
            guard let due = line.nextDue else { break }
            if due > now { time.set(due) }
            line.runDue()
        }
        throw InvalidInput("state", L("坐席未到达", en: "The seat did not get there."))
    }

    /// From ready to wrapping up: the next lead, dialled, and the call over.
    func call(_ agent: Viewer) throws {
        guard case .seat = try next(agent) else { throw NotFound(L("客户", en: "lead")) }
        try dial(agent)
        try finishCall(agent)
    }

    /// From ready to wrapping up: an earlier call's customer once more.
    func redial(_ call: ID<PlacedCall>, _ agent: Viewer) throws {
        _ = try act(agent) { try workbench.redial(call, $0, holder: $1, at: $2, in: $3) }
        try dial(agent)
        try finishCall(agent)
    }

    /// Closes the first vendor's day.
    func closeDay() throws {
        try database.write {
            try OutcomeStore($0, vault: environment.vault)
                .close(now.day, of: one.organisation, by: supervisor, at: now)
        }
    }

    /// From dialled to wrapping up; a conversation long enough for a success.
    func finishCall(_ agent: Viewer, talk: Duration = .seconds(12)) throws {
        try run(agent, until: .talking, .wrappingUp)
        guard try seat(agent).code == .talking else { return }
        time.advance(by: talk)
        try hangUp(agent)
        try run(agent, until: .wrappingUp)
    }
}

/// A line that refuses every call, and carries only those that a former run left it.
struct DeadLine: Line {
    var left: Set<CallID> = []
    var isReal: Bool { false }
    func dial(_ request: DialRequest) throws { throw LineRefusal.noTrunk }
    func hangUp(_ call: CallID, for reason: HangUpReason) {}
    func sendDigits(_ digits: String, on call: CallID) throws {}
    func carries(_ call: CallID) -> Bool { left.contains(call) }
    func takeUp(_ calls: Set<CallID>) -> Set<CallID> { left.intersection(calls) }
    func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void) {}
}
