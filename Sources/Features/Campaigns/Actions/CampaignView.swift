internal import HTML
package import Kernel
internal import Web

/// A call task as a reader sees it.
package struct CampaignView: Resource {
    /// A recycling rule.
    package struct Recycling: Encodable, Sendable {
        /// The outcome's stable name.
        package let outcome: String
        /// The outcome's name.
        package let name: L
        /// After how many minutes the lead comes back.
        package let delayMinutes: Int
    }

    /// A step in the task's life.
    package struct Step: Encodable, Sendable {
        /// The step's stable name.
        package let step: String
        /// The step's name.
        package let name: L
        /// Who did it.
        package let account: String
        /// When.
        package let at: String
        /// What they noted.
        package let note: String
        let moment: Moment

        private enum CodingKeys: String, CodingKey {
            case step
            case name
            case account
            case at
            case note
        }
    }

    /// The identity.
    package let id: Int64
    /// The number in the bank's core system.
    package let coreReference: String
    /// The task's name.
    package let name: String
    /// The loan product.
    package let product: String
    /// The branch.
    package let institutionId: Int64
    /// The branch's name.
    package let institution: String
    /// The vendor.
    package let vendorId: Int64
    /// The vendor's name.
    package let vendor: String
    /// Who is called.
    package let targetGroup: String
    /// The first day.
    package let startsOn: String
    /// The last day.
    package let endsOn: String
    /// The daily call hours.
    package let callHours: String
    /// The most calls to one customer on one day.
    package let attemptsPerDay: Int
    /// The most calls to one customer in the task.
    package let attemptsTotal: Int
    /// Higher goes first.
    package let priority: Int
    /// The script version; nil when none is chosen.
    package let scriptVersionId: Int64?
    /// The script's name and version; empty when none is chosen.
    package let script: String
    /// Where the script version stands; nil when none is chosen.
    package let scriptState: String?
    /// Why these customers may be called.
    package let consentBasis: String
    /// The number that customers see; empty for the line's own.
    package let callerId: String
    /// The state's stable name.
    package let state: String
    /// When leads come back.
    package let recycling: [Recycling]
    /// Who created it.
    package let createdBy: String
    /// What happened to it.
    package let steps: [Step]
    /// What other capabilities count.
    package let figures: [CampaignFigure]
    /// What the reader may do now, as parts of the task's path.
    package let acts: [String]
    /// What the reader saw; sent with an approval, a start, a resumption, a closure and an edit.
    package let version: Int64
    let offers: Offers
    /// The way to its wording; nil where the reader may not read it.
    let scriptPath: String?

    private enum CodingKeys: String, CodingKey {
        case id, coreReference, name, product, institutionId, institution, vendorId, vendor
        case targetGroup, startsOn, endsOn, callHours, attemptsPerDay, attemptsTotal, priority
        case scriptVersionId, script, scriptState, consentBasis, callerId, state, recycling
        case createdBy, steps, figures, acts, version
    }

    init(
        _ campaign: CampaignRecord,
        names: Names,
        accounts: [Int64: String],
        steps: [CampaignStepRecord],
        script: ScriptVersionRecord?,
        figures: [CampaignFigure],
        offers: Offers,
        scriptPath: String?,
        version: Version,
    ) {
        let details = campaign.details
        id = campaign.id.rawValue
        coreReference = details.coreReference
        name = details.name
        product = details.product
        institutionId = details.institution.rawValue
        institution = names.name(of: details.institution)
        vendorId = details.vendor.rawValue
        vendor = names.name(of: details.vendor)
        targetGroup = details.targetGroup
        startsOn = details.startsOn.description
        endsOn = details.endsOn.description
        callHours = details.hours.description
        attemptsPerDay = details.attemptsPerDay
        attemptsTotal = details.attemptsTotal
        priority = details.priority
        scriptVersionId = script?.id.rawValue
        self.script = script.map { "\($0.name) v\($0.number)" } ?? ""
        scriptState = script?.state.rawValue
        consentBasis = details.consentBasis
        callerId = details.callerID
        state = campaign.state.rawValue
        recycling = Outcome.allCases.compactMap { outcome in
            details.recycling[outcome].map {
                Recycling(outcome: outcome.rawValue, name: outcome.name, delayMinutes: $0)
            }
        }
        createdBy = accounts[campaign.createdBy.rawValue] ?? ""
        self.steps = steps.map { step in
            Step(
                step: step.step.rawValue,
                name: step.step.name,
                account: accounts[step.account.rawValue] ?? "",
                at: step.at.iso8601,
                note: step.note,
                moment: step.at,
            )
        }
        self.figures = figures
        self.offers = offers
        acts = offers.codes
        self.scriptPath = scriptPath
        self.version = version.rawValue
    }

    package var title: L { L(same: name) }
}
