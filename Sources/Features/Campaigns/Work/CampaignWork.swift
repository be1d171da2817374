internal import Access
internal import Kernel
internal import Web

/// Tasks that somebody else entered and that wait for the viewer's approval; nobody approves their
/// own. C2.1.
struct CampaignApprovals: HomeSource {
    let permission = Permission.approveCampaign
    let path = "/campaigns"
    /// So many drafts are looked at.
    private static let most = 50

    func waiting(_ context: Context) throws -> [WorkItem] {
        let store = CampaignStore(context.transaction)
        var filter = CampaignStore.Filter()
        filter.state = .draft
        let drafts = try store.list(filter, visibleTo: context.viewer, limit: Self.most)
            .filter { try !store.authors(of: $0).contains(context.viewer.account) }
        return WorkItem.gathered(
            drafts.map { draft in
                WorkItem(
                    L("外呼任务待批准", en: "A call task to approve"),
                    concerns: L(same: draft.details.name),
                    href: "/campaigns/\(draft.id)",
                    urgency: Urgency(of: draft.details.startsOn, on: context.now.day),
                    clock: .since(draft.createdAt),
                )
            },
            all: "/campaigns?state=draft",
        )
    }
}

/// Approved tasks whose first day has come and that nobody has started.
struct CampaignStarts: HomeSource {
    let permission = Permission.runCampaign
    let path = "/campaigns"

    func waiting(_ context: Context) throws -> [WorkItem] {
        var filter = CampaignStore.Filter()
        filter.state = .approved
        let today = context.now.day
        let due = try CampaignStore(context.transaction)
            .list(filter, visibleTo: context.viewer, limit: 50)
            .filter { $0.details.startsOn <= today && today <= $0.details.endsOn }
        return WorkItem.gathered(
            due.map { task in
                WorkItem(
                    L("任务已批准，待启动", en: "Approved, to be started"),
                    concerns: L(same: task.details.name),
                    href: "/campaigns/\(task.id)",
                    urgency: Urgency(of: task.details.startsOn, on: today),
                    clock: .since(task.details.startsOn.start),
                )
            },
            all: "/campaigns?state=approved",
        )
    }
}

/// Wording that somebody else wrote and that waits for the viewer's approval. C4.12.
struct ScriptApprovals: HomeSource {
    let permission = Permission.approveScripts
    let path = "/scripts"

    func waiting(_ context: Context) throws -> [WorkItem] {
        let drafts = try ScriptStore(context.transaction)
            .drafts(visibleTo: context.viewer, limit: 50)
            .filter { FourEyes.allows(context.viewer.account, not: [$0.createdBy]) }
        return WorkItem.gathered(
            drafts.map { draft in
                WorkItem(
                    L("话术待批准", en: "A script to approve"),
                    concerns: L(same: "\(draft.name) v\(draft.number)"),
                    href: "/script-versions/\(draft.id)",
                    clock: .since(draft.createdAt),
                )
            },
            all: path,
        )
    }
}

/// What writers of scripts see of them: what the bank has not approved yet, and what it has.
struct ScriptProgress: HomeSource {
    let permission = Permission.writeScripts
    let path = "/scripts"

    func figures(_ context: Context) throws -> [HomeFigure] {
        let drafts = try ScriptStore(context.transaction)
            .drafts(visibleTo: context.viewer, limit: 100)
        return [
            HomeFigure(
                L("待行方批准的话术", en: "Scripts the bank has to approve"),
                "\(drafts.count)",
                href: path
            )
        ]
    }

    func news(_ context: Context, since moment: Moment) throws -> [HomeNews] {
        try ScriptStore(context.transaction)
            .approved(since: moment, visibleTo: context.viewer, limit: HomeNews.most)
            .map { version in
                HomeNews(
                    at: version.approvedAt ?? version.createdAt,
                    L(
                        "话术“\(version.name)”第\(version.number)版已批准",
                        en: "Script “\(version.name)”, version \(version.number), was approved",
                    ),
                    href: "/script-versions/\(version.id)",
                )
            }
    }
}

/// What happened to the tasks that the viewer sees.
struct CampaignChanges: HomeSource {
    let permission = Permission.listCampaigns
    let path = "/campaigns"

    func figures(_ context: Context) throws -> [HomeFigure] {
        var filter = CampaignStore.Filter()
        filter.state = .running
        let running = try CampaignStore(context.transaction)
            .list(filter, visibleTo: context.viewer, limit: 100)
        return [
            HomeFigure(
                L("进行中的任务", en: "Running tasks"),
                running.count == 100 ? "100+" : "\(running.count)",
                href: "/campaigns?state=running",
            )
        ]
    }

    func news(_ context: Context, since moment: Moment) throws -> [HomeNews] {
        try CampaignStore(context.transaction)
            .steps(since: moment, visibleTo: context.viewer, limit: HomeNews.most)
            .filter { $0.step.account != context.viewer.account }
            .map { found in
                HomeNews(
                    at: found.step.at,
                    L("任务“\(found.name)”：", en: "Task “\(found.name)”: ") + found.step.step.name,
                    href: "/campaigns/\(found.campaign)",
                )
            }
    }
}

/// Tasks by their number, name or the core system's number.
struct CampaignSearch: SearchSource {
    let permission = Permission.listCampaigns

    func find(_ text: SearchText, _ context: Context) throws -> [Found] {
        let kind = L("外呼任务", en: "Call task")
        let store = CampaignStore(context.transaction)
        var tasks: [CampaignRecord] = []
        if let number = text.number(of: kind) ?? text.number(of: L("任务", en: "Task")) {
            tasks +=
                try ifVisible { try store.find(ID(number), visibleTo: context.viewer) }
                .map { [$0] } ?? []
        }
        tasks += try store.search(text.pattern, visibleTo: context.viewer, limit: Found.most)
            .filter { task in !tasks.contains { $0.id == task.id } }
        return tasks.map { task in
            Found(
                kind,
                L(same: "\(task.id) · \(task.details.name) · ") + task.state.name,
                href: "/campaigns/\(task.id)",
            )
        }
    }
}

/// Scripts by their name.
struct ScriptSearch: SearchSource {
    let permission = Permission.listScripts

    func find(_ text: SearchText, _ context: Context) throws -> [Found] {
        try ScriptStore(context.transaction).list(visibleTo: context.viewer)
            .filter { $0.name.lowercased().contains(text.words.lowercased()) }
            .map { Found(L("话术", en: "Script"), L(same: $0.name), href: "/scripts/\($0.id)") }
    }
}

extension Urgency {
    /// How pressing it is to be ready on `day`.
    fileprivate init(of day: BusinessDay, on today: BusinessDay) {
        self =
            if day < today {
                .overdue
            } else if day == today {
                .today
            } else if day <= today.adding(days: 3) {
                .soon
            } else {
                .open
            }
    }
}
