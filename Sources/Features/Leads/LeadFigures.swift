package import Access
package import Campaigns
package import Database
package import Kernel

/// The counts of leads on a task's page, and the way to its imports and its leads. C2.1.
package struct LeadFigures: CampaignFigures {
    /// Counts what the database holds.
    package init() {}

    package func figures(
        of campaign: ID<Campaign>,
        for viewer: Viewer,
        in transaction: Transaction,
    ) throws -> [CampaignFigure] {
        let counts = try LeadCounts(of: campaign, transaction)
        let imports =
            Permission.listImports.allows(viewer) ? "/campaigns/\(campaign)/imports" : nil
        let leads = Permission.listLeads.allows(viewer) ? "/campaigns/\(campaign)/leads" : nil
        let states = LeadState.allCases.map { state in
            CampaignFigure(
                "leads_\(state.rawValue)",
                state.name,
                Int64(counts[state]),
                path: leads.map { "\($0)?state=\(state.rawValue)" },
            )
        }
        return [CampaignFigure("leads", L("名单", en: "Leads"), Int64(counts.total), path: imports)]
            + states
    }
}
