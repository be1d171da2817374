package import Access
internal import Accounts
package import HTML
package import Kernel
package import Web

/// Creates a call task: by a bank manager on the page, or by the bank's core system in JSON. C2.1.
///
/// The same task sent again is answered with the one that exists; another content under the same
/// number of the core system is refused.
package struct CreateCampaign: Endpoint {
    package static let route = Route(.post, "/campaigns")
    package static let permission = Permission.createCampaign
    package static let act: LoggedAct? = LoggedAct(
        "campaigns.create",
        L("新建外呼任务", en: "Created a call task"),
        onSaid: .campaign,
    )

    package struct Input: FormInput {
        let details: CampaignDetails

        package init(_ form: Form) throws(InvalidInput) {
            details = try CampaignDetails(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> StoredCampaign {
        try checkReferences(input.details, context)
        let (id, isNew) = try CampaignStore(context.transaction)
            .add(input.details, by: context.viewer.account, at: context.now)
        context.concerns(.campaign, id, input.details.name)
        if isNew {
            let approvers = try AccountStore(context.transaction).holders(of: .approveCampaign)
            try context.notify(.taskToApprove, approvers)
        }
        return StoredCampaign(
            id: id.rawValue,
            coreReference: input.details.coreReference,
            isNew: isNew,
        )
    }
}

/// Replaces what a draft of a call task says.
package struct EditCampaign: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}")
    package static let permission = Permission.editCampaign
    package static let act: LoggedAct? = LoggedAct(
        "campaign.edit",
        L("修改外呼任务", en: "Edited a call task"),
        on: .campaign,
    )
    package static let edits: Edit? = .asSeen(.campaign)

    package struct Input: FormInput {
        let id: ID<Campaign>
        let details: CampaignDetails

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            details = try CampaignDetails(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> StoredCampaign {
        let store = CampaignStore(context.transaction)
        var campaign = try store.find(input.id, visibleTo: context.viewer, toChange: true)
        context.concerns(campaign)
        try checkReferences(input.details, context)
        try campaign.edit(input.details)
        try store.save(campaign, after: .edit, by: context.viewer.account, at: context.now)
        return StoredCampaign(
            id: input.id.rawValue,
            coreReference: input.details.coreReference,
            isNew: false,
        )
    }
}

/// Refuses a branch, a vendor or a script that does not exist, each at its field.
private func checkReferences(_ details: CampaignDetails, _ context: Context) throws {
    var problems: [InvalidInput.Problem] = []
    let names = try Names(context)
    if !names.institutions.contains(where: { $0.id == details.institution }) {
        problems.append(
            .init("institution_id", L("没有这个使用机构。", en: "There is no such institution."))
        )
    }
    if !names.vendors.contains(where: { $0.id == details.vendor }) {
        problems.append(.init("vendor_id", L("没有这个供应商。", en: "There is no such vendor.")))
    }
    if let version = details.scriptVersion {
        do {
            _ = try ScriptStore(context.transaction).version(version, visibleTo: context.viewer)
        } catch is NotFound {
            problems.append(
                .init("script_version_id", L("没有这个话术版本。", en: "There is no such script version."))
            )
        }
    }
    if !problems.isEmpty { throw InvalidInput(problems) }
}

/// A call task that was stored: its identity, under both numbers.
package struct StoredCampaign: Resource {
    /// The identity.
    package let id: Int64
    /// The number in the bank's core system.
    package let coreReference: String
    /// Whether it was made just now; false when it existed already.
    package let isNew: Bool

    package var title: L { L("外呼任务 \(id)", en: "Call task \(id)") }
    package var status: Int { isNew ? 201 : 200 }
    package var location: String? { "/campaigns/\(id)" }
    package var page: HTML {
        element("p") {
            element("a", .href("/campaigns/\(id)")) { title }
        }
    }
}
