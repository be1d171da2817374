package import Access
package import Kernel
package import Web

/// Approves a call task that someone else created. C2.1.
package struct ApproveCampaign: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/approval")
    package static let permission = Permission.approveCampaign
    package static let act: LoggedAct? = LoggedAct(
        "campaign.approve",
        L("批准外呼任务", en: "Approved a call task"),
        on: .campaign,
    )
    package static let edits: Edit? = .asSeen(.campaign)

    package func answer(_ input: CampaignNoteInput, _ context: Context) throws -> Done {
        let store = CampaignStore(context.transaction)
        var campaign = try store.find(input.id, visibleTo: context.viewer, toChange: true)
        context.concerns(campaign)
        let script = try campaign.details.scriptVersion.map {
            try ScriptStore(context.transaction).version($0, visibleTo: context.viewer).state
        }
        let authors = try store.authors(of: campaign)
        try campaign.approve(
            by: context.viewer.account,
            authors: authors,
            script: script,
            on: context.now.day,
        )
        try store.save(campaign, after: .approve, context, note: input.note)
        try context.notify(.taskApproved, authors)
        return Done("/campaigns/\(input.id)", id: input.id.rawValue)
    }
}

/// Starts an approved call task: from now on its leads are handed out. C2.1.
package struct StartCampaign: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/start")
    package static let permission = Permission.runCampaign
    package static let act: LoggedAct? = LoggedAct(
        "campaign.start",
        L("启动外呼任务", en: "Started a call task"),
        on: .campaign,
    )
    package static let edits: Edit? = .asSeen(.campaign)

    package func answer(_ input: CampaignNoteInput, _ context: Context) throws -> Done {
        try move(.start, input, context)
    }
}

/// Pauses a running call task: nothing more is handed out, and nothing more is dialled. C2.1.
package struct PauseCampaign: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/pause")
    package static let permission = Permission.runCampaign
    package static let act: LoggedAct? = LoggedAct(
        "campaign.pause",
        L("暂停外呼任务", en: "Paused a call task"),
        on: .campaign,
    )
    package static let edits: Edit? = .always(.campaign)

    package func answer(_ input: CampaignNoteInput, _ context: Context) throws -> Done {
        try move(.pause, input, context)
    }
}

/// Resumes a paused call task. C2.1.
package struct ResumeCampaign: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/resumption")
    package static let permission = Permission.runCampaign
    package static let act: LoggedAct? = LoggedAct(
        "campaign.resume",
        L("恢复外呼任务", en: "Resumed a call task"),
        on: .campaign,
    )
    package static let edits: Edit? = .asSeen(.campaign)

    package func answer(_ input: CampaignNoteInput, _ context: Context) throws -> Done {
        try move(.resume, input, context)
    }
}

/// Closes a call task for good. C2.1.
package struct CloseCampaign: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/closure")
    package static let permission = Permission.closeCampaign
    package static let act: LoggedAct? = LoggedAct(
        "campaign.close",
        L("关闭外呼任务", en: "Closed a call task"),
        on: .campaign,
    )
    package static let edits: Edit? = .asSeen(.campaign)

    package func answer(_ input: CampaignNoteInput, _ context: Context) throws -> Done {
        try move(.close, input, context)
    }
}

private func move(
    _ move: CampaignMove,
    _ input: CampaignNoteInput,
    _ context: Context,
) throws -> Done {
    let store = CampaignStore(context.transaction)
    var campaign = try store.find(input.id, visibleTo: context.viewer, toChange: true)
    context.concerns(campaign)
    try campaign.move(move, on: context.now.day)
    try store.save(campaign, after: move.event, context, note: input.note)
    return Done("/campaigns/\(input.id)", id: input.id.rawValue)
}

/// Exchanges the wording of a call task, also while it runs. C4.12.
package struct ChangeCampaignScript: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/script")
    package static let permission = Permission.changeCampaignScript
    package static let act: LoggedAct? = LoggedAct(
        "campaign.change_script",
        L("更换任务话术", en: "Exchanged a task's script"),
        on: .campaign,
    )
    package static let edits: Edit? = .asSeen(.campaign)

    static let version = InputField<ID<ScriptVersion>>.id(
        "script_version_id",
        L("话术版本", en: "Script version"),
    )

    package struct Input: FormInput {
        let id: ID<Campaign>
        let version: ID<ScriptVersion>

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            version = try ChangeCampaignScript.version.read(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let store = CampaignStore(context.transaction)
        var campaign = try store.find(input.id, visibleTo: context.viewer, toChange: true)
        context.concerns(campaign)
        let version = try ScriptStore(context.transaction)
            .version(input.version, visibleTo: context.viewer)
        try campaign.changeScript(to: version.id, script: version.state)
        let note = "\(version.name) v\(version.number)"
        try store.save(campaign, after: .changeScript, context, note: note)
        return Done("/campaigns/\(input.id)", id: input.id.rawValue)
    }
}

extension Context {
    /// The act is about this task.
    func concerns(_ campaign: CampaignRecord) {
        concerns(.campaign, campaign.id, campaign.details.name)
    }
}

extension CampaignStore {
    /// Keeps what an event made of a task, in the name of who asks.
    fileprivate func save(
        _ campaign: CampaignRecord,
        after event: CampaignEvent,
        _ context: Context,
        note: String,
    ) throws {
        try save(
            campaign,
            after: event,
            by: context.viewer.account,
            at: context.now,
            note: note,
        )
    }
}
