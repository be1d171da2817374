package import Access
package import Database
package import Kernel

/// A place where the log is not what was written.
package struct AuditBreak: Hashable, Sendable {
    /// What is wrong there.
    package enum Kind: String, Sendable, CaseIterable {
        /// The entry says something else than when it was written.
        case altered
        /// Entries before this one are gone.
        case missing
        /// The entry stands elsewhere than where it was written.
        case reordered
        /// The last entries are gone, up to and including this number.
        case truncated
        /// The record of the chain's end was changed.
        case endAltered = "end_altered"
        /// The chain's end was found changed when this entry was written.
        case brokenBefore = "broken_before"
        /// The chain is gone, though the system's chain announces it.
        case vanished
        /// The chain is not announced in the system's chain, or more than once.
        case notAnnounced = "not_announced"
    }

    /// Whose chain.
    package let account: ID<Account>
    /// The entry's number in the chain; 0 for the chain as a whole.
    package let sequence: Int64
    /// What is wrong.
    package let kind: Kind

    /// What is wrong, for the auditor.
    package var message: L {
        L("账号 \(account) 第 \(sequence) 条：", en: "Account \(account), entry \(sequence): ")
            + kind.message
    }
}

extension AuditBreak.Kind {
    fileprivate var message: L {
        switch self {
        case .altered: L("内容被改动", en: "it was altered")
        case .missing: L("之前的记录缺失", en: "entries before it are missing")
        case .reordered: L("顺序被改动", en: "it was moved")
        case .truncated: L("及之前的末尾记录被删除", en: "the entries up to it were cut off")
        case .endAltered: L("链尾标记被改动", en: "the mark of the chain's end was altered")
        case .brokenBefore: L("写入时发现链已被改动", en: "the chain was found altered by then")
        case .vanished: L("整条链被删除", en: "the whole chain is gone")
        case .notAnnounced:
            L("系统链中没有唯一的开链记录", en: "the system's chain does not announce it once")
        }
    }
}

extension AuditLog {
    /// Walks every chain by key, page after page, and reports what was altered, moved or deleted.
    ///
    /// Keeps one page in memory; stops after `limit` breaks.
    package func verify(
        in transaction: Transaction,
        pageSize: Int = 1_000,
        limit: Int = 1_000,
    ) throws -> [AuditBreak] {
        var breaks: [AuditBreak] = []
        var announced: [Int64: Int] = [:]
        var seen: Set<Int64> = []
        var account: Int64? = try Self.firstAccount(after: nil, transaction)
        while let current = account, breaks.count < limit {
            seen.insert(current)
            var walk = Walk(account: ID(current), chain: chain)
            try walkEntries(current, &walk, pageSize, transaction)
            try walk.finish(Self.end(of: current, transaction))
            for opened in walk.announced { announced[opened, default: 0] += 1 }
            breaks += walk.breaks
            account = try Self.firstAccount(after: current, transaction)
        }
        for account in seen.subtracting([Self.system.rawValue]).sorted()
        where announced[account] != 1 {
            breaks.append(AuditBreak(account: ID(account), sequence: 0, kind: .notAnnounced))
        }
        for account in Set(announced.keys).subtracting(seen).sorted() {
            breaks.append(AuditBreak(account: ID(account), sequence: 0, kind: .vanished))
        }
        return Array(breaks.prefix(limit))
    }

    /// The next account that has entries or a chain's end.
    private static func firstAccount(
        after account: Int64?,
        _ transaction: Transaction,
    ) throws -> Int64? {
        let after = account ?? -1
        let rows = try transaction.rows(
            """
            SELECT MIN(account_id) AS account_id FROM audit_entry WHERE account_id > \(after)
            UNION ALL
            SELECT MIN(account_id) FROM audit_chain WHERE account_id > \(after)
            """
        )
        return try rows.compactMap { try $0.optionalInt("account_id") }.min()
    }

    private static func end(of account: Int64, _ transaction: Transaction) throws -> End? {
        let row = try transaction.first(
            "SELECT seq, hash, seal FROM audit_chain WHERE account_id = \(account)"
        )
        return try row.map {
            End(sequence: try $0.int(0), hash: try $0.blob(1), seal: try $0.blob(2))
        }
    }

    private func walkEntries(
        _ account: Int64,
        _ walk: inout Walk,
        _ pageSize: Int,
        _ transaction: Transaction,
    ) throws {
        while true {
            let rows = try transaction.rows(
                """
                SELECT * FROM audit_entry
                WHERE account_id = \(account) AND chain_seq > \(walk.sequence)
                ORDER BY chain_seq LIMIT \(pageSize)
                """
            )
            for row in rows { try walk.step(row) }
            if rows.count < pageSize { return }
        }
    }
}

/// One chain, entry by entry.
private struct Walk {
    private let account: ID<Account>
    private let chain: AuditChain
    private(set) var sequence: Int64 = 0
    private var hash = AuditChain.origin
    private var id: Int64 = 0
    private(set) var breaks: [AuditBreak] = []
    /// The accounts whose chains this one announces.
    private(set) var announced: [Int64] = []

    init(account: ID<Account>, chain: AuditChain) {
        self.account = account
        self.chain = chain
    }

    mutating func step(_ row: Row) throws {
        let record = try AuditRecord(row)
        let previous = try row.blob("previous_hash")
        let stored = try row.blob("hash")
        let isNext = record.sequence == sequence + 1
        let day = try row.day("day")
        // A newer entry holds by the one before it; where that is gone, only the gap can be told.
        let isAlone = previous.isEmpty && !isNext
        let before = previous.isEmpty ? hash : previous
        let isWhole =
            isAlone
            || chain.hash(record.entry, sequence: record.sequence, after: before) == stored
                && day == record.entry.at.day
        if !isNext { report(.missing, record.sequence) }
        if !isWhole {
            report(.altered, record.sequence)
        } else if (isNext && before != hash) || record.id <= id {
            report(.reordered, record.sequence)
        } else if record.entry.action == AuditLog.chainBroken {
            report(.brokenBefore, record.sequence)
        }
        if isWhole, record.entry.action == AuditLog.chainOpened, account == AuditLog.system {
            announced.append(record.entry.subjectID)
        }
        (sequence, hash, id) = (record.sequence, stored, max(id, record.id))
    }

    /// Compares where the entries end with where they should.
    mutating func finish(_ end: AuditLog.End?) {
        guard let end else { return report(.endAltered, sequence) }
        let seal = chain.seal(account: account.rawValue, sequence: end.sequence, hash: end.hash)
        if seal != end.seal {
            report(.endAltered, end.sequence)
        } else if end.sequence > sequence {
            report(.truncated, end.sequence)
        } else if end.sequence < sequence || end.hash != hash {
            report(.endAltered, end.sequence)
        }
    }

    private mutating func report(_ kind: AuditBreak.Kind, _ sequence: Int64) {
        breaks.append(AuditBreak(account: account, sequence: sequence, kind: kind))
    }
}
