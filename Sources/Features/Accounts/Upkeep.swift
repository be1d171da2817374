internal import Access
internal import Database
internal import Jobs
internal import Kernel
internal import Vault
package import Web

/// What accounts need besides requests: old ones brought under today's rules when the program
/// starts, and sessions ended whose time is over.
extension Accounts {
    /// Brings accounts that are older than a rule under it, once: what they look like is noted, and
    /// one that holds duties which exclude each other keeps the controlling one. Each change stands
    /// in the audit log and in the operator's.
    package static func bringUpToDate(_ environment: Environment) throws {
        let changes = try environment.database.write { transaction in
            let store = AccountStore(transaction)
            let changes = try store.separateDuties() + store.fillSkeletons()
            for change in changes {
                let entry = AuditEntry(
                    account: AuditLog.system,
                    at: environment.time.now(),
                    action: change.action,
                    subject: ThingKind.account.acts,
                    subjectID: change.account.rawValue,
                    detail: change.detail,
                )
                try environment.audit.append(entry, in: transaction)
            }
            return changes
        }
        for change in changes {
            environment.report("account \(change.account): \(change.action) \(change.detail)")
        }
    }

    /// What accounts do by themselves.
    @Sendable static func jobs(_ environment: Environment) -> [JobDefinition] {
        [
            JobDefinition(
                "accounts.sessions",
                L("结束到期会话，清理旧的密码尝试", en: "End sessions; forget old tries at passwords"),
                .every(.seconds(30)),
                .transaction { transaction, _ in try tidyUp(environment, in: transaction) },
            ),
            JobDefinition(
                "accounts.expiring",
                L("通知即将到期的接口账号", en: "Tell of clients whose access ends soon"),
                .daily(at: TimeOfDay(6, 0)),
                .transaction { transaction, context in
                    try ClientStore(transaction, vault: environment.vault)
                        .tellExpiring(at: context.now)
                },
            ),
        ]
    }

    /// Ends sessions whose time is over, each with an entry under its holder's account, and forgets
    /// old tries at passwords.
    private static func tidyUp(_ environment: Environment, in transaction: Transaction) throws {
        let now = environment.wall.now()
        let ended = try SessionStore().endOverdue(at: now, limit: 500, in: transaction)
        for session in ended {
            let entry = AuditEntry(
                account: session.account,
                at: environment.time.now(),
                action: "session.expire",
                subject: ThingKind.account.acts,
                subjectID: session.account.rawValue,
                detail: session.isIdle ? "idle" : "longest",
                peer: session.peer,
            )
            try environment.audit.append(entry, in: transaction)
        }
        try GuessStore(transaction, vault: environment.vault).forgetOld(at: now)
    }
}

/// What was changed of an account that is older than a rule.
struct AccountUpkeep: Hashable {
    let account: ID<Account>
    let action: String
    let detail: String
}

extension AccountStore {
    /// Takes from each account the roles that it may not hold beside a controlling one.
    func separateDuties() throws -> [AccountUpkeep] {
        try transaction.rows("SELECT id, roles FROM account WHERE roles LIKE '%,%' ORDER BY id")
            .compactMap { row in
                let held = try row.text("roles").split(separator: ",").compactMap {
                    Role(rawValue: String($0))
                }
                do throws(RoleConflict) {
                    _ = try Roles(Set(held))
                    return nil
                } catch {
                    let kept = try Roles.allowed(of: Set(held))
                    let id = ID<Account>(try row.int("id"))
                    try transaction.execute(
                        "UPDATE account SET roles = \(Self.stored(kept)) WHERE id = \(id)"
                    )
                    let taken = held.filter { !kept.contains($0) }.map(\.rawValue)
                    return AccountUpkeep(
                        account: id,
                        action: "account.duties_separated",
                        detail: "\(error.code) -\(taken.joined(separator: " -"))",
                    )
                }
            }
    }

    /// Notes what the names of accounts look like that are older than the rule. Of two that look
    /// alike both stay, and the later one is told.
    func fillSkeletons() throws -> [AccountUpkeep] {
        try transaction.rows(
            """
            SELECT id, sign_in_name FROM account
            WHERE name_skeleton IS NULL AND roles <> \(Role.program.rawValue) ORDER BY id
            """
        ).compactMap { row in
            let id = ID<Account>(try row.int("id"))
            let skeleton = SignInName(typed: try row.text("sign_in_name")).skeleton
            let like = try transaction.first(
                "SELECT id FROM account WHERE name_skeleton = \(skeleton)"
            )
            let stored = like == nil ? skeleton : "\(skeleton)#\(id)"
            try transaction.execute(
                "UPDATE account SET name_skeleton = \(stored) WHERE id = \(id)"
            )
            return try like.map {
                AccountUpkeep(
                    account: id,
                    action: "account.name_looks_taken",
                    detail: "like account \(try $0.int("id"))",
                )
            }
        }
    }
}
