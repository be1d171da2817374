internal import HTML
internal import Kernel

/// What the workbench shows without a customer: what the seat is doing and the way on.
enum BenchIdle {
    static var html: HTML {
        element("div", .class("bench-idle"), .data("show", "idle")) {
            element("div") {
                card("signed_out", .seat, L("正在打开坐席", en: "Opening your seat")) {
                    element("p") {
                        L("打开后即可接取客户。", en: "Then the customers come.")
                    }
                }
                card("ready", .check, L("就绪", en: "Ready")) {
                    element("p") {
                        L("按 Enter 取下一位客户。", en: "Press Enter for the next customer. ")
                        element("span", .data("seat", "left"))
                    }
                    act(L("下一位客户", en: "Next customer"), "next", .arrowRight, "n", .primary)
                }
                card("on_break", .break, L("小休", en: "On break")) {
                    element("p") {
                        L("休息期间不会分配客户。", en: "No customer comes while you are away.")
                    }
                    act(L("结束小休", en: "Back to work"), "back", .play, "u", .primary)
                }
                card("locked", .lock, L("已锁定", en: "Locked")) {
                    element("p") {
                        L("屏幕上没有客户资料。", en: "No customer data is on the screen.")
                    }
                    act(L("解除锁定", en: "Unlock"), "back", .play, "u", .primary)
                }
                card("in_call", .phone, L("坐席正在通话", en: "Your seat is in a call")) {
                    element("p") { SeatRefusal.inCall.message }
                    act(
                        L("结束通话并在此接管", en: "End the call and take over"),
                        "takeover",
                        .phoneOff,
                        "u",
                        .danger,
                    )
                }
                card("taken_over", .warning, L("坐席已在别处打开", en: "Your seat is open elsewhere")) {
                    element("p") {
                        L(
                            "您的坐席已在另一窗口或另一台机器上打开，或因长时间无响应被释放；本页已停用。",
                            en: "Your seat was opened in another window or machine, or was freed "
                                + "because this page fell silent. This page has stopped.",
                        )
                    }
                    act(L("在本页继续", en: "Take the seat back"), "reopen", .refresh, "u", .primary)
                }
            }
            element("div", .class("idle-side"), .data("show", "callbacks")) {
                element("section", .class("panel")) {
                    element("div", .class("panel-head")) {
                        element("h2") { L("到期回访", en: "Callbacks") }
                        element("div", .class("panel-actions")) {
                            element("a", .href("/callbacks")) { L("全部", en: "All") }
                        }
                    }
                    element("div", .class("panel-body")) {
                        element("ul", .class("due-list"), .data("seat", "due-list"))
                    }
                }
            }
        }
    }

    private static func card(
        _ state: String,
        _ picture: Icon,
        _ title: L,
        @HTMLBuilder content: () -> HTML,
    ) -> HTML {
        element(
            "section",
            .class("idle-card"),
            .data("idle", state),
            state == "signed_out" ? nil : .hidden,
        ) {
            icon(picture)
            element("h2") { title }
            content()
            element("div", .data("refusal", ""), .role("alert"))
        }
    }
}

/// The workbench's small windows: the reason of a break, and the callbacks.
enum BenchDialogs {
    static var html: HTML {
        HTML {
            dialog("bench-break", L("离席原因", en: "Why are you away?")) {
                element("div", .class("submit-bar")) {
                    for (index, reason) in BreakReason.allCases.enumerated() {
                        element(
                            "button",
                            .type("button"),
                            .class("btn btn-outline-secondary"),
                            .data("break", reason.rawValue),
                            .data("key", "\(index + 1)"),
                        ) {
                            element("span") { reason.name }
                            element("kbd", Attribute("aria-hidden", "true")) { index + 1 }
                        }
                    }
                }
            }
            dialog("bench-leave", L("通话进行中", en: "A call goes on")) {
                element("p") {
                    L(
                        "离开本页，通话即结束，并记为“坐席页面离开”。请先挂断，或在新标签页中打开。",
                        en:
                            "To leave this page ends the call, recorded as “the agent's page went”. "
                            + "Hang up first, or open the other page in a new tab.",
                    )
                }
                element("div", .class("submit-bar")) {
                    element(
                        "button",
                        .type("button"),
                        .class("btn btn-primary"),
                        .data("close", ""),
                        Attribute(flag: "autofocus"),
                    ) { L("留在本页", en: "Stay here") }
                    element(
                        "button",
                        .type("button"),
                        .class("btn btn-outline-danger"),
                        .data("leave", ""),
                    ) { L("结束通话并离开", en: "End the call and leave") }
                }
            }
            dialog("bench-callbacks", L("回访预约", en: "Callbacks")) {
                element("ul", .class("due-list"), .data("seat", "due-list"))
                element("p", .class("hint")) {
                    L("就绪时按数字键呼叫。", en: "While ready, press the number to call.")
                }
            }
        }
    }

    static func dialog(
        _ id: String,
        _ title: L,
        @HTMLBuilder content: () -> HTML,
    ) -> HTML {
        element(
            "dialog",
            .id(id),
            .class("dialog"),
            Attribute("aria-labelledby", "\(id)-title"),
        ) {
            element("div", .class("dialog-head")) {
                element("h2", .id("\(id)-title")) { title }
                element(
                    "button",
                    .type("button"),
                    .class("dialog-close"),
                    .data("close", ""),
                    .label(L("关闭", en: "Close")),
                ) { icon(.close) }
            }
            content()
        }
    }
}
