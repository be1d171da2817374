package import HTML
internal import Kernel
internal import Web

extension CampaignView {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            L("核心系统编号 \(coreReference)", en: "Core system no. \(coreReference)"),
            back: (L("外呼任务", en: "Call tasks"), "/campaigns"),
            state: CampaignState.mark(state),
        ) { offers.html }
        if state == CampaignState.draft.rawValue, !acts.contains("approval"), !acts.isEmpty {
            notice(
                .info,
                L(
                    "草稿需由另一位行方管理人员批准后才能启动。",
                    en: "Another bank manager approves the draft before it can start.",
                ),
            )
        }
        if !figures.isEmpty {
            statTiles(
                figures.map {
                    StatTile($0.name, value: grouped(Int($0.value)), href: $0.path)
                },
                id: "figure",
            )
        }
        columns(2) {
            taskCard
            ruleCard
        }
        columns(2) {
            recyclingTable
            history
        }
    }

    private var taskCard: HTML {
        card(L("任务", en: "Task")) {
            facts([
                (L("产品", en: "Product"), product.html),
                (L("使用机构", en: "Institution"), institution.html),
                (L("供应商", en: "Vendor"), vendor.html),
                (L("目标客群", en: "Target group"), targetGroup.html),
                (L("期限", en: "Period"), "\(startsOn) – \(endsOn)".html),
                (L("合法依据", en: "Basis"), consentBasis.html),
                (L("创建人", en: "Created by"), createdBy.html),
            ])
        }
    }

    private var ruleCard: HTML {
        card(L("外呼规则", en: "Call rules")) {
            facts([
                (L("外呼时段", en: "Call hours"), callHours.html),
                (L("外呼日", en: "Days"), L("仅工作日", en: "Working days only").html),
                (
                    L("每客户次数", en: "Calls per customer"),
                    L(
                        "每日\(attemptsPerDay)次，共\(attemptsTotal)次",
                        en: "\(attemptsPerDay) a day, \(attemptsTotal) in all",
                    ).html
                ),
                (L("优先级", en: "Priority"), priority.html),
                (L("外显号码", en: "Number shown"), callerIdText),
                (L("话术", en: "Script"), scriptLink),
            ])
        }
    }

    private var callerIdText: HTML {
        callerId.isEmpty ? L("线路默认", en: "The line's own").html : callerId.html
    }

    private var scriptLink: HTML {
        if scriptVersionId == nil { return L("尚未选择", en: "None yet").html }
        return HTML {
            linked(script, to: scriptPath)
            " "
            ScriptState.mark(scriptState)
        }
    }

    private var recyclingTable: HTML {
        card(L("回收规则", en: "Recycling")) {
            dataTable(
                id: "recycling",
                caption: L("回收规则", en: "Recycling"),
                columns: [
                    Column(L("通话结果", en: "Outcome")),
                    Column(L("再次外呼间隔", en: "Comes back after"), .number),
                ],
                rows: recycling.map { rule in
                    TableRow([
                        rule.name.html,
                        Self.delay(rule.delayMinutes).html,
                    ])
                },
                empty: L("不回收：每位客户只外呼一次。", en: "None: each customer is called once."),
            )
        }
    }

    /// Minutes in the largest unit that needs no fraction.
    private static func delay(_ minutes: Int) -> L {
        if minutes % 1_440 == 0 { return L("\(minutes / 1_440)天", en: "\(minutes / 1_440) d") }
        if minutes % 60 == 0 { return L("\(minutes / 60)小时", en: "\(minutes / 60) h") }
        return L("\(minutes)分钟", en: "\(minutes) min")
    }

    private var history: HTML {
        card(L("经过", en: "History")) {
            timeline(
                steps.map { step in
                    TimelineEntry(
                        at: step.moment,
                        step.name,
                        by: step.account,
                        detail: step.note.isEmpty ? nil : step.note.html,
                    )
                }
            )
        }
    }
}
