package import Access
internal import Campaigns
internal import HTML
package import Kernel
package import Web

/// The script of a task as its agent reads it out. A version never changes once it is approved: a
/// page asks for it once, and not with every look at the seat. C4.12.
package struct ShowSeatScript: Endpoint {
    package static let route = Route(.get, "/seat/scripts/{id}")
    package static let permission = Permission.work

    package struct Input: FormInput {
        let version: ID<ScriptVersion>
        let task: ID<Campaign>

        package init(_ form: Form) throws(InvalidInput) {
            version = try form.id("id")
            task = try form.id("task")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ScriptPane {
        let campaign = try CampaignStore(context.transaction)
            .find(input.task, visibleTo: context.viewer)
        guard campaign.details.scriptVersion == input.version else {
            throw NotFound(L("话术版本", en: "script version"))
        }
        let version = try ScriptStore(context.transaction)
            .version(input.version, visibleTo: context.viewer)
        let branch = try InstitutionStore(context.transaction).find(campaign.details.institution)
        return ScriptPane(
            version,
            filling: ["{机构}": branch.name, "{工号}": context.viewer.staffNumber],
        )
    }
}
