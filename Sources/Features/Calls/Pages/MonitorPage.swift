package import Access
internal import Accounts
internal import Database
package import HTML
package import Kernel
package import Telephony
package import Web

/// Listening to a call that goes on: hear both sides, whisper to the agent, barge in.
package struct ShowMonitorPage: Endpoint {
    package static let route = Route(.get, "/calls/{id}/monitor")
    package static let permission = Permission.monitorCalls

    package func answer(_ input: IDInput<PlacedCall>, _ context: Context) throws -> MonitorPage {
        let call = try CallStore(context.transaction).find(input.id, visibleTo: context.viewer)
        let names = try AccountStore(context.transaction).names([call.agent.rawValue])
        return MonitorPage(
            call: call.id.rawValue,
            agent: names[call.agent.rawValue] ?? "",
            answeredAt: call.endedAt == nil ? call.answeredAt : nil,
        )
    }
}

/// The page on which a supervisor listens.
package struct MonitorPage: Resource {
    /// The call.
    package let call: Int64
    /// The agent's name.
    package let agent: String
    let answeredAt: Moment?

    private enum CodingKeys: String, CodingKey { case call, agent }

    package var title: L { L("监听 \(agent)", en: "Listening to \(agent)") }
    package var scripts: [String] { ["monitor.js"] }
    package var styles: [String] { ["monitor.css"] }

    package var page: HTML {
        pageHeader(title, back: (L("通话", en: "Call"), "/calls/\(call)"))
        if let answeredAt {
            card(L("通话进行中", en: "The call goes on")) {
                element(
                    "div",
                    attributes: [
                        .id("monitor"), .class("monitor"), .data("call", "\(call)"),
                        .data("mode", ""),
                    ] + words
                ) {
                    element("p", .class("monitor-state"), .role("status")) {
                        element("span", .data("monitor", "state")) {
                            L("正在接入…", en: "Connecting…")
                        }
                        " "
                        runningTime(since: answeredAt)
                    }
                    element("div", .class("submit-bar"), .role("group")) {
                        choice(.listen, .headset, "l")
                        choice(.whisper, .user, "w")
                        choice(.barge, .people, "b")
                        button("end", L("结束监听", en: "Stop"), .close, "Escape")
                    }
                    element("p", .class("hint")) {
                        L(
                            "密语只有坐席听到；强插客户也听到。每一次操作都有记录。",
                            en: "Only the agent hears a whisper; a barge the customer hears too. "
                                + "Each act is recorded.",
                        )
                    }
                }
            }
        } else {
            notice(.info, MonitorRefusal.notTalking.message)
        }
    }

    private func choice(_ mode: MonitorMode, _ picture: Icon, _ letter: String) -> HTML {
        button(mode.rawValue, mode.name, picture, letter)
    }

    private func button(
        _ name: String,
        _ text: L,
        _ picture: Icon,
        _ letter: String,
    ) -> HTML {
        element(
            "button",
            .type("button"),
            .class("btn btn-outline-secondary"),
            .data("mode-choice", name),
            .data("key", letter),
            Attribute("aria-pressed", "false"),
        ) {
            icon(picture)
            element("span") { text }
            element("kbd", Attribute("aria-hidden", "true")) {
                letter == "Escape" ? "Esc" : letter.uppercased()
            }
        }
    }

    /// The texts that the script shows.
    private var words: [Attribute] {
        [
            .data("word-listen", L("监听中：双方都听不到您", en: "Listening: nobody hears you")),
            .data("word-whisper", L("密语中：只有坐席听到您", en: "Whispering: only the agent hears you")),
            .data("word-barge", L("强插中：坐席和客户都听到您", en: "Barged in: both hear you")),
            .data("word-ended", L("通话或监听已结束", en: "The call or the listening is over")),
            .data("word-denied", L("麦克风不可用，只能监听", en: "No microphone: you can only listen")),
            .data(
                "word-failed",
                L("接入失败，坐席页面未响应", en: "No connection: the agent's page is silent")
            ),
        ]
    }
}
