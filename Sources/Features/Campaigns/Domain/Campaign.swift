package import Access
package import Kernel

/// The owner type of a call task's identity. 外呼任务, created by the bank's core system. C2.1.
package enum Campaign {}

/// What a call task says: everything that the bank enters. C2.1.
package struct CampaignDetails: Hashable, Sendable {
    /// The task's number in the bank's core system; unique. C2.1.
    package var coreReference: String
    /// The task's name for people.
    package var name: String
    /// The loan product that is offered.
    package var product: String
    /// The using institution (branch) for which it is called. C5.3.
    package var institution: ID<Institution>
    /// The vendor whose agents call.
    package var vendor: ID<Organisation>
    /// Who is called, in words.
    package var targetGroup: String
    /// The first day of calling.
    package var startsOn: BusinessDay
    /// The last day of calling.
    package var endsOn: BusinessDay
    /// The hours of the day in which it may be called.
    package var hours: CallHours
    /// The most calls to one customer on one day.
    package var attemptsPerDay: Int
    /// The most calls to one customer in the whole task.
    package var attemptsTotal: Int
    /// Higher goes first, 0 to 100.
    package var priority: Int
    /// The wording that agents follow; nil until one is chosen. C4.12.
    package var scriptVersion: ID<ScriptVersion>?
    /// Why these customers may be called: consent or contract, in words. Empty until it is named.
    package var consentBasis: String
    /// The number that customers see; empty for the line's own.
    package var callerID: String
    /// After which outcomes a lead comes back, and after how many minutes.
    package var recycling: [Outcome: Int]

    /// Gathers what a task says.
    package init(
        coreReference: String,
        name: String,
        product: String,
        institution: ID<Institution>,
        vendor: ID<Organisation>,
        targetGroup: String = "",
        startsOn: BusinessDay,
        endsOn: BusinessDay,
        hours: CallHours = .standard,
        attemptsPerDay: Int = CallLimits.attemptsPerDay,
        attemptsTotal: Int = CallLimits.attemptsTotal,
        priority: Int = CampaignDetails.defaultPriority,
        scriptVersion: ID<ScriptVersion>? = nil,
        consentBasis: String = "",
        callerID: String = "",
        recycling: [Outcome: Int] = CampaignDetails.defaultRecycling,
    ) {
        self.coreReference = coreReference
        self.name = name
        self.product = product
        self.institution = institution
        self.vendor = vendor
        self.targetGroup = targetGroup
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.hours = hours
        self.attemptsPerDay = attemptsPerDay
        self.attemptsTotal = attemptsTotal
        self.priority = priority
        self.scriptVersion = scriptVersion
        self.consentBasis = consentBasis
        self.callerID = callerID
        self.recycling = recycling
    }

    /// The priority in the middle of the scale.
    package static let defaultPriority = 50

    /// The recycling that a new task proposes.
    package static let defaultRecycling = Dictionary(
        uniqueKeysWithValues: Outcome.allCases.compactMap { outcome in
            outcome.defaultDelayMinutes.map { (outcome, $0) }
        }
    )

    /// The content as one line of text, the same for the same content: what tells whether the core
    /// system repeats a task or sends another one under the same number.
    var canonical: String {
        let rules = recycling.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue)=\($0.value)" }
        let parts: [String] = [
            coreReference, name, product, "\(institution)", "\(vendor)", targetGroup,
            "\(startsOn)", "\(endsOn)", "\(hours)", "\(attemptsPerDay)", "\(attemptsTotal)",
            "\(priority)", scriptVersion.map(\.description) ?? "", consentBasis, callerID,
        ]
        return (parts + rules).map { "\($0.utf8.count):\($0)" }.joined(separator: " ")
    }
}

/// A call task as it stands. C2.1.
package struct CampaignRecord: Sendable, Hashable {
    /// Its identity.
    package let id: ID<Campaign>
    /// What it says.
    package private(set) var details: CampaignDetails
    /// Where it stands.
    package private(set) var state: CampaignState
    /// Who created it, and so may not approve it.
    package let createdBy: ID<Account>
    /// When it was created.
    package let createdAt: Moment

    /// A task as read from the store.
    package init(
        id: ID<Campaign>,
        details: CampaignDetails,
        state: CampaignState,
        createdBy: ID<Account>,
        createdAt: Moment,
    ) {
        self.id = id
        self.details = details
        self.state = state
        self.createdBy = createdBy
        self.createdAt = createdAt
    }

    /// Replaces what a draft says. The institution and the vendor stay: leads may hang on them.
    package mutating func edit(_ details: CampaignDetails) throws(CampaignRefusal) {
        state = try state.after(.edit)
        guard details.institution == self.details.institution,
            details.vendor == self.details.vendor
        else { throw .partiesFixed }
        self.details = details
    }

    /// Approves the task. Nobody approves what they created or edited, and it needs approved
    /// wording and a basis. `authors` edited the draft; `script` is the state of the version that
    /// the task names.
    package mutating func approve(
        by approver: ID<Account>,
        authors: Set<ID<Account>> = [],
        script: ScriptState?,
        on day: BusinessDay,
    ) throws {
        let next = try state.after(.approve)
        try FourEyes.check(approver, not: authors.union([createdBy]))
        guard details.scriptVersion != nil, let script else { throw CampaignRefusal.noScript }
        guard script == .approved else { throw CampaignRefusal.scriptNotApproved }
        guard !details.consentBasis.isEmpty else { throw CampaignRefusal.noConsentBasis }
        guard day <= details.endsOn else { throw CampaignRefusal.periodOver(details.endsOn) }
        state = next
    }

    /// Starts, pauses, resumes or closes the task.
    package mutating func move(
        _ event: CampaignMove,
        on day: BusinessDay,
    ) throws(CampaignRefusal) {
        let next = try state.after(event.event)
        if next == .running, day > details.endsOn { throw .periodOver(details.endsOn) }
        state = next
    }

    /// Exchanges the wording, also while the task runs. C4.12.
    package mutating func changeScript(
        to version: ID<ScriptVersion>,
        script: ScriptState,
    ) throws(CampaignRefusal) {
        state = try state.after(.changeScript)
        guard script == .approved else { throw .scriptNotApproved }
        details.scriptVersion = version
    }
}

/// A change of state that needs nothing but the right to make it.
package enum CampaignMove: String, CaseIterable, Sendable {
    case start
    case pause
    case resume
    case close

    /// The event in the machine of states.
    package var event: CampaignEvent {
        switch self {
        case .start: .start
        case .pause: .pause
        case .resume: .resume
        case .close: .close
        }
    }
}
