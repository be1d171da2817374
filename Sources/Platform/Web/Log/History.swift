package import Access
package import HTML
package import Kernel
internal import Vault

/// What was done to a thing, for its own page: the acts, the newest first.
///
/// Who may read the audit log gets every act, refused ones too, and the way to the whole log with its
/// views. Whoever else sees the thing gets what was done, and no view and no refusal; a vendor's
/// people get what their own vendor's people did: what the bank does stands in no vendor's history.
/// Programs get none. C4.4.
package struct History: Encodable, Sendable, HTMLConvertible {
    /// The most entries that a page shows.
    fileprivate static let shown = 10
    /// The most entries that are looked at for them.
    fileprivate static let looked = 100

    /// The acts.
    let lines: [LogLine]
    let all: String?

    /// None, for a page that is not read by people.
    package static let none = History(lines: [], all: nil)

    /// An act as a program reads it, without where it came from.
    private struct Entry: Encodable {
        let at: String
        let name: String
        let action: String
        let words: L
        let label: String
        let outcome: String
    }

    package func encode(to encoder: any Encoder) throws {
        let entries = lines.map { line in
            Entry(
                at: line.at.iso8601,
                name: line.name,
                action: line.action,
                words: line.words,
                label: line.label,
                outcome: line.outcome,
            )
        }
        try entries.encode(to: encoder)
    }

    /// The card at the end of a thing's page; nothing where there is nothing to tell.
    @HTMLBuilder package var html: HTML {
        if !lines.isEmpty || all != nil {
            card(L("操作历史", en: "History"), id: "history") {
                if let all {
                    linkButton(
                        L("查看全部审计记录", en: "All entries of the audit log"),
                        href: all,
                        icon: .journal,
                    )
                }
            } content: {
                dataTable(
                    id: "history-table",
                    caption: L("操作历史", en: "History"),
                    columns: [
                        Column(L("时间", en: "Time")), Column(L("操作人", en: "Who")),
                        Column(L("操作", en: "Did")), Column(L("结果", en: "Outcome")),
                    ],
                    rows: lines.map { line in
                        TableRow([momentText(line.at), line.person, line.deed, line.ending])
                    },
                    empty: L("还没有操作记录。", en: "Nothing was done yet."),
                )
            }
        }
    }
}

extension Context {
    /// What was done to a thing, as far as the viewer may know it.
    package func history<Owner>(of kind: ThingKind, _ id: ID<Owner>) throws -> History {
        try history(of: kind, numbers: [id.rawValue])
    }

    /// The same for the only thing of its kind, or for a few that stand on one page, such as the
    /// versions of a script; the first ten count.
    package func history(
        of kind: ThingKind,
        numbers: [Int64] = [ThingKind.only],
    ) throws -> History {
        guard viewer.roles != nil, viewer.scopes == nil else { return .none }
        let mayReadLog = Permission.readAudit.allows(viewer)
        let records = try numbers.prefix(History.shown).flatMap { number in
            try environment.audit.list(
                AuditFilter(subject: AuditSubject(kind: kind.acts, id: number)),
                limit: mayReadLog ? History.shown : History.looked,
                in: transaction,
            )
        }.sorted { ($0.entry.at, $0.id) > ($1.entry.at, $1.id) }
        let lines = try journal.lines(records, for: viewer, in: transaction)
        let seen = lines.filter { line in
            if mayReadLog { return true }
            guard line.outcome == "ok" else { return false }
            return viewer.onlyVendor.map { $0 == line.organisation } ?? true
        }
        let all = numbers.count == 1 ? "/audit?subject=\(kind.code)&subject_id=\(numbers[0])" : nil
        return History(lines: Array(seen.prefix(History.shown)), all: mayReadLog ? all : nil)
    }
}

extension LogLine {
    /// Who acted, with the way to their page.
    package var person: HTML {
        if account == 0 { return L("系统", en: "System").html }
        let shown = name.isEmpty ? "#\(account)" : name
        return linked(shown, to: personHref)
    }

    /// The thing with its name and the way to its page.
    package var subjectLink: HTML {
        HTML {
            linked(thing, to: thingHref)
            if !label.isEmpty { element("span", .class("muted")) { " \(label)" } }
        }
    }

    /// What was done, with the name of the thing.
    var deed: HTML {
        HTML {
            words
            if !label.isEmpty { element("span", .class("muted")) { " \(label)" } }
        }
    }

    /// How it ended: done, or what was told instead.
    package var ending: HTML {
        if outcome == "ok" { return badge(L("成功", en: "Done"), .good) }
        return HTML {
            badge(L("拒绝", en: "Refused"), .warning)
            " "
            if let refusal { refusal } else { element("code") { outcome } }
        }
    }
}

extension Permission {
    /// Reading the audit log.
    package static let readAudit = Permission("audit.read", .auditor, .securityOfficer)
}
