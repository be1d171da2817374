import Access
import Accounts
import Calls
import Campaigns
import Database
import HTTPServer
import Kernel
import Leads
import Papers
import TestSupport
import Vault
import Web

@testable import Reports

/// Two vendors with a task each on a throwaway database, and calls put straight into the tables.
/// It is Wednesday 6 May 2026, 10:00.
final class Operation {
    let test: TestEnvironment
    private(set) var people: [String: Viewer] = [:]
    private(set) var organisations: [ID<Organisation>] = []
    private(set) var tasks: [ID<Campaign>] = []
    private var calls = 0

    var environment: Environment { test.environment }
    var database: any Database { environment.database }
    var now: Moment { test.time.now() }
    var day: BusinessDay { now.day }
    /// The first vendor, 甲外包.
    var first: ID<Organisation> { organisations[1] }
    /// The second vendor, 乙外包.
    var second: ID<Organisation> { organisations[2] }

    init(_ engine: TestEngine) throws {
        test = try TestEnvironment(
            engine,
            migrations: AccountsSchema.migrations + CampaignsSchema.migrations
                + LeadsSchema.migrations + CallsSchema.migrations
                + Papers.capability().migrations,
        )
        organisations = try database.write { transaction in
            let store = OrganisationStore(transaction)
            return [
                try store.add(side: .bank, name: "示例银行", at: now),
                try store.add(side: .vendor, name: "甲外包", at: now),
                try store.add(side: .vendor, name: "乙外包", at: now),
            ]
        }
        for (name, role, organisation) in [
            ("manager", Role.bankManager, 0), ("auditor", .auditor, 0), ("one", .agent, 1),
            ("two", .agent, 1), ("supervisor", .supervisor, 1), ("analyst", .analyst, 1),
            ("other", .agent, 2), ("stranger", .supervisor, 2),
        ] { try hire(name, role, organisation) }
        tasks = [try addTask("HX-1", of: first), try addTask("HX-2", of: second)]
    }

    func person(_ name: String) -> Viewer { people[name] ?? .anonymous }

    func hire(_ name: String, _ role: Role, _ organisation: Int) throws {
        let roles = try Roles([role])
        let id = try database.write { transaction in
            try AccountStore(transaction).add(
                AccountStore.NewAccount(
                    organisation: organisations[organisation],
                    signInName: name,
                    passwordHash: "",
                    roles: roles,
                    name: name,
                    staffNumber: "S-\(name)",
                    mustChangePassword: false,
                ),
                at: now,
            )
        }
        people[name] = Viewer(
            account: id,
            organisation: organisations[organisation],
            roles: roles,
            name: name,
            staffNumber: "",
        )
    }

    private func addTask(_ reference: String, of vendor: ID<Organisation>) throws -> ID<Campaign> {
        try database.write { transaction in
            let branch = try Institution(
                name: "支行\(reference)",
                region: nil,
                seats: 6,
                dailyVolume: 1_000,
            )
            let details = CampaignDetails(
                coreReference: reference,
                name: "任务\(reference)",
                product: "小微快贷",
                institution: try InstitutionStore(transaction).save(branch),
                vendor: vendor,
                startsOn: BusinessDay(2026, 5, 4),
                endsOn: BusinessDay(2026, 5, 29),
                attemptsPerDay: 5,
                attemptsTotal: 10,
                scriptVersion: nil,
                consentBasis: "营销同意",
            )
            let (id, _) = try CampaignStore(transaction).add(details, by: ID(900), at: now)
            return id
        }
    }

    /// Lets a vendor's task run.
    func start(_ task: Int) throws {
        try change("UPDATE campaign SET state = 'running' WHERE id = \(tasks[task])")
    }

    /// Customer `number` in a task, named by their number so that a search finds it.
    @discardableResult
    func addLead(_ number: Int, to task: Int) throws -> Int64 {
        let id = try database.write { transaction in
            try LeadStore(transaction, vault: environment.vault).add(
                LeadStore.NewLead(
                    name: "欧阳小明",
                    phone: try PhoneNumber("154\(10_000_000 + number)"),
                    attributes: ["紧急联系人": "钱二", "备注": "打154 0002 0004"],
                    region: "",
                ),
                to: try CampaignStore(transaction).find(tasks[task], visibleTo: person("manager")),
                at: now,
            )
        }
        return id?.rawValue ?? 0
    }

