internal import HTML
internal import Kernel
internal import Web

/// The softphone on the workbench: how far it is, the headset's window, the keys of a call.
enum BenchPhone {
    /// In the strip: the state in words, and how loud the microphone is. Hidden on a simulated
    /// line.
    static var strip: HTML {
        element(
            "div",
            attributes: [.id("softphone"), .class("bench-phone"), .role("status"), .hidden] + words
        ) {
            element(
                "button",
                .type("button"),
                .class("btn btn-outline-secondary btn-sm"),
                .data("open", "bench-headset"),
                .data("key", "e"),
            ) {
                icon(.headset)
                element("span", .data("phone", "text")) { L("软电话连接中", en: "Softphone connects") }
                element("kbd", Attribute("aria-hidden", "true")) { "E" }
            }
            meter
        }
    }

    /// In the call's bar: that someone listens, where the bank wants it shown.
    static var monitors: HTML {
        element(
            "span",
            .class("state state-warning"),
            .data("phone", "monitors"),
            .role("status"),
            .hidden,
            .data("word-listen", L("主管监听中", en: "A supervisor listens")),
            .data("word-whisper", L("主管密语中", en: "A supervisor whispers")),
            .data("word-barge", L("主管已强插", en: "A supervisor has barged in")),
        )
    }

    /// In the call's bar, while agent and customer talk.
    static var callKeys: HTML {
        HTML {
            act(L("静音", en: "Mute"), "mute", .microphone, "t")
            act(L("保持", en: "Hold"), "hold", .pause, "p")
            act(L("按键", en: "Keypad"), "keypad", .keyboard, "z")
        }
    }

    /// The headset's window and the keypad.
    static var dialogs: HTML {
        HTML {
            BenchDialogs.dialog("bench-headset", L("耳麦检测", en: "Headset")) {
                element("p") {
                    L(
                        "上岗前请检测：说话时音量条应当跳动，随后能听到自己的录音。",
                        en:
                            "Before the shift: the bar moves while you speak, then you hear yourself.",
                    )
                }
                device("phone-microphone", L("麦克风", en: "Microphone"))
                device("phone-speaker", L("听筒", en: "Loudspeaker"))
                meter
                element("div", .class("submit-bar")) {
                    act(
                        L("录3秒并回放", en: "Record 3 s and play"),
                        "test-headset",
                        .play,
                        "r",
                        .primary
                    )
                    element("span", .data("phone", "test"), .role("status"))
                }
            }
            BenchDialogs.dialog("bench-keypad", L("按键", en: "Keypad")) {
                element("div", .class("keypad")) {
                    for key in "123456789*0#" {
                        element(
                            "button",
                            .type("button"),
                            .class("btn btn-outline-secondary"),
                            .data("digit", String(key)),
                            .data("key", String(key)),
                        ) { String(key) }
                    }
                }
                element("p", .class("hint"), .data("phone", "digits"), .role("status"))
            }
        }
    }

    private static var meter: HTML {
        element(
            "meter",
            .data("phone", "level"),
            .label(L("麦克风音量", en: "Microphone level")),
            Attribute("min", "0"),
            Attribute("max", "1"),
            Attribute("low", "0.25"),
            Attribute("high", "0.95"),
            Attribute("optimum", "0.6"),
            .value("0"),
        )
    }

    private static func device(_ id: String, _ name: L) -> HTML {
        element("div", .class("field")) {
            element("label", .for(id)) { name }
            element("select", .id(id), .class("form-select"))
        }
    }

    /// The texts that the script shows.
    private static var words: [Attribute] {
        [
            .data("word-absent", L("软电话准备中", en: "Softphone prepares")),
            .data("word-connecting", L("软电话连接中", en: "Softphone connects")),
            .data("word-ready", L("软电话就绪", en: "Softphone ready")),
            .data("word-calling", L("线路使用中", en: "On a line")),
            .data("word-down", L("电话线路不可用，正在重连", en: "The telephone is down, reconnecting")),
            .data("word-disconnected", L("语音网络中断", en: "The voice's network is lost")),
            .data("word-unheard", L("线路收不到您的声音", en: "Your voice does not arrive")),
            .data(
                "word-lost",
                L("页面已刷新，本通语音已断开", en: "The page was reloaded: this call's voice is lost")
            ),
            .data("word-mute", L("静音", en: "Mute")), .data("word-unmute", L("取消静音", en: "Unmute")),
            .data("word-hold", L("保持", en: "Hold")), .data("word-unhold", L("恢复", en: "Resume")),
            .data("word-muted", L("已静音，客户听不到您", en: "Muted: the customer hears nothing")),
            .data("word-held", L("客户保持中", en: "The customer waits")),
            .data(
                "word-denied",
                L(
                    "麦克风被拒绝：点击地址栏左侧图标，允许使用麦克风",
                    en: "The microphone was refused: allow it with the icon left of the address",
                )
            ),
            .data("word-missing", L("未找到麦克风，请插好耳麦", en: "No microphone: plug the headset in")),
            .data("word-in-use", L("麦克风被其他程序占用", en: "Another program uses the microphone")),
            .data("word-insecure", L("须通过 HTTPS 打开本页才能使用麦克风", en: "The microphone needs HTTPS")),
            .data("word-unplugged", L("耳麦已拔出，请重新插好", en: "The headset was unplugged")),
            .data("word-failed", L("软电话启动失败，正在重试", en: "The softphone failed, trying again")),
            .data("word-test-recording", L("请说话…", en: "Speak…")),
            .data("word-test-playing", L("正在回放…", en: "Playing back…")),
            .data(
                "word-test-silent",
                L("没有听到声音，请检查麦克风", en: "Nothing was heard: check the microphone")
            ),
            .data("word-test-done", L("检测完成，耳麦正常", en: "Done: the headset works")),
        ]
    }
}
