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

    package func answer(_ input: IDInput<Campaign>, _ context: Context) throws -> WithHistory<
        CampaignView
    > {
        let transaction = context.transaction
        let store = CampaignStore(transaction)
        let campaign = try store.find(input.id, visibleTo: context.viewer)
        let steps = try store.steps(of: campaign)
        let accounts = try AccountStore(transaction)
            .names(Set(steps.map(\.account.rawValue) + [campaign.createdBy.rawValue]))
        let scripts = ScriptStore(transaction)
        let version = try context.version(of: .campaign, campaign.id.rawValue)
        return CampaignView(
            campaign,
            names: try Names(context),
            accounts: accounts,
            steps: steps,
            script: try campaign.details.scriptVersion.map {
                try scripts.version($0, visibleTo: context.viewer)
            },
            figures: try figures.flatMap {
                try $0.figures(of: campaign.id, for: context.viewer, in: transaction)
            },
            offers: campaign.offers(
                to: context.viewer,
                version,
                authors: try store.authors(of: campaign),
                scripts: try scripts.approved(visibleTo: context.viewer),
            ),
            scriptPath: campaign.details.scriptVersion.flatMap {
                context.viewer.path(to: ShowScriptVersion.self, of: $0.rawValue)
            },
            version: version,
        ).with(try context.history(of: .campaign, campaign.id))
    }
}

extension CampaignRecord {
    /// What the viewer may do with the task as it stands; nobody approves what they wrote.
    fileprivate func offers(
        to viewer: Viewer,
        _ version: Version,
        authors: Set<ID<Account>>,
        scripts: [ScriptVersionRecord],
    ) -> Offers {
        let edit = Offer.link(
            EditCampaignPage.self,
            of: id.rawValue,
            L("修改", en: "Edit"),
            icon: .edit,
            key: "e",
        )
        let candidates: [(CampaignEvent, Offer)] = [
            (.edit, edit), (.changeScript, scriptOffer(scripts)), (.close, closing),
            (.pause, pausing), (.approve, approval), (.start, starting), (.resume, resuming),
        ]
        return Offers(
            viewer,
            version: version,
            candidates.filter { event, _ in
                state.allows(event)
                    && !(event == .approve && authors.contains(viewer.account))
            }.map(\.1),
        )
    }

    private var approval: Offer {
        moving(
            ApproveCampaign.self,
            L("批准", en: "Approve"),
            .check,
            key: "a",
            L("批准任务", en: "Approve the task"),
            L(
                "批准后内容不能再修改；不能批准自己创建的任务。",
                en: "It can no longer be edited; nobody approves their own task.",
            ),
        )
    }

    private var starting: Offer {
        moving(
            StartCampaign.self,
            L("启动", en: "Start"),
            .play,
            key: "s",
            L("启动任务", en: "Start the task"),
            L("启动后坐席即可领取名单。", en: "Agents get its leads from now on."),
        )
    }

    private var pausing: Offer {
        moving(
            PauseCampaign.self,
            L("暂停", en: "Pause"),
            .pause,
            .secondary,
            L("暂停任务", en: "Pause the task"),
            L("暂停后不再派发和拨打。", en: "Nothing more is handed out or dialled."),
        )
    }

    private var resuming: Offer {
        moving(
            ResumeCampaign.self,
            L("恢复", en: "Resume"),
            .play,
            key: "r",
            L("恢复任务", en: "Resume the task"),
            L("恢复后坐席可继续领取名单。", en: "Agents get its leads again."),
        )
    }

    private var closing: Offer {
        moving(
            CloseCampaign.self,
            L("关闭", en: "Close"),
            .close,
            .danger,
            L("关闭任务", en: "Close the task"),
            L("关闭后不能恢复。", en: "A closed task cannot be opened again."),
        )
    }

    private func moving<Act: Endpoint>(
        _ act: Act.Type,
        _ title: L,
        _ icon: Icon,
        _ weight: Weight = .primary,
        key: String? = nil,
        _ question: L,
        _ text: L,
    ) -> Offer {
        let name = act.route.pattern.split(separator: "/").last ?? ""
        let note = CampaignNoteInput.note.filled(id: "\(name)-note")
        return .act(
            act,
            of: id.rawValue,
            title,
            icon: icon,
            weight,
            key: key,
            asks: .init(question, text, fields: [note]),
        )
    }

    private func scriptOffer(_ scripts: [ScriptVersionRecord]) -> Offer {
        let choices = scripts.filter { $0.id != details.scriptVersion }
            .map { Choice("\($0.id)", L(same: "\($0.name) v\($0.number)")) }
        return .act(
            ChangeCampaignScript.self,
            of: id.rawValue,
            L("更换话术", en: "Change script"),
            icon: .script,
            asks: .init(
                L("更换话术", en: "Change the script"),
                L("下一通电话起使用新版本。", en: "The new version holds from the next call on."),
                fields: [ChangeCampaignScript.version.filled(among: choices)],
            ),
        )
    }
}
