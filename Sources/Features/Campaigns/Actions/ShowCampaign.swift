package import Access
internal import Accounts
internal import HTML
internal import Kernel
package import Web

/// One call task: what it says, what happened to it, its rules, and what may be done with it.
package struct ShowCampaign: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}")
    package static let permission = Permission.listCampaigns

    private let figures: [any CampaignFigures]

    /// Shows tasks with the counts that `figures` provide.
    package init(figures: [any CampaignFigures]) {
        self.figures = figures
    }

    package func answer(_ input: CampaignIDInput, _ context: Context) throws -> CampaignView {
        let transaction = context.transaction
        let store = CampaignStore(transaction)
        let campaign = try store.find(input.id, visibleTo: context.viewer)
        let steps = try store.steps(of: campaign)
        let accounts = try AccountStore(transaction)
            .names(Set(steps.map(\.account.rawValue) + [campaign.createdBy.rawValue]))
        let scripts = ScriptStore(transaction)
        let mayChange = Permission.changeCampaignScript.allows(context.viewer)
        return CampaignView(
            campaign,
            names: try Names(context),
            accounts: accounts,
            steps: steps,
            script: try campaign.details.scriptVersion.map {
                try scripts.version($0, visibleTo: context.viewer)
            },
            scriptChoices: mayChange ? try scripts.approved(visibleTo: context.viewer) : [],
            figures: try figures.flatMap {
                try $0.figures(of: campaign.id, for: context.viewer, in: transaction)
            },
            acts: CampaignAct.allowed(
                campaign,
                authors: try store.authors(of: campaign),
                context.viewer,
            ),
            mayReadScripts: Permission.listScripts.allows(context.viewer),
            version: try context.version(of: .campaign, campaign.id.rawValue),
        )
    }
}

/// What can be done with a task, as a part of its path.
enum CampaignAct: String, CaseIterable {
    case edit
    case approval
    case start
    case pause
    case resumption
    case script
    case closure

    /// What the viewer may do with the task as it stands.
    static func allowed(
        _ campaign: CampaignRecord,
        authors: Set<ID<Account>>,
        _ viewer: Viewer,
    ) -> [CampaignAct] {
        allCases.filter { act in
            guard act.permission.allows(viewer) else { return false }
            if act == .approval, authors.contains(viewer.account) { return false }
            do throws(CampaignRefusal) {
                _ = try campaign.state.after(act.event)
                return true
            } catch {
                return false
            }
        }
    }

    private var permission: Permission {
        switch self {
        case .edit: .editCampaign
        case .approval: .approveCampaign
        case .start, .pause, .resumption: .runCampaign
        case .script: .changeCampaignScript
        case .closure: .closeCampaign
        }
    }

    private var event: CampaignEvent {
        switch self {
        case .edit: .edit
        case .approval: .approve
        case .start: .start
        case .pause: .pause
        case .resumption: .resume
        case .script: .changeScript
        case .closure: .close
        }
    }
}
