internal import HTML
internal import Jobs
internal import Kernel
internal import Threads
package import Web

/// Leads of the bank's tasks: hand-out, suppression, import. C2.1, C4.12, C5.1.
package enum Leads {
    /// What the capability contributes.
    package static func capability() -> Capability {
        Capability(
            name: "leads",
            endpoints: [
                ListImports(), ListCampaignImports(), ImportLeads(), ImportSuppression(),
                ShowImport(), ChooseSheets(), MapImport(), StartImport(), ImportRejects(),
                UndoImport(), ListUnsettled(), EnterUnsettled(), DismissUnsettled(),
                ListSuppressions(), AddSuppression(), LiftSuppression(), SearchSuppression(),
                ListLeads(), ShowLead(), ShowAttributes(), SetAttributes(),
            ],
            migrations: LeadsSchema.migrations,
            menu: [
                MenuEntry(
                    .operation,
                    L("名单导入", en: "Lead imports"),
                    ListImports.self,
                    icon: .upload,
                    key: "i"
                ),
                MenuEntry(
                    .operation,
                    L("禁呼名单", en: "Suppression list"),
                    ListSuppressions.self,
                    icon: .ban,
                    key: "n"
                ),
            ],
            jobs: { environment in
                let runner = ImportRunner(environment.within(.bulk))
                return [
                    JobDefinition(
                        "leads.imports",
                        L("处理名单导入与收件目录", en: "Work off imports and the watched folder"),
                        .every(.seconds(1)),
                        lane: .bulk,
                        .own { context in try runner.step { !context.isStopping } },
                    )
                ]
            },
            home: [WaitingImports(), UnsettledWork(), ImportChanges()],
            search: [LeadSearch(), ImportSearch(), SuppressionFinder()],
            notices: NoticeKind.ofLeads,
        )
    }
}
