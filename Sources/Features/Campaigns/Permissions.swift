package import Access

/// The rights of this capability.
extension Permission {
    /// Seeing call tasks: the bank all of them, a vendor its own.
    package static let listCampaigns = Permission(
        "campaigns.list",
        .bankManager,
        .bankInspector,
        .auditor,
        .projectManager,
        .supervisor,
        .inspector,
        .analyst,
        scopes: [.createTasks, .importLeads, .readResults],
    )
    /// Creating call tasks: people of the bank, and its core system. C2.1.
    package static let createCampaign = Permission(
        "campaigns.create",
        .bankManager,
        scopes: [.createTasks],
    )
    /// Editing call tasks that are drafts.
    package static let editCampaign = Permission("campaigns.edit", .bankManager)
    /// Approving call tasks that someone else created.
    package static let approveCampaign = Permission("campaigns.approve", .bankManager)
    /// Starting, pausing and resuming call tasks.
    package static let runCampaign = Permission("campaigns.run", .bankManager)
    /// Closing call tasks for good.
    package static let closeCampaign = Permission("campaigns.close", .bankManager)
    /// Exchanging the wording of a task. C4.12.
    package static let changeCampaignScript = Permission(
        "campaigns.change_script",
        .bankManager,
    )
    /// Reading scripts.
    package static let listScripts = Permission(
        "scripts.list",
        .bankManager,
        .bankInspector,
        .auditor,
        .projectManager,
        .supervisor,
        .inspector,
        .trainer,
    )
    /// Writing scripts and versions of them: vendors watch and adjust the wording. C4.12.
    package static let writeScripts = Permission(
        "scripts.write",
        .bankManager,
        .projectManager,
        .supervisor,
        .trainer,
    )
    /// Approving and retiring wording that someone else wrote: the bank's alone. C4.12.
    package static let approveScripts = Permission("scripts.approve", .bankManager)
    /// Seeing the branches that use the service, and the hours of provinces. C5.3.
    package static let listInstitutions = Permission(
        "institutions.list",
        .bankManager,
        .bankInspector,
        .auditor,
        .systemAdministrator,
        scopes: [.createTasks],
    )
    /// Changing branches with their seats and volume, and the hours of provinces. C5.3.
    package static let manageInstitutions = Permission("institutions.manage", .bankManager)
}
