package import Access
internal import Campaigns
package import HTML
package import Kernel
package import Web

/// The workbench: everything that an agent's day needs, without a mouse. C2.2.
package struct ShowWorkbench: Endpoint {
    package static let route = Route(.get, "/workbench")
    package static let permission = Permission.work

    package func answer(_ input: NoInput, _ context: Context) throws -> WorkbenchPage {
        WorkbenchPage()
    }
}

/// The workbench's frame; its script fills it from the seat. Programs read what may be recorded.
package struct WorkbenchPage: Resource {
    /// A result with its key and its fields.
    package struct Choice: Encodable, Sendable {
        let code: String
        let name: L
        let group: L
        let key: String
        let required: [String]
        let optional: [String]
    }

    /// The results that can be recorded.
    package let outcomes: [Choice]

    init() {
        outcomes = Outcome.recordable.map { outcome in
            let fields = outcome.fields.map(\.field)
            return Choice(
                code: outcome.rawValue,
                name: outcome.name,
                group: outcome.group.name,
                key: outcome.hotkey,
                required: fields.filter { outcome.requires($0) }.map(\.rawValue),
                optional: fields.filter { !outcome.requires($0) }.map(\.rawValue),
            )
        }
    }

    package var title: L { L("坐席工作台", en: "Workbench") }
    package var layout: PageLayout { .wide }
    package var scripts: [String] { ["workbench.js"] }
    package var styles: [String] { ["workbench.css"] }

    package var page: HTML {
        element("h1", .class("visually-hidden")) { title }
        element(
            "div",
            attributes: [.class("bench"), .id("bench"), .data("state", "signed_out")] + words
        ) {
            strip
            element("div", .class("bench-panes"), .data("show", "customer"), .hidden) {
                customerPane
                scriptPane
                outcomePane
            }
            BenchIdle.html
            legend
        }
        BenchDialogs.html
        BenchPhone.dialogs
    }

    /// The texts that the script shows.
    private var words: [Attribute] {
        [
            .data("word-mode-preview", DialMode.preview.name),
            .data("word-mode-progressive", DialMode.progressive.name),
            .data("word-attempt", L("第{count}次拨打", en: "Call no. {count}")),
            .data("word-talk", L("通话{span}", en: "{span} talk")),
            .data("word-no-talk", L("未接通", en: "not reached")),
            .data("word-no-result", L("未记录结果", en: "no result")),
            .data("word-first-call", L("首次联系，无历史通话。", en: "First contact, no earlier calls.")),
            .data("word-preview", L("请核对客户资料后拨号", en: "Read the card, then dial")),
            .data("word-ended", L("{cause} · {party}挂机", en: "{cause} · ended by {party}")),
            .data("word-recorded", L("通话将被录音", en: "the call is recorded")),
            .data("word-tell", L("请告知客户通话录音", en: "tell the customer of the recording")),
            .data("word-told", L("已告知录音", en: "told of the recording")),
            .data("word-version", L("话术 v{version} · 行方已批准", en: "Script v{version} · approved")),
            .data("word-no-script", L("本任务没有话术。", en: "This task has no script.")),
            .data("word-left", L("今日还可呼{count}通。", en: "{count} calls are left today.")),
            .data("word-overdue", L("已超时", en: "overdue")),
            .data("word-due", L("到期", en: "due")),
            .data("word-agreed", L("已约定", en: "agreed")),
            .data("word-in-call", L("别处通话中", en: "In a call elsewhere")),
            .data("word-taken-over", L("已停用", en: "Stopped")),
            .data(
                "word-reminder",
                L("{time} 回访 {customer} 到期", en: "{time}: the callback to {customer} is due"),
            ),
            .data("word-own", L("本人", en: "mine")),
            .data("word-anyone", L("任何坐席", en: "anyone")),
            .data("word-handed-on", L("原坐席不在，转来", en: "handed on, owner away")),
            .data("word-take", L("呼叫", en: "Call")),
            .data("word-no-callbacks", L("没有到期的回访。", en: "No callbacks.")),
            .data("word-cleared", L("回访已取消", en: "Callback taken back:")),
            .data("word-line-up", L("已连接", en: "Connected")),
            .data("word-line-down", L("连接中断，正在重连", en: "Connection lost, reconnecting")),
            .data(
                "word-offline",
                L(
                    "无法连接服务器，操作未生效；输入内容仍保留，连接恢复后请重试。",
                    en:
                        "The server cannot be reached; nothing was done, your input is kept. Try again "
                        + "when the connection is back.",
                )
            ),
            .data(
                "word-unexpected",
                L(
                    "服务器答复异常，请刷新页面后核对。",
                    en: "An unexpected answer; reload the page and check.",
                )
            ),
            .data(
                "word-line-failed",
                L(
                    "线路故障，未接通客户：本次不计入外呼量，客户稍后再派发。如反复出现，请告知主管。",
                    en: "The line failed before the customer was reached: the call does not count, "
                        + "and the customer comes again later. If it goes on, tell your supervisor.",
                )
            ),
            .data("word-pending", L("另{count}户待行方确认", en: "{count} more wait for the bank")),
            .data("word-choose", L("请先选择通话结果。", en: "Choose a result first.")),
            .data(
                "word-never-answered",
                L(
                    "线路未显示应答，不能选择已接通的结果。",
                    en: "The line saw no answer: no result of a conversation.",
                )
            ),
        ]
    }

    // MARK: Strip

    private var strip: HTML {
        element("div", .class("bench-strip")) {
            element("div", .class("bench-seat"), .role("status")) {
                icon(.seat)
                element("strong", .data("seat", "state-name")) { L("正在打开…", en: "Opening…") }
                element("span", .class("timer"), .data("seat", "since"), .role("timer")) { "0:00" }
            }
            figure(L("今日拨打", en: "Calls today"), "dialled", CallLimits.callsPerAgentAndDay, "bar")
            figure(
                L("意向客户", en: "Interested"),
                "interested",
                CallLimits.interestedPerAgentAndDay,
                "bar bar-good",
            )
            element("div", .class("bench-figure")) {
                element("span") { L("到期回访", en: "Callbacks due") }
                element("strong", .data("seat", "callbacks")) { "0" }
            }
            BenchPhone.strip
            element("div", .class("bench-line"), .data("seat", "line"), .role("status")) {
                icon(.check)
                element("span") { L("正在连接", en: "Connecting") }
            }
            element("div", .class("bench-actions")) {
                act(L("切换拨号方式", en: "Dial mode"), "mode", .eye, "m")
                dialogButton(
                    L("回访", en: "Callbacks"),
                    opens: "bench-callbacks",
                    icon: .callback,
                    key: "b"
                )
                dialogButton(L("小休", en: "Break"), opens: "bench-break", icon: .break, key: "q")
                act(L("锁定", en: "Lock"), "lock", .lock, "l")
            }
        }
    }

    private func figure(_ name: L, _ slot: String, _ whole: Int, _ style: String) -> HTML {
        element("div", .class("bench-figure")) {
            element("span") { name }
            element("strong") {
                element("span", .data("seat", slot)) { "0" }
                element("small") { " / \(whole)" }
            }
            element(
                "progress",
                .class(style),
                .label(name),
                .data("bar", slot),
                Attribute("max", String(whole)),
                .value("0"),
            )
            element("small", .class("bench-pending"), .data("seat", "pending-\(slot)"))
        }
    }

    // MARK: Panes

    private var customerPane: HTML {
        element("aside", .class("bench-customer"), .label(L("客户", en: "Customer"))) {
            element("div", .class("customer-name")) {
                element("span", .class("masked"), .data("seat", "name"))
                element("span", .class("customer-number")) {
                    element("span", .class("masked"), .data("seat", "phone"))
                }
            }
            element("div", .class("customer-tags"), .data("seat", "tags"))
            element("h2", .class("bench-title")) { L("客户属性", en: "Attributes") }
            element("dl", .class("attributes"), .data("seat", "attributes"))
            element("h2", .class("bench-title")) { L("历史通话", en: "Earlier calls") }
            element("ol", .class("history"), .data("seat", "history"))
        }
    }

    private var scriptPane: HTML {
        element("section", .class("bench-script"), .label(L("话术", en: "Script"))) {
            element("div", .data("refusal", ""), .role("alert"))
            element("div", .class("call-bar"), Attribute("aria-live", "polite")) {
                icon(.phone)
                element("strong", .data("seat", "state-name"))
                element("span", .class("timer"), .data("seat", "call-since"), .role("timer"))
                act(L("退回", en: "Give back"), "return", .undo, "Escape")
                act(L("拨号", en: "Dial"), "dial", .phoneOut, "d", .primary)
                BenchPhone.callKeys
                act(L("挂断", en: "Hang up"), "end", .phoneOff, "h", .danger)
                element("div", .class("call-bar-note")) {
                    element("small", .data("seat", "call-text"))
                    BenchPhone.monitors
                }
            }
            element("div", .class("script-head")) {
                element("strong", .data("seat", "task"))
                element("span", .data("seat", "product"))
                element("span", .data("seat", "version"))
            }
            element(
                "nav",
                .class("script-steps"),
                .data("seat", "steps"),
                .label(L("步骤", en: "Steps"))
            )
            element(
                "article",
                .class("script-text"),
                .data("seat", "text"),
                Attribute("aria-live", "polite")
            )
            element("div", .class("branches"), .data("seat", "branches"))
            element("section", .class("objections"), .data("seat", "objections")) {
                element("h2", .class("bench-title")) { L("客户异议", en: "Objections") }
            }
        }
    }

    private var outcomePane: HTML {
        element(
            "form",
            .class("bench-outcome"),
            .id("bench-outcome"),
            .label(L("通话结果", en: "Result")),
            Attribute(flag: "novalidate"),
        ) {
            ResultForm.tree
            element("div", .class("outcome-fields"), .data("seat", "fields"), .hidden) {
                for field in Outcome.Field.allCases {
                    element("div", .data("field", field.rawValue), .hidden) {
                        if field == .callbackAt { quickTimes }
                        ResultForm.field(field).html
                    }
                }
            }
            element("div", .class("outcome-save")) {
                element(
                    "button",
                    .type("submit"),
                    .class("btn btn-primary"),
                    .data("act", "save"),
                    .data("key", "Enter"),
                ) {
                    icon(.check)
                    element("span") { L("保存结果", en: "Save the result") }
                    element("kbd", Attribute("aria-hidden", "true")) { "Enter" }
                }
            }
        }
    }

    private var quickTimes: HTML {
        element("div", .class("quick-times"), .role("group"), .label(L("快捷时间", en: "Quick times")))
        {
            quick("hour", L("1小时后", en: "In 1 h"), "7")
            quick("afternoon", L("今天下午", en: "This afternoon"), "8")
            quick("tomorrow", L("明天10:00", en: "Tomorrow 10:00"), "9")
        }
    }

    private func quick(_ name: String, _ text: L, _ letter: String) -> HTML {
        element(
            "button",
            .type("button"),
            .class("btn btn-outline-secondary btn-sm"),
            .data("quick", name),
            .data("key", letter),
        ) {
            element("span") { text }
            element("kbd", Attribute("aria-hidden", "true")) { letter }
        }
    }

    private var legend: HTML {
        let keys: [(String, L)] = [
            ("Enter", L("下一位 / 拨号 / 保存", en: "Next / dial / save")), ("D", L("拨号", en: "Dial")),
            ("H", L("挂断", en: "Hang up")), ("Esc", L("退回", en: "Give back")),
            ("A S D F", L("话术分支", en: "Script branch")), ("O", L("异议", en: "Objection")),
            ("1–6 · I C N R …", L("通话结果", en: "Result")), ("?", L("全部快捷键", en: "All keys")),
        ]
        return element("div", .class("bench-legend"), Attribute("aria-hidden", "true")) {
            for (name, meaning) in keys {
                element("span") {
                    key(name)
                    meaning
                }
            }
        }
    }
}

/// A button that the workbench's script acts upon.
func act(
    _ text: L,
    _ name: String,
    _ picture: Icon,
    _ letter: String,
    _ weight: Weight = .secondary,
) -> HTML {
    let style =
        switch weight {
        case .primary: "btn btn-primary"
        case .danger: "btn btn-danger"
        case .secondary, .quiet: "btn btn-outline-secondary"
        }
    return element(
        "button",
        .type("button"),
        .class(style),
        .data("act", name),
        .data("key", letter),
    ) {
        icon(picture)
        element("span") { text }
        element("kbd", Attribute("aria-hidden", "true")) {
            letter == "Escape" ? "Esc" : letter.uppercased()
        }
    }
}
