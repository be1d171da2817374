package import Access
package import Campaigns
package import Database
package import Kernel

/// The counts of leads on a task's page, and the way to its imports. C2.1.
package struct LeadFigures: CampaignFigures {
    /// Counts what the database holds.
    package init() {}

    package func figures(
        of campaign: ID<Campaign>,
        for viewer: Viewer,
        in transaction: Transaction,
    ) throws -> [CampaignFigure] {
        let all = try transaction.one(
            "SELECT COUNT(*) FROM lead WHERE campaign_id = \(campaign)"
        )
        let ready = try transaction.one(
            "SELECT COUNT(*) FROM lead WHERE campaign_id = \(campaign) AND state = 'ready'"
        )
        let path =
            Permission.listImports.allows(viewer) ? "/campaigns/\(campaign)/imports" : nil
        return [
            CampaignFigure("leads", L("名单", en: "Leads"), try all.int(0), path: path),
            CampaignFigure("leads_ready", L("待呼名单", en: "Leads ready"), try ready.int(0)),
        ]
    }
}
