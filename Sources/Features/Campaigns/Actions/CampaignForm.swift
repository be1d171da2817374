package import Access
internal import Accounts
internal import HTML
package import Kernel
package import Web

/// The form for a new call task, filled in with the defaults.
package struct NewCampaignPage: Endpoint {
    package static let route = Route(.get, "/campaigns/new")
    package static let permission = Permission.createCampaign

    package func answer(_ input: NoInput, _ context: Context) throws -> CampaignForm {
        let today = context.now.day
        return try CampaignForm(
            campaign: nil,
            values: [
                "starts_on": today.description,
                "ends_on": today.adding(days: 30).description,
                "call_hours": CallHours.standard.description,
                "attempts_per_day": String(CallLimits.attemptsPerDay),
                "attempts_total": String(CallLimits.attemptsTotal),
                "priority": String(CampaignDetails.defaultPriority),
            ].merging(CampaignForm.values(CampaignDetails.defaultRecycling)) { mine, _ in mine },
            context,
        )
    }
}

/// The form for a draft of a call task, filled in with what it says.
package struct EditCampaignPage: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}/edit")
    package static let permission = Permission.editCampaign

    package func answer(_ input: CampaignIDInput, _ context: Context) throws -> CampaignForm {
        let campaign = try CampaignStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        _ = try campaign.state.after(.edit)
        return try CampaignForm(
            campaign: campaign,
            values: CampaignForm.values(campaign.details),
            context,
        )
    }
}

/// The form of a call task: the values of its fields and what may be chosen.
package struct CampaignForm: Resource {
    /// The task that is edited; nil for a new one.
    package let id: Int64?
    /// What the fields say, by their names.
    package let values: [String: String]
    /// The branches.
    package let institutions: [FormChoice]
    /// The vendors.
    package let vendors: [FormChoice]
    /// What the reader saw of the task; 0 for a new one.
    package let version: Int64
    /// The approved script versions, and the one that is chosen now.
    package let scriptVersions: [FormChoice]

    init(campaign: CampaignRecord?, values: [String: String], _ context: Context) throws {
        id = campaign?.id.rawValue
        self.values = values
        version =
            try campaign.map {
                try context.version(of: .campaign, $0.id.rawValue).rawValue
            } ?? 0
        let names = try Names(context)
        let details = campaign?.details
        institutions = names.institutions
            .filter { details == nil || $0.id == details?.institution }
            .map { FormChoice(value: $0.id.description, name: L(same: $0.name)) }
        vendors = names.vendors.filter { details == nil || $0.id == details?.vendor }
            .map { FormChoice(value: $0.id.description, name: L(same: $0.name)) }
        let store = ScriptStore(context.transaction)
        var versions = try store.approved(visibleTo: context.viewer)
        if let chosen = details?.scriptVersion, !versions.contains(where: { $0.id == chosen }) {
            versions.append(try store.version(chosen, visibleTo: context.viewer))
        }
        scriptVersions = versions.map {
            FormChoice(value: $0.id.description, name: L(same: "\($0.name) v\($0.number)"))
        }
    }

    /// The fields of a task, as the form sends them.
    static func values(_ details: CampaignDetails) -> [String: String] {
        [
            "core_reference": details.coreReference,
            "name": details.name,
            "product": details.product,
            "institution_id": details.institution.description,
            "vendor_id": details.vendor.description,
            "target_group": details.targetGroup,
            "starts_on": details.startsOn.description,
            "ends_on": details.endsOn.description,
            "call_hours": details.hours.description,
            "attempts_per_day": String(details.attemptsPerDay),
            "attempts_total": String(details.attemptsTotal),
            "priority": String(details.priority),
            "script_version_id": details.scriptVersion.map(\.description) ?? "",
            "consent_basis": details.consentBasis,
            "caller_id": details.callerID,
        ].merging(values(details.recycling)) { mine, _ in mine }
    }

    /// The fields of the recycling rules.
    static func values(_ recycling: [Outcome: Int]) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: recycling.map {
                ("recycling.\($0.key.rawValue)", String($0.value))
            }
        )
    }

    package var title: L {
        id.map { L("修改外呼任务 \($0)", en: "Edit call task \($0)") }
            ?? L("新建外呼任务", en: "New call task")
    }
}

/// What may be chosen in a field, in a page's JSON.
package struct FormChoice: Encodable, Sendable {
    /// What is sent.
    package let value: String
    /// What is shown.
    package let name: L

    var choice: Choice { Choice(value, name) }
}
