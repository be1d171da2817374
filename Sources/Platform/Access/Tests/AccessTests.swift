import Access
import Kernel
import Testing

@Suite struct RolesTests {
    @Test("C3.4 坐席不得兼任管理角色 · an agent holds no management role")
    func agentManages() {
        #expect(throws: RoleConflict.agentManages) { try Roles([.agent, .supervisor]) }
    }

    @Test("系统、安全、审计三权分立 · system, security and audit are never in one hand")
    func separation() {
        #expect(throws: RoleConflict.separationOfDuties) {
            try Roles([.auditor, .securityOfficer])
        }
        #expect(throws: RoleConflict.separationOfDuties) {
            try Roles([.systemAdministrator, .auditor])
        }
        #expect(throws: RoleConflict.bothSides) { try Roles([.inspector, .bankInspector]) }
        #expect(throws: RoleConflict.none) { try Roles([]) }
    }

    @Test(
        "任意两个角色能否同属一个账号 · which two roles one account may hold",
        arguments: Role.allCases,
        Role.allCases,
    )
    func pairs(first: Role, second: Role) throws {
        guard first != second else { return _ = try Roles([first]) }
        let together: [Set<Role>] = [
            [.supervisor, .inspector], [.supervisor, .trainer], [.supervisor, .analyst],
            [.supervisor, .projectManager], [.inspector, .trainer], [.inspector, .analyst],
            [.inspector, .projectManager], [.trainer, .analyst], [.trainer, .projectManager],
            [.analyst, .projectManager], [.bankManager, .bankInspector],
        ]
        let pair: Set<Role> = [first, second]
        if together.contains(pair) {
            #expect(try Set(Roles(pair).all) == pair)
        } else {
            #expect(throws: RoleConflict.self) { try Roles(pair) }
            #expect(try Roles.allowed(of: pair).all.count == 1)
        }
    }

    @Test(
        "系统、安全、审计不兼审批与检查 · a controlling duty stands beside no other",
        arguments: [Role.securityOfficer, .auditor, .systemAdministrator],
        [Role.bankManager, .bankInspector],
    )
    func controlling(role: Role, business: Role) throws {
        #expect(throws: RoleConflict.separationOfDuties) { try Roles([role, business]) }
        #expect(try Roles.allowed(of: [role, business]).all == [role])
    }

    @Test("允许的角色组合 · what may be held together")
    func allowed() throws {
        let roles = try Roles([.inspector, .supervisor])
        #expect(roles.all == [.supervisor, .inspector])
        #expect(roles.side == .vendor)
    }
}

@Suite struct ViewerTests {
    @Test("供应商互不可见 · a vendor sees no other vendor's rows")
    func vendors() throws {
        let vendor = Viewer(
            account: ID(1),
            organisation: ID(2),
            roles: try Roles([.supervisor]),
            name: "甲",
            staffNumber: "S1",
        )
        #expect(vendor.maySee(vendor: ID(2)))
        #expect(!vendor.maySee(vendor: ID(3)))
        #expect(!Viewer.anonymous.maySee(vendor: ID(2)))
    }

    @Test("没有角色便没有权限 · without the role there is no right")
    func permissions() throws {
        let bank = Viewer(
            account: ID(1),
            organisation: ID(1),
            roles: try Roles([.bankManager]),
            name: "乙",
            staffNumber: "",
        )
        #expect(bank.maySee(vendor: ID(9)))
        #expect(Permission("a.b", .bankManager).allows(bank))
        #expect(!Permission("a.b", .auditor).allows(bank))
        #expect(!Permission.signedIn("a.c").allows(.anonymous))
        #expect(Permission.anyone("a.d").allows(.anonymous))
    }
}
