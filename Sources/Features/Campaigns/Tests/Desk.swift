import Access
import Accounts
import Calendar
import Database
import HTML
import Kernel
import Telephony
import TestSupport
import Vault
import Web

@testable import Campaigns

/// The actions on a throwaway database, asked for by people of each role.
final class Desk {
    let database: TemporaryDatabase
    let environment: Environment
    let time: SimulatedTime
    let bank: ID<Organisation>
    let vendor: ID<Organisation>
    let otherVendor: ID<Organisation>
    private(set) var accounts: [String: Viewer] = [:]

    init(_ engine: TestEngine = .sqlite) throws {
        database = try engine.database(
            AuditLog.migrations + Application.migrations + AccountsSchema.migrations
                + CampaignsSchema.migrations
        )
        time = SimulatedTime(at: BusinessDay(2026, 3, 31).at(TimeOfDay(10, 0)))
        let vault = Vault(masterKeys: [MasterKey(random: SeededRandom(1))])
        environment = Environment(
            time: time,
            wall: time,
            random: SeededRandom(2),
            line: SimulatedLine(seed: 3, time: time),
            database: database,
            vault: vault,
            audit: AuditLog(vault),
            calendar: WorkingCalendar(),
            events: EventHub(),
            dataFolder: "/nonexistent",
            report: { _ in },
        )
        let now = time.now()
        (bank, vendor, otherVendor) = try database.write { transaction in
            let store = OrganisationStore(transaction)
            return (
                try store.add(side: .bank, name: "示例银行", at: now),
                try store.add(side: .vendor, name: "甲外包", at: now),
                try store.add(side: .vendor, name: "乙外包", at: now)
            )
        }
        try hire("manager", .bankManager, bank)
        try hire("approver", .bankManager, bank)
        try hire("auditor", .auditor, bank)
        try hire("administrator", .systemAdministrator, bank)
        try hire("supervisor", .supervisor, vendor)
        try hire("stranger", .supervisor, otherVendor)
        try hire("agent", .agent, vendor)
    }

    private func hire(_ name: String, _ role: Role, _ organisation: ID<Organisation>) throws {
        let roles = try Roles([role])
        let id = try database.write { transaction in
            try AccountStore(transaction).add(
                AccountStore.NewAccount(
                    organisation: organisation,
                    signInName: name,
                    passwordHash: "",
                    roles: roles,
                    name: name,
                    staffNumber: "",
                    mustChangePassword: false,
                ),
                at: time.now(),
            )
        }
        accounts[name] = Viewer(
            account: id,
            organisation: organisation,
            roles: roles,
            name: name,
            staffNumber: "",
        )
    }

    func viewer(_ name: String) -> Viewer { accounts[name] ?? .anonymous }

    /// What `name` gets from an endpoint, with the right checked as the router does.
    func ask<E: Endpoint>(
        _ endpoint: E,
        as name: String,
        _ fields: [String: String] = [:],
    ) throws -> E.Output {
        let viewer = viewer(name)
        guard E.permission.allows(viewer) else { throw RequestRefusal.notPermitted }
        let input = try E.Input(Form(fields.mapValues { [$0] }))
        let answer = { [environment, time] (transaction: Transaction) in
            let context = Context(
                viewer: viewer,
                now: time.now(),
                wallNow: time.now(),
                language: .chinese,
                environment: environment,
                peer: "",
                transaction: transaction,
            )
            return try endpoint.answer(input, context)
        }
        return switch E.access {
        case .read: try database.read(answer)
        case .write, .own: try database.write(answer)
        }
    }

    /// A page as its reader gets it.
    func markup(_ resource: some Resource, _ language: Language = .chinese) -> String {
        String(
            decoding: resource.page.render(Rendering(language: language, csrfToken: "t")),
            as: UTF8.self,
        )
    }

    func json(_ resource: some Resource, _ language: Language = .chinese) throws -> String {
        String(decoding: try JSON.encode(resource, language: language), as: UTF8.self)
    }
}

extension Desk {
    /// A branch.
    func institution() throws -> String {
        let done = try ask(
            CreateInstitution(),
            as: "manager",
            ["name": "城西支行", "region": "zhejiang", "seats": "4", "daily_volume": "800"],
        )
        return String(done.id ?? 0)
    }

    /// A script version that the supervisor wrote and a bank manager approved.
    func script() throws -> String {
        let done = try ask(
            CreateScript(),
            as: "supervisor",
            ["name": "小微快贷话术", "body": Sample.script],
        )
        let id = String(done.id ?? 0)
        _ = try ask(ApproveScriptVersion(), as: "approver", ["id": id])
        return id
    }

    /// The fields of a task with everything that its approval needs.
    func fields(_ reference: String = "HX-1") throws -> [String: String] {
        [
            "core_reference": reference, "name": "春季小微贷", "product": "小微快贷",
            "institution_id": try institution(), "vendor_id": vendor.description,
            "starts_on": "2026-03-02", "ends_on": "2026-04-30",
            "script_version_id": try script(), "consent_basis": "营销同意",
        ]
    }

    /// A draft that the manager made.
    func draft() throws -> String {
        String(try ask(CreateCampaign(), as: "manager", try fields()).id)
    }
}
