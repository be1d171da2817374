import Access
import Accounts
import Calendar
import Campaigns
import Database
import Kernel
import TestSupport
import Vault

@testable import Leads

/// Tasks, leads and agents on a throwaway database, for the hand-out.
final class HandOutDesk: Sendable {
    /// The vendor whose agents call, and one whose agents see nothing of it.
    static let vendor = ID<Organisation>(2)
    static let otherVendor = ID<Organisation>(3)
    /// Wednesday 6 May 2026, 10:00: a working day within the hours.
    static let morning = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))

    let database: TemporaryDatabase
    let vault: Vault
    let handOut: HandOut
    let institution: ID<Institution>

    init(_ engine: TestEngine = .sqlite, volume: Int = 10_000) throws {
        database = try engine.database(CampaignsSchema.migrations + LeadsSchema.migrations)
        vault = Vault(masterKeys: [MasterKey(random: SeededRandom(1))])
        handOut = HandOut(vault: vault, calendar: WorkingCalendar())
        institution = try database.write { transaction in
            try InstitutionStore(transaction).save(
                Institution(name: "城西支行", region: nil, seats: 100, dailyVolume: volume)
            )
        }
    }

    /// An agent of the vendor.
    static func agent(
        _ account: Int64 = 10,
        of organisation: ID<Organisation> = vendor,
    ) throws -> Viewer {
        Viewer(
            account: ID(account),
            organisation: organisation,
            roles: try Roles([.agent]),
            name: "甲",
            staffNumber: "",
        )
    }

    /// A task that runs from 6 April to 30 September 2026.
    @discardableResult
    func task(
        _ reference: String = "HX-1",
        priority: Int = 50,
        attemptsPerDay: Int = CallLimits.attemptsPerDay,
        attemptsTotal: Int = CallLimits.attemptsTotal,
    ) throws -> ID<Campaign> {
        var details = CampaignDetails(
            coreReference: reference,
            name: "春季小微贷",
            product: "小微快贷",
            institution: institution,
            vendor: Self.vendor,
            startsOn: BusinessDay(2026, 4, 6),
            endsOn: BusinessDay(2026, 9, 30),
        )
        details.priority = priority
        details.attemptsPerDay = attemptsPerDay
        details.attemptsTotal = attemptsTotal
        let complete = details
        return try database.write { transaction in
            let id = try CampaignStore(transaction).add(complete, by: ID(1), at: Self.morning).id
            try transaction.execute("UPDATE campaign SET state = 'running' WHERE id = \(id)")
            return id
        }
    }

    /// A lead of a task; customer 7 has the number 15400000007.
    @discardableResult
    func lead(
        _ customer: Int = 1,
        in campaign: ID<Campaign>,
        region: String = "",
        priority: Int = 0,
    ) throws -> ID<Lead> {
        let viewer = try Self.agent()
        let id = try database.write { transaction in
            let record = try CampaignStore(transaction).find(campaign, visibleTo: viewer)
            let lead = LeadStore.NewLead(
                name: "张三",
                phone: try number(customer),
                attributes: [:],
                region: region,
                priority: priority,
            )
            return try LeadStore(transaction, vault: vault).add(lead, to: record, at: Self.morning)
        }
        guard let id else { preconditionFailure("The task has the customer already.") }
        return id
    }

    /// A customer's number.
    func number(_ customer: Int) throws -> PhoneNumber {
        try PhoneNumber("\(15_400_000_000 + customer)")
    }

    /// A customer's blind index.
    func key(_ customer: Int) throws -> Int64 { vault.customerKey(try number(customer)) }

    func next(_ agent: Viewer, at now: Moment = morning) throws -> HandOut.Answer {
        try database.write { try handOut.next(for: agent, now: now, in: $0) }
    }

    /// The next lead, which must be there.
    func held(_ agent: Viewer, at now: Moment = morning) throws -> HeldLead {
        switch try next(agent, at: now) {
        case .held(let held): return held
        case .refused(let refusal): throw refusal
        }
    }

    func take(
        _ lead: ID<Lead>,
        _ kind: HandOutKind = .redial,
        _ agent: Viewer,
        at now: Moment = morning,
    ) throws -> HeldLead {
        try database.write { try handOut.take(lead, kind: kind, for: agent, now: now, in: $0) }
    }

    @discardableResult
    func dial(_ held: HeldLead, _ agent: Viewer, at now: Moment = morning) throws -> DialPermit {
        try database.write {
            try handOut.authoriseDial(held.handOut, by: agent, now: now, in: $0)
        }
    }

    func giveBack(_ held: HeldLead, _ agent: Viewer, at now: Moment = morning) throws {
        try database.write {
            try handOut.giveBack(held.handOut, ofAgent: agent.account, now: now, in: $0)
        }
    }

    func finish(
        _ held: HeldLead,
        _ outcome: Outcome,
        callbackAt: Moment? = nil,
        at now: Moment = morning,
    ) throws {
        try database.write {
            try handOut.finish(
                held.handOut,
                outcome: outcome,
                callbackAt: callbackAt,
                now: now,
                in: $0,
            )
        }
    }

    /// Calls a lead of nobody's and records that nobody answered.
    func call(_ lead: ID<Lead>, at now: Moment = morning) throws {
        let agent = try Self.agent()
        let held = try take(lead, .redial, agent, at: now)
        try dial(held, agent, at: now)
        try finish(held, .noAnswer, at: now)
    }

    /// Promises the customer of a lead to call back at a moment, or throws why not.
    func promise(_ lead: ID<Lead>, at moment: Moment, now: Moment = morning) throws {
        try database.write {
            try handOut.checkCallback(
                at: moment,
                lead: lead,
                vendor: Self.vendor,
                now: now,
                in: $0,
            )
        }
    }

    func suppress(_ customer: Int, at now: Moment = morning) throws {
        let agent = try Self.agent()
        try database.write {
            try Suppression($0).add(
                try key(customer),
                reason: .strongRefusal,
                evidence: "通话中明确拒绝",
                by: agent,
                at: now,
            )
        }
    }

    /// Counts `calls` of an agent that were placed on a day.
    func placed(_ calls: Int, by agent: Viewer, on day: BusinessDay = morning.day) throws {
        try database.write {
            try $0.execute(
                """
                INSERT INTO agent_day(agent_id, day, dialled)
                VALUES (\(agent.account), \(day), \(calls))
                """
            )
        }
    }

    /// Where a lead stands: its state and why it is held back.
    func state(_ lead: ID<Lead>) throws -> String {
        try database.read { transaction in
            let row = try transaction.one("SELECT state, held_back FROM lead WHERE id = \(lead)")
            return try [row.text(0), row.optionalText("held_back")].compactMap { $0 }
                .joined(separator: " ")
        }
    }

    func change(_ sql: SQL) throws {
        try database.write { try $0.execute(sql) }
    }
}
