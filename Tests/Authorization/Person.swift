import Access

/// Somebody in the house: one of every role that people hold, and more where one is too few.
struct Person: Hashable, Sendable, CustomStringConvertible {
    /// The sign-in name.
    let name: String
    let role: Role
    /// Whether the person is of the second vendor, which owns nothing that the first one does.
    let isElsewhere: Bool

    init(_ role: Role) { self.init(role.rawValue, role) }

    private init(_ name: String, _ role: Role, isElsewhere: Bool = false) {
        (self.name, self.role, self.isElsewhere) = (name, role, isElsewhere)
    }

    static let agent = Person(.agent)
    static let supervisor = Person(.supervisor)
    static let trainer = Person(.trainer)
    static let projectManager = Person(.projectManager)
    static let bankManager = Person(.bankManager)
    static let securityOfficer = Person(.securityOfficer)
    static let auditor = Person(.auditor)
    static let systemAdministrator = Person(.systemAdministrator)
    /// A second bank manager: nobody decides on their own request.
    static let approver = Person("approver", .bankManager)
    /// A supervisor of the second vendor.
    static let stranger = Person("stranger", .supervisor, isElsewhere: true)

    static let all = Role.people.map(Person.init) + [approver, stranger]

    /// Agents with a customer on the screen, on the line, and with a call to record.
    static let previewer = Person("previewer", .agent)
    static let talker = Person("talker", .agent)
    static let recorder = Person("recorder", .agent)
    /// An agent who has not begun.
    static let colleague = Person("colleague", .agent)
    /// One of every role at the second vendor.
    static let strangers = Role.people.filter { $0.side == .vendor }.map {
        $0 == .supervisor ? stranger : Person("other_\($0.rawValue)", $0, isElsewhere: true)
    }

    var description: String { name }
}
