package import Access
internal import Accounts
internal import Database
package import Kernel
package import Records
package import Web

/// The shortest conversation after which a customer counts as found interested, in seconds; from the
/// next result on. 0 asks for an answered call only. C5.2.
package enum TalkMinimum: DecidedSetting {
    package static let path = "/talk-minimum"
    package static let see = Permission.seeTalkMinimum
    package static let decide = Permission.setTalkMinimum
    package static let kind = ThingKind.talkMinimum
    package static let deciding = (
        code: "talk_minimum.set", words: L("设置意向最短通话", en: "Set the least talk of a success")
    )
    package static let thing = SharedThing.talkMinimum
    package static let table = DecisionTable.talkMinimum
    package static let standard = 10
    package static let title = L("意向最短通话", en: "Least talk of a success")
    package static let lead = L(
        "通话不足此时长的“有意向”须经行方确认后才计数（C5.2、C6.3）。",
        en: "“Interested” after less talk counts only once the bank has confirmed it (C5.2, C6.3).",
    )
    package static let field = InputField.int(
        "seconds",
        L("秒", en: "Seconds"),
        in: 0...120,
        help: L(
            "0–120；从下一次录入起执行，已录入的不变。",
            en: "0–120; from the next result on, recorded ones stay.",
        ),
    )

    package static func words(_ seconds: Int) -> L { L("\(seconds)秒", en: "\(seconds) s") }

    package static func json(_ seconds: Int) -> any Encodable & Sendable { seconds }

    /// The talk that is asked for now.
    static func span(_ transaction: Transaction) throws -> Duration {
        .seconds(try value(transaction))
    }
}
