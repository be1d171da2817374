import Access
import Campaigns
import Database
import Kernel
import TestSupport
import Vault
import Web

@testable import Leads

/// Two running tasks of one vendor with the same customers, and agents to call them.
struct HandOutWorld {
    let test: TestEnvironment
    let handOut: HandOut
    let tasks: [ID<Campaign>]
    static let vendor = ID<Organisation>(2)

    init(
        _ engine: TestEngine = .sqlite,
        leads: Int,
        tasks count: Int = 1,
        attemptsPerDay: Int = 1,
        volume: Int = 100_000,
        at moment: Moment = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0)),
    ) throws {
        let world = try TestEnvironment(
            engine,
            migrations: CampaignsSchema.migrations + LeadsSchema.migrations,
            at: moment,
        )
        test = world
        handOut = HandOut(vault: world.environment.vault, calendar: world.environment.calendar)
        let bank = Viewer(
            account: ID(1),
            organisation: ID(1),
            roles: try Roles([.bankManager]),
            name: "",
            staffNumber: "",
        )
        tasks = try world.environment.database.write { transaction in
            let branch = try InstitutionStore(transaction).save(
                Institution(name: "支行", region: nil, seats: 500, dailyVolume: volume)
            )
            return try (1...count).map { number in
                let details = CampaignDetails(
                    coreReference: "T\(number)",
                    name: "任务\(number)",
                    product: "贷",
                    institution: branch,
                    vendor: Self.vendor,
                    startsOn: BusinessDay(2026, 1, 1),
                    endsOn: BusinessDay(2026, 12, 31),
                    attemptsPerDay: attemptsPerDay,
                    priority: 60 - number,
                )
                let id = try CampaignStore(transaction).add(details, by: ID(1), at: moment).id
                try transaction.execute("UPDATE campaign SET state = 'running' WHERE id = \(id)")
                let campaign = try CampaignStore(transaction).find(id, visibleTo: bank)
                let store = LeadStore(transaction, vault: world.environment.vault)
                for lead in 0..<leads {
                    _ = try store.add(try Self.lead(lead), to: campaign, at: moment)
                }
                return id
            }
        }
    }

    static func lead(_ number: Int, region: String = "") throws -> LeadStore.NewLead {
        LeadStore.NewLead(
            name: "客户\(number)",
            phone: try PhoneNumber("154" + String(10_000_000 + number)),
            attributes: [:],
            region: region,
        )
    }

    static func agent(_ number: Int64) throws -> Viewer {
        Viewer(
            account: ID(100 + number),
            organisation: vendor,
            roles: try Roles([.agent]),
            name: "",
            staffNumber: "",
        )
    }

    /// Asks for the next lead as one agent.
    func next(_ agent: Int64) throws -> HandOut.Answer {
        let viewer = try Self.agent(agent)
        return try test.environment.database.write {
            try handOut.next(for: viewer, now: test.time.now(), in: $0)
        }
    }

    /// The lead that an agent gets, or nil with a refusal.
    func held(_ agent: Int64) throws -> HeldLead? {
        if case .held(let lead) = try next(agent) { lead } else { nil }
    }

    /// Dials a held lead.
    @discardableResult
    func dial(_ lead: HeldLead, _ agent: Int64) throws -> DialPermit {
        let viewer = try Self.agent(agent)
        return try test.environment.database.write {
            try handOut.authoriseDial(lead.handOut, by: viewer, now: test.time.now(), in: $0)
        }
    }

    /// Ends a dialled hand-out.
    func finish(_ lead: HeldLead, _ outcome: Outcome) throws {
        try test.environment.database.write {
            try handOut.finish(
                lead.handOut,
                outcome: outcome,
                callbackAt: nil,
                now: test.time.now(),
                in: $0,
            )
        }
    }
}
