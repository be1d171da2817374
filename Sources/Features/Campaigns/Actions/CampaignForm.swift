package import Access
internal import HTML
internal import Kernel
package import Web

/// The form for a new call task, filled in with the defaults.
package struct NewCampaignPage: Endpoint {
    package static let route = Route(.get, "/campaigns/new")
    package static let permission = Permission.createCampaign

    package func answer(_ input: NoInput, _ context: Context) throws -> FormPage {
        let back = ListCampaigns.route.pattern
        return FormPage(
            L("新建外呼任务", en: "New call task"),
            back: (L("外呼任务", en: "Call tasks"), back),
            PostForm(
                CreateCampaign.self,
                groups: try CampaignForm(nil, context).groups(on: context.now.day),
                submit: L("保存草稿", en: "Save draft"),
                cancel: back,
                success: L("任务已保存。", en: "The task is saved."),
            ),
        )
    }
}

/// The form for a draft of a call task, filled in with what it says.
package struct EditCampaignPage: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}/edit")
    package static let permission = Permission.editCampaign

    package func answer(_ input: IDInput<Campaign>, _ context: Context) throws -> FormPage {
        let campaign = try CampaignStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        _ = try campaign.state.after(.edit)
        let id = input.id.rawValue
        let back = "/campaigns/\(id)"
        return FormPage(
            L("修改外呼任务 \(id)", en: "Edit call task \(id)"),
            id: id,
            back: (L("外呼任务", en: "Call tasks"), back),
            PostForm(
                EditCampaign.self,
                of: id,
                version: try context.version(of: .campaign, id),
                groups: try CampaignForm(campaign.details, context).groups(on: context.now.day),
                submit: L("保存草稿", en: "Save draft"),
                cancel: back,
                success: L("任务已保存。", en: "The task is saved."),
            ),
        )
    }
}

/// The fields of a call task with what it says and what may be chosen.
private struct CampaignForm {
    private typealias Fields = CampaignFields

    let now: CampaignDetails?
    private let institutions: [Choice]
    private let vendors: [Choice]
    private let scripts: [Choice]

    init(_ now: CampaignDetails?, _ context: Context) throws {
        self.now = now
        let names = try Names(context)
        institutions = names.institutions.filter { now == nil || $0.id == now?.institution }
            .map { Choice("\($0.id)", L(same: $0.name)) }
        vendors = names.vendors.filter { now == nil || $0.id == now?.vendor }
            .map { Choice("\($0.id)", L(same: $0.name)) }
        let store = ScriptStore(context.transaction)
        var versions = try store.approved(visibleTo: context.viewer)
        if let chosen = now?.scriptVersion, !versions.contains(where: { $0.id == chosen }) {
            versions.append(try store.version(chosen, visibleTo: context.viewer))
        }
        scripts = versions.map { Choice("\($0.id)", L(same: "\($0.name) v\($0.number)")) }
    }

    func groups(on today: BusinessDay) -> [FilledGroup] {
        [task, rules(today), recycling, conduct]
    }

    private var task: FilledGroup {
        FilledGroup(
            L("任务", en: "Task"),
            L(
                "任务来自行方核心系统；编号相同的任务只建一次。使用机构与供应商创建后不能更换。",
                en: "Tasks come from the bank's core system; one number makes one task. "
                    + "Institution and vendor stay once it is created.",
            ),
            fields: [
                Fields.reference.filled(now?.coreReference), Fields.name.filled(now?.name),
                Fields.product.filled(now?.product),
                Fields.institution.filled(now?.institution, among: institutions),
                Fields.vendor.filled(now?.vendor, among: vendors),
                Fields.targetGroup.filled(now?.targetGroup),
            ],
        )
    }

    private func rules(_ today: BusinessDay) -> FilledGroup {
        FilledGroup(
            L("外呼规则", en: "Call rules"),
            fields: [
                Fields.startsOn.filled(now?.startsOn ?? today),
                Fields.endsOn.filled(now?.endsOn ?? today.adding(days: 30)),
                Fields.hours.filled(now?.hours ?? .standard),
                Fields.attemptsPerDay.filled(now?.attemptsPerDay ?? CallLimits.attemptsPerDay),
                Fields.attemptsTotal.filled(now?.attemptsTotal ?? CallLimits.attemptsTotal),
                Fields.priority.filled(now?.priority ?? CampaignDetails.defaultPriority),
            ],
        )
    }

    private var recycling: FilledGroup {
        let rules = now?.recycling ?? CampaignDetails.defaultRecycling
        return FilledGroup(
            L("回收规则", en: "Recycling"),
            L(
                "出现该结果后隔多少分钟可再次外呼；留空则不再外呼。",
                en: "Minutes after which a customer with that outcome comes back; empty for never.",
            ),
            fields: [.hidden(Fields.recyclingSent, "1")]
                + Outcome.allCases.filter(\.isRecyclable)
                .map { Fields.recycling($0).filled(rules[$0]) },
        )
    }

    private var conduct: FilledGroup {
        FilledGroup(
            L("话术与依据", en: "Script and basis"),
            fields: [
                Fields.script.filled(now?.scriptVersion, among: scripts),
                Fields.callerID.filled(now?.callerID),
                Fields.consentBasis.filled(now?.consentBasis),
            ],
        )
    }
}
