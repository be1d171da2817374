package import Access
package import Database
package import Kernel
package import Vault

/// Someone who stands in the audit log, for its readers.
package struct LoggedPerson: Sendable {
    /// The name shown to others; a staff name, not customer data.
    package let name: String
    /// Whose they are.
    package let organisation: ID<Organisation>
    /// Whether it is a program.
    package let isProgram: Bool
    /// Whether they may sign in.
    package let isActive: Bool

    /// Someone with their name.
    package init(
        name: String,
        organisation: ID<Organisation>,
        isProgram: Bool,
        isActive: Bool,
    ) {
        self.name = name
        self.organisation = organisation
        self.isProgram = isProgram
        self.isActive = isActive
    }
}

/// Finds who stands in the audit log; the capability that keeps accounts provides it.
package protocol PeopleSource: Sendable {
    /// The accounts with these numbers, by number.
    func people(_ ids: Set<Int64>, in transaction: Transaction) throws -> [Int64: LoggedPerson]
}

/// What the entries of the audit log mean: the acts in words, the things by name and page. Made of
/// what the endpoints and the capabilities say.
package struct Journal: Sendable {
    /// Without any words, for work below the web.
    package static let empty = Journal([], people: nil)

    /// Every act, in the order of the capabilities.
    package let acts: [LoggedAct]
    /// Every kind of thing.
    package let kinds: [ThingKind]
    private let words: [String: L]
    private let kindByCode: [String: ThingKind]
    /// The acts by their routes: older entries carry those.
    private let actByRoute: [String: LoggedAct]
    /// The right that a page needs, by its path.
    private let rights: [String: Permission]
    private let people: (any PeopleSource)?

    init(_ capabilities: [Capability], people: (any PeopleSource)?) {
        let endpoints = capabilities.flatMap(\.endpoints).map { type(of: $0) }
        acts = endpoints.compactMap { $0.act } + capabilities.flatMap(\.log.acts)
        let all = acts.compactMap(\.kind) + capabilities.flatMap(\.log.things)
        var kinds: [ThingKind] = []
        for kind in all where !kinds.contains(where: { $0.code == kind.code }) {
            kinds.append(kind)
        }
        self.kinds = kinds
        words = Dictionary(acts.map { ($0.code, $0.words) }) { first, _ in first }
        kindByCode = Dictionary(
            kinds.flatMap { kind in [(kind.code, kind), (kind.acts, kind)] }
        ) { first, _ in first }
        actByRoute = Dictionary(
            endpoints.compactMap { endpoint in endpoint.act.map { (endpoint.route.description, $0) }
            }
        ) { first, _ in first }
        rights = Dictionary(
            endpoints.filter { $0.route.method == .get }
                .map { ($0.route.pattern, $0.permission) }
        ) { first, _ in first }
        self.people = people
    }

    /// The names of people, by the numbers of their accounts; what the system does itself has none.
    package func names(_ accounts: Set<Int64>, in transaction: Transaction) throws -> [Int64:
        String]
    {
        try people?.people(accounts, in: transaction).mapValues(\.name) ?? [:]
    }

    /// The kind of thing under either of its codes.
    package func kind(_ code: String) -> ThingKind? { kindByCode[code] }

    /// The things of a kind as a filter names them: its acts and its views.
    package func subject(_ code: String, _ id: Int64) -> AuditSubject {
        guard let kind = kindByCode[code] else { return AuditSubject(kind: code, id: id) }
        return AuditSubject(kinds: [kind.acts, kind.code], id: id)
    }

    /// Entries as `viewer` reads them, with the names of those who acted.
    package func lines(
        _ records: [AuditRecord],
        for viewer: Viewer,
        in transaction: Transaction,
    ) throws -> [LogLine] {
        let accounts = Set(records.map(\.entry.account.rawValue)).subtracting([0])
        let people = try people?.people(accounts, in: transaction) ?? [:]
        return records.map { line($0, people[$0.entry.account.rawValue], viewer) }
    }

    private func line(
        _ record: AuditRecord,
        _ person: LoggedPerson?,
        _ viewer: Viewer,
    ) -> LogLine {
        let entry = record.entry
        let older = actByRoute[entry.detail]
        let kind = kindByCode[entry.subject]
        let parts = LoggedWords(older == nil ? entry.detail : "")
        return LogLine(
            id: record.id,
            at: entry.at,
            account: entry.account.rawValue,
            name: person?.name ?? "",
            personHref: person.flatMap { person in
                link(person.isProgram ? "/clients/{id}" : "/accounts/{id}", viewer)?
                    .replacing("{id}", with: "\(entry.account)")
            },
            action: entry.action,
            words: older?.words ?? words[entry.action] ?? L(same: entry.action),
            subject: entry.subject,
            subjectID: entry.subjectID,
            thing: name(kind, entry),
            thingHref: kind.flatMap { kind in
                entry.subjectID == 0 || kind.page.flatMap { link($0, viewer) } == nil
                    ? nil : kind.path(of: entry.subjectID)
            },
            label: parts.label,
            outcome: entry.outcome,
            refusal: parts.refusal,
            peer: entry.peer,
            organisation: person?.organisation,
        )
    }

    /// `通话 17`; nothing for what concerns none.
    private func name(_ kind: ThingKind?, _ entry: AuditEntry) -> L {
        guard let kind else {
            let number = entry.subjectID == 0 ? "" : " \(entry.subjectID)"
            return L(same: entry.subject + number)
        }
        return kind.isOnly || entry.subjectID == 0
            ? kind.name : kind.name + L(same: " \(entry.subjectID)")
    }

    /// A page that `viewer` may open; nil where they may not.
    private func link(_ page: String, _ viewer: Viewer) -> String? {
        rights[page]?.allows(viewer) ?? false ? page : nil
    }
}

/// An entry of the audit log as people read it.
package struct LogLine: Encodable, Sendable {
    /// Its number in the whole log.
    package let id: Int64
    /// When.
    package let at: Moment
    /// Who acted; 0 for the system and for nobody.
    package let account: Int64
    /// Their name.
    package let name: String
    /// Their page; nil where the reader may not open it.
    package let personHref: String?
    /// The act's stable code.
    package let action: String
    /// The act in words.
    package let words: L
    /// The stable code of the kind of thing.
    package let subject: String
    /// Its number; 0 for none.
    package let subjectID: Int64
    /// The thing in words.
    package let thing: L
    /// Its page; nil where it has none or the reader may not open it.
    package let thingHref: String?
    /// What it is called, or where a view was.
    package let label: String
    /// `ok`, or the refusal's code.
    package let outcome: String
    /// What was told to the one who was refused; nil for what was done.
    package let refusal: L?
    /// The address that it came from.
    package let peer: String
    let organisation: ID<Organisation>?

    private enum CodingKeys: String, CodingKey {
        case id, at, account, name, action, words, subject, subjectID, thing, label, outcome
        case refusal, peer
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(at.iso8601, forKey: .at)
        try container.encode(account, forKey: .account)
        try container.encode(name, forKey: .name)
        try container.encode(action, forKey: .action)
        try container.encode(words, forKey: .words)
        try container.encode(subject, forKey: .subject)
        try container.encode(subjectID, forKey: .subjectID)
        try container.encode(thing, forKey: .thing)
        try container.encode(label, forKey: .label)
        try container.encode(outcome, forKey: .outcome)
        try container.encodeIfPresent(refusal, forKey: .refusal)
        try container.encode(peer, forKey: .peer)
    }
}
