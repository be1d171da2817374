internal import Access
internal import Accounts
internal import Campaigns
internal import Database
internal import FoundationEssentials
internal import Kernel
internal import Leads
internal import Sodium
internal import Vault
internal import Web

/// A sign-in of the demo.
package struct DemoAccount: Encodable, Sendable {
    /// The role's name in Chinese and English.
    package let role: String
    /// What to type as the sign-in name.
    package let name: String
    /// What to type as the password.
    package let password: String
}

/// Fills an empty database with a bank, a vendor, tasks and leads, all made up.
struct DemoSeed {
    let environment: Environment
    let passwords: PasswordHash
    private static let leadsPerTask = 3_000

    /// The simulated agents' sign-in names.
    static let simulatedAgents = (1...6).map { "agent0\($0)" }

    /// Makes everything. `publish` gets a sign-in for each role before anything is stored: a demo
    /// that nobody can sign in to is worse than none.
    func load(publish: ([DemoAccount]) throws -> Void) throws {
        let password = "demo-" + String(environment.random.next() % 900_000 + 100_000)
        let hash = try passwords.hash(password)
        try publish(
            Self.people.filter { !Self.simulatedAgents.contains($0.signIn) }.map { person in
                DemoAccount(
                    role: "\(person.role.name.chinese) \(person.role.name.english)",
                    name: person.signIn,
                    password: password,
                )
            }
        )
        try environment.database.write { transaction in
            try makeTasks(transaction, try makeAccounts(transaction, hash))
            try Facts(transaction).set("demo", "yes")
        }
    }

    /// Adds leads where there are none: at the first start, or after one that was cut short.
    func addLeadsIfMissing() throws {
        let isMissing = try environment.database.read {
            try $0.first("SELECT id FROM lead LIMIT 1") == nil
        }
        if isMissing { try addLeads() }
        try environment.database.write { try showColumns($0) }
    }

    /// Lets the demo's bank show the columns of made-up leads, and of the public data set, to agents.
    private func showColumns(_ transaction: Transaction) throws {
        let now = environment.time.now()
        let manager = try AccountStore(transaction).credentials(of: SignInName(typed: "bank"))?.0
        guard let manager else { return }
        let columns = AttributeColumns(transaction)
        for vendor in try OrganisationStore(transaction).vendors(visibleTo: Self.reader) {
            for rules in try CampaignStore(transaction).running(vendor: vendor.id, on: now.day)
            where try columns.list(of: rules.campaign).allSatisfy({ $0.decidedAt == nil }) {
                let titles = (DemoLead.titles + FromUCI.titles).filter {
                    AttributeTitle($0) != .personal
                }
                try columns.note(titles, of: rules.campaign)
                try columns.show(
                    Set(titles),
                    of: rules.campaign,
                    by: manager.id,
                    at: now,
                )
            }
        }
    }

    // MARK: People

    private struct Person {
        let signIn: String
        let name: String
        let number: String
        let role: Role
    }

    private static let people: [Person] =
        simulatedAgents.enumerated().map { index, name in
            Person(signIn: name, name: "演示坐席\(index + 1)", number: "A00\(index + 1)", role: .agent)
        } + [
            Person(signIn: "agent", name: "访客坐席", number: "A007", role: .agent),
            Person(signIn: "supervisor", name: "演示主管", number: "S001", role: .supervisor),
            Person(signIn: "inspector", name: "演示质检", number: "S002", role: .inspector),
            Person(signIn: "trainer", name: "演示培训", number: "S003", role: .trainer),
            Person(signIn: "analyst", name: "演示数据分析", number: "S004", role: .analyst),
            Person(signIn: "pm", name: "演示项目经理", number: "S005", role: .projectManager),
            Person(signIn: "bank", name: "演示行方经理甲", number: "", role: .bankManager),
            Person(signIn: "bank2", name: "演示行方经理乙", number: "", role: .bankManager),
            Person(signIn: "bankcheck", name: "演示监督检查", number: "", role: .bankInspector),
            Person(signIn: "security", name: "演示安全管理员", number: "", role: .securityOfficer),
            Person(signIn: "auditor", name: "演示审计员", number: "", role: .auditor),
            Person(signIn: "admin", name: "演示系统管理员", number: "", role: .systemAdministrator),
        ]

