package import Kernel

/// Which of the two organisations' sides someone stands on.
package enum Side: String, Sendable, CaseIterable {
    /// 行方: the bank that buys the service.
    case bank
    /// 供应商: a vendor that provides it.
    case vendor
}

/// What someone is in the operation; decides what they may do. The raw value is stored.
package enum Role: String, Sendable, CaseIterable {
    case agent
    case supervisor
    case inspector
    case trainer
    case analyst
    case projectManager = "project_manager"
    case bankManager = "bank_manager"
    case bankInspector = "bank_inspector"
    case securityOfficer = "security_officer"
    case auditor
    case systemAdministrator = "system_administrator"
    /// 接口账号: a program of the bank; what it may do is told by its scopes.
    case program

    /// The roles that people hold.
    package static let people = allCases.filter { $0 != .program }

    /// The side that holds the role.
    package var side: Side {
        switch self {
        case .agent, .supervisor, .inspector, .trainer, .analyst, .projectManager: .vendor
        case .bankManager, .bankInspector, .securityOfficer, .auditor, .systemAdministrator,
            .program:
            .bank
        }
    }

    /// Whether the role controls what the others do: 系统、安全、审计. Its holder holds no other role:
    /// who approves or inspects does not also rule over accounts, keys or the record of it, and an
    /// auditor changes nothing.
    package var controls: Bool {
        switch self {
        case .securityOfficer, .auditor, .systemAdministrator: true
        case .agent, .supervisor, .inspector, .trainer, .analyst, .projectManager, .bankManager,
            .bankInspector, .program:
            false
        }
    }

    /// Whether the role's holder sits in front of customers; management does not call. C3.4.
    package var makesCalls: Bool { self == .agent }

    /// The role's name for people.
    package var name: L {
        switch self {
        case .agent: L("坐席", en: "Agent")
        case .supervisor: L("主管", en: "Supervisor")
        case .inspector: L("品质管理", en: "Quality inspector")
        case .trainer: L("培训", en: "Trainer")
        case .analyst: L("数据分析", en: "Analyst")
        case .projectManager: L("项目经理", en: "Project manager")
        case .bankManager: L("行方管理人员", en: "Bank manager")
        case .bankInspector: L("监督检查", en: "Bank inspector")
        case .securityOfficer: L("安全管理员", en: "Security officer")
        case .auditor: L("审计员", en: "Auditor")
        case .systemAdministrator: L("系统管理员", en: "System administrator")
        case .program: L("接口账号", en: "Integration client")
        }
    }
}

/// Why a set of roles cannot be held by one account.
package enum RoleConflict: UserFacing, Hashable {
    /// An account without any role.
    case none
    /// Roles of both sides.
    case bothSides
    /// System, security or audit duties in one hand with each other or with any other duty.
    case separationOfDuties
    /// An agent who also manages. C3.4.
    case agentManages
    /// A program that is also someone.
    case programIsSomeone

    package var code: String {
        switch self {
        case .none: "roles.none"
        case .bothSides: "roles.both_sides"
        case .separationOfDuties: "roles.separation_of_duties"
        case .agentManages: "roles.agent_manages"
        case .programIsSomeone: "roles.program_is_someone"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .none:
            L("请至少选择一个角色。", en: "Choose at least one role.")
        case .bothSides:
            L(
                "同一账号不能同时具有行方与供应商角色，请分设账号。",
                en: "One account cannot hold roles of both the bank and a vendor; use two accounts.",
            )
        case .separationOfDuties:
            L(
                "系统、安全、审计职责各设专门账号，既不得相互兼任，也不得与审批、检查等业务职责兼任，请分设账号。",
                en: "System, security and audit duties each have an account of their own, held "
                    + "neither with one another nor with a duty of the business; use several.",
            )
        case .agentManages:
            L(
                "项目管理人员不从事直接外呼，坐席账号不能兼任其他角色（C3.4）。",
                en: "Management staff do not make calls: an agent holds no other role (C3.4).",
            )
        case .programIsSomeone:
            L(
                "接口账号由系统管理员在“接口账号”页面建立，不能与人员角色并用。",
                en: "An integration client is made on its own page and holds no role of a person.",
            )
        }
    }
}

/// The roles of one account, which never break the separation of duties.
package struct Roles: Hashable, Sendable {
    /// The roles, in the order of `Role`'s declaration.
    package let all: [Role]

    /// Takes a set of roles; throws where one account may not hold them together.
    package init(_ roles: Set<Role>) throws(RoleConflict) {
        if roles.isEmpty { throw .none }
        if Set(roles.map(\.side)).count > 1 { throw .bothSides }
        if roles.contains(.program), roles.count > 1 { throw .programIsSomeone }
        if roles.contains(where: \.controls), roles.count > 1 { throw .separationOfDuties }
        if roles.contains(where: \.makesCalls), roles.count > 1 { throw .agentManages }
        all = Role.allCases.filter(roles.contains)
    }

    /// What remains of a set that was allowed once and is no longer: the first role that may not
    /// stand beside others, a controlling one before an agent's; else those of one side.
    package static func allowed(of roles: Set<Role>) throws(RoleConflict) -> Roles {
        let ordered = Role.allCases.filter(roles.contains)
        if let alone = ordered.first(where: \.controls) ?? ordered.first(where: \.makesCalls) {
            return try Roles([alone])
        }
        return try Roles(Set(ordered.filter { $0.side == ordered[0].side && $0 != .program }))
    }

    /// The side on which all of them stand.
    package var side: Side { all[0].side }

    /// Whether `role` is one of them.
    package func contains(_ role: Role) -> Bool { all.contains(role) }
}