    /// A call as the tables hold it.
    struct Call {
        var agent = "one"
        var task = 0
        var outcome: Outcome?
        /// Seconds of conversation; nil when nobody answered.
        var talk: Int64?
        var hasEnded = true
        var cause = "normal"
        /// Minutes after 10:00.
        var minute: Int64 = 0
    }

    /// Puts a call into the tables, with its result and, for an interested customer, its count.
    @discardableResult
    func place(_ call: Call) throws -> Int64 {
        calls += 1
        let number = Int64(calls)
        let lead = try addLead(calls, to: call.task)
        let agent = person(call.agent)
        let dialled = now + .minutes(Int(call.minute))
        let answered = call.talk.map { _ in dialled + .seconds(10) }
        let ended = call.hasEnded ? dialled + .seconds(10 + Int(call.talk ?? 0)) : nil
        try change(
            """
            INSERT INTO call(handout_id, lead_id, campaign_id, institution_id, vendor_id, agent_id,
                customer_key, kind, day, dialled_at, answered_at, ended_at, end_cause, ended_by)
            VALUES (\(number), \(lead), \(tasks[call.task]), 1, \(agent.organisation),
                \(agent.account), \(number), 'next', \(day), \(dialled), \(answered), \(ended),
                \(call.hasEnded ? call.cause : nil), \(call.hasEnded ? "customer" : nil))
            """
        )
        guard let outcome = call.outcome else { return number }
        try change(
            """
            INSERT INTO outcome(call_id, version, code, recorded_by, recorded_at)
            VALUES (\(number), 1, \(outcome.rawValue), \(agent.account), \(now))
            """
        )
        if outcome == .interested {
            try change(
                """
                INSERT INTO interested_day(customer_key, day, call_id, agent_id, vendor_id,
                    campaign_id)
                VALUES (\(number), \(day), \(number), \(agent.account), \(agent.organisation),
                    \(tasks[call.task]))
                """
            )
        }
        return number
    }

    /// A stretch of seconds that an agent's seat spent in a state.
    func spend(_ agent: String, _ state: String, _ seconds: Int) throws {
        let person = person(agent)
        try change(
            """
            INSERT INTO seat_log(agent_id, vendor_id, day, state, from_at, to_at)
            VALUES (\(person.account), \(person.organisation), \(day), \(state), \(now),
                \(now + .seconds(seconds)))
            """
        )
    }

    /// Puts an agent's seat into a state that holds no customer.
    func seat(_ agent: String, _ state: String) throws {
        let person = person(agent)
        try change("DELETE FROM seat WHERE agent_id = \(person.account)")
        try change(
            """
            INSERT INTO seat(agent_id, vendor_id, state, mode, holder, since, last_seen_at)
            VALUES (\(person.account), \(person.organisation), \(state), 'preview', '', \(now),
                \(now))
            """
        )
    }

    func change(_ sql: SQL) throws {
        try database.write { _ = try $0.execute(sql) }
    }

    /// What `viewer` gets from an endpoint, with the right checked as the router does. What stands
    /// in the tables without having been counted is counted first.
    func ask<E: Endpoint>(
        _ endpoint: E,
        as name: String,
        _ fields: [String: String] = [:],
    ) throws -> E.Output {
        let viewer = person(name)
        guard E.permission.allows(viewer) else { throw RequestRefusal.notPermitted }
        let input = try E.Input(Form(fields.mapValues { [$0] }))
        _ = try CallRecount(database).runAll()
        func answer(_ transaction: Transaction?) throws -> E.Output {
            let context = Context(
                viewer: viewer,
                now: now,
                wallNow: now,
                language: .chinese,
                environment: environment,
                peer: "",
                transaction: transaction,
            )
            return try endpoint.answer(input, context)
        }
        return try E.access == .own ? answer(nil) : database.write(answer)
    }

    /// The bytes that a download sends.
    func bytes(_ download: Download) throws -> [UInt8] {
        let response = try download.response(
            AnswerContext(wantsJSON: false, changes: false, language: .chinese)
        )
        switch response.body {
        case .bytes(let bytes): return bytes
        case .source(let source): return source.collect() ?? []
        case .file, .events: return []
        }
    }
}