    private func makeAccounts(
        _ transaction: Transaction,
        _ hash: String,
    ) throws -> [String: Viewer] {
        let now = environment.time.now()
        let organisations = OrganisationStore(transaction)
        let bank = try organisations.add(side: .bank, name: "演示银行", at: now)
        let vendor = try organisations.add(side: .vendor, name: "演示外呼服务商", at: now)
        let store = AccountStore(transaction)
        var viewers: [String: Viewer] = [:]
        for person in Self.people {
            let roles = try Roles([person.role])
            let organisation = roles.side == .bank ? bank : vendor
            let id = try store.add(
                AccountStore.NewAccount(
                    organisation: organisation,
                    signInName: person.signIn,
                    passwordHash: hash,
                    roles: roles,
                    name: person.name,
                    staffNumber: person.number,
                    mustChangePassword: false,
                ),
                at: now,
            )
            viewers[person.signIn] = Viewer(
                account: id,
                organisation: organisation,
                roles: roles,
                name: person.name,
                staffNumber: person.number,
            )
        }
        return viewers
    }

    // MARK: Tasks

    private func makeTasks(_ transaction: Transaction, _ viewers: [String: Viewer]) throws {
        guard let maker = viewers["bank"], let approver = viewers["bank2"],
            let vendor = viewers["supervisor"]?.organisation
        else { preconditionFailure("The demo's people stand in its own list.") }
        let now = environment.time.now()
        let institutions = InstitutionStore(transaction)
        let branches = try [("演示支行·城东", Province.zhejiang, 4), ("演示支行·滨江", .jiangsu, 3)].map {
            try institutions.save(
                Institution(name: $0.0, region: $0.1, seats: $0.2, dailyVolume: $0.2 * 200)
            )
        }
        let scripts = ScriptStore(transaction)
        let version = try scripts.add(
            name: "小微快贷标准话术",
            ScriptText.parse(DemoScript.text),
            by: maker,
            at: now,
        )
        try scripts.approve(
            scripts.version(version, visibleTo: approver),
            by: approver.account,
            at: now,
        )
        let tasks = [("小微快贷·个体工商户", "小微快贷"), ("惠农贷·新型农业主体", "惠农贷")]
        for (index, task) in tasks.enumerated() {
            let details = CampaignDetails(
                coreReference: "DEMO-\(now.day.stored)-0\(index + 1)",
                name: task.0,
                product: task.1,
                institution: branches[index],
                vendor: vendor,
                targetGroup: "演示客群",
                startsOn: now.day,
                endsOn: now.day.adding(days: 365),
                hours: try CallHours("09:00-20:00"),
                attemptsPerDay: 2,
                priority: 60 - index * 10,
                scriptVersion: version,
                consentBasis: "演示数据，非真实客户",
            )
            try start(details, maker, approver, transaction, now)
        }
    }

    private func start(
        _ details: CampaignDetails,
        _ maker: Viewer,
        _ approver: Viewer,
        _ transaction: Transaction,
        _ now: Moment,
    ) throws {
        let store = CampaignStore(transaction)
        let id = try store.add(details, by: maker.account, at: now).id
        var campaign = try store.find(id, visibleTo: approver)
        try campaign.approve(by: approver.account, script: .approved, on: now.day)
        try store.save(campaign, after: .approve, by: approver.account, at: now)
        try campaign.move(.start, on: now.day)
        try store.save(campaign, after: .start, by: approver.account, at: now)
    }

    // MARK: Leads

    /// Adds leads to every running task that has few left to call, in transactions short enough that
    /// nobody waits.
    func addLeads() throws {
        let now = environment.time.now()
        let campaigns = try environment.database.read { transaction in
            try OrganisationStore(transaction).vendors(visibleTo: Self.reader).flatMap { vendor in
                try CampaignStore(transaction).running(vendor: vendor.id, on: now.day)
            }
        }
        for rules in campaigns where try isShort(rules.campaign) {
            for _ in 0..<(Self.leadsPerTask / 500) {
                try environment.database.write { transaction in
                    let store = LeadStore(transaction, vault: environment.vault)
                    let campaign = try CampaignStore(transaction)
                        .find(rules.campaign, visibleTo: Self.reader)
                    for _ in 0..<500 {
                        _ = try store.add(DemoLead.make(environment.random), to: campaign, at: now)
                    }
                }
            }
        }
    }

    /// Whether fewer leads wait than a day may need.
    private func isShort(_ campaign: ID<Campaign>) throws -> Bool {
        try environment.database.read { transaction in
            try transaction.first(
                """
                SELECT id FROM lead WHERE campaign_id = \(campaign) AND state = 'ready'
                LIMIT 1 OFFSET \(Self.leadsPerTask / 2)
                """
            ) == nil
        }
    }

    /// The bank's eyes: the demo is filled before anyone signs in.
    private static let reader: Viewer = {
        do {
            return Viewer(
                account: ID(0),
                organisation: ID(0),
                roles: try Roles([.auditor]),
                name: "",
                staffNumber: "",
            )
        } catch {
            preconditionFailure("One role never conflicts.")
        }
    }()
}
