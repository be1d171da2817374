import Access
import Database
import Kernel
import TestSupport

@testable import Campaigns

/// A database with two branches, two vendors and people of each side.
struct Stage {
    let database: TemporaryDatabase
    let institution: ID<Institution>
    let now = BusinessDay(2026, 3, 31).at(TimeOfDay(10, 0))

    static let bank = ID<Organisation>(1)
    static let vendor = ID<Organisation>(2)
    static let otherVendor = ID<Organisation>(3)

    init(_ engine: TestEngine) throws {
        database = try engine.database(CampaignsSchema.migrations)
        institution = try database.write { transaction in
            let store = InstitutionStore(transaction)
            try store.save(
                Institution(name: "城东支行", region: .zhejiang, seats: 2, dailyVolume: 400)
            )
            return try store.save(
                Institution(name: "城西支行", region: nil, seats: 4, dailyVolume: 800)
            )
        }
    }

    static func viewer(
        _ role: Role,
        _ account: Int64,
        of organisation: ID<Organisation>? = nil,
    ) throws -> Viewer {
        Viewer(
            account: ID(account),
            organisation: organisation ?? (role.side == .bank ? bank : vendor),
            roles: try Roles([role]),
            name: "甲",
            staffNumber: "",
        )
    }

    /// A version of the sample script, approved by another bank manager than its writer.
    func approvedScript(_ name: String = "小微快贷话术") throws -> ID<ScriptVersion> {
        let writer = try Self.viewer(.bankManager, 10)
        return try database.write { transaction in
            let store = ScriptStore(transaction)
            let body = try ScriptText.parse(Sample.script)
            let id = try store.add(name: name, body, by: writer, at: now)
            let version = try store.version(id, visibleTo: writer)
            try store.approve(version, by: ID(11), at: now)
            return id
        }
    }

    /// A task that runs.
    func running(
        _ reference: String,
        vendor: ID<Organisation> = Stage.vendor,
        script: ID<ScriptVersion>,
        change: (inout CampaignDetails) -> Void = { _ in },
    ) throws -> ID<Campaign> {
        var details = Sample.details(
            reference: reference,
            institution: institution,
            vendor: vendor,
            script: script,
        )
        change(&details)
        let viewer = try Self.viewer(.bankManager, 10)
        return try database.write { transaction in
            let store = CampaignStore(transaction)
            let (id, _) = try store.add(details, by: ID(10), at: now)
            var campaign = try store.find(id, visibleTo: viewer)
            try campaign.approve(by: ID(11), script: .approved, on: now.day)
            try store.save(campaign, after: .approve, by: ID(11), at: now)
            try campaign.move(.start, on: now.day)
            try store.save(campaign, after: .start, by: ID(11), at: now)
            return id
        }
    }
}
