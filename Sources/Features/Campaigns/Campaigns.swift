package import Access
package import Database
internal import HTML
package import Kernel
package import Web

/// Call tasks from the bank's core system, scripts, call rules, and the branches that use the
/// service. C2.1, C2.2, C4.12, C5.3.
package enum Campaigns {
    /// What the capability contributes. `figures` are the counts that later capabilities show on
    /// a task's page.
    package static func capability(figures: [any CampaignFigures] = []) -> Capability {
        Capability(
            name: "campaigns",
            endpoints: [
                ListCampaigns(), NewCampaignPage(), CreateCampaign(),
                ShowCampaign(figures: figures), EditCampaignPage(), EditCampaign(),
                ApproveCampaign(), StartCampaign(), PauseCampaign(), ResumeCampaign(),
                CloseCampaign(), ChangeCampaignScript(), ListScripts(), NewScriptPage(),
                CreateScript(), ShowScript(), NewScriptVersionPage(), CreateScriptVersion(),
                ShowScriptVersion(), ApproveScriptVersion(), RetireScriptVersion(),
                ListInstitutions(), NewInstitutionPage(), CreateInstitution(),
                EditInstitutionPage(), EditInstitution(), ListRegionHours(), SetRegionHours(),
            ],
            migrations: CampaignsSchema.migrations,
            menu: [
                MenuEntry(
                    .operation,
                    L("外呼任务", en: "Call tasks"),
                    ListCampaigns.self,
                    icon: .task,
                    key: "t"
                ),
                MenuEntry(
                    .operation,
                    L("话术", en: "Scripts"),
                    ListScripts.self,
                    icon: .script,
                    key: "s"
                ),
                MenuEntry(
                    .system,
                    L("使用机构", en: "Institutions"),
                    ListInstitutions.self,
                    icon: .building
                ),
                MenuEntry(
                    .system,
                    L("各省外呼时段", en: "Hours by province"),
                    ListRegionHours.self,
                    icon: .clock
                ),
            ],
            acts: acts,
            home: [
                CampaignApprovals(), CampaignStarts(), ScriptApprovals(), ScriptProgress(),
                CampaignChanges(),
            ],
            search: [CampaignSearch(), ScriptSearch()],
            notices: NoticeKind.ofCampaigns,
        )
    }

    /// What one may begin from any page.
    private static let acts = [
        PaletteAct(L("新建外呼任务", en: "New call task"), NewCampaignPage.self),
        PaletteAct(L("新建话术", en: "New script"), NewScriptPage.self),
        PaletteAct(L("新建使用机构", en: "New institution"), NewInstitutionPage.self),
    ]
}

/// A number that another capability shows on a task's page, such as the leads that are left.
package struct CampaignFigure: Encodable, Sendable, Hashable {
    /// A stable name for programs.
    package let code: String
    /// What is counted, for people.
    package let name: L
    /// The count.
    package let value: Int64
    /// Where the things counted are listed; nil for nowhere.
    package let path: String?

    /// A number with its name and its list.
    package init(_ code: String, _ name: L, _ value: Int64, path: String? = nil) {
        self.code = code
        self.name = name
        self.value = value
        self.path = path
    }
}

/// Where a task's figures come from: a later capability provides them, `App` connects them.
package protocol CampaignFigures: Sendable {
    /// The figures of a task that the viewer has been found to see.
    func figures(
        of campaign: ID<Campaign>,
        for viewer: Viewer,
        in transaction: Transaction,
    ) throws -> [CampaignFigure]
}
