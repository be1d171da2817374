package import Access
internal import Accounts
internal import Database
internal import HTML
package import Kernel
package import Records
package import Web

/// For how many days recordings are kept; those that are older go within the hour. C4.5.
package enum Retention: DecidedSetting {
    package static let path = "/recordings/retention"
    package static let see = Permission.seeRetention
    package static let decide = Permission.setRetention
    package static let kind = ThingKind.retention
    package static let deciding = (
        code: "retention.set", words: L("设置录音保存期限", en: "Set how long recordings are kept")
    )
    package static let thing = SharedThing.retention
    package static let table = DecisionTable.retention
    /// Three years.
    package static let standard = 1_095
    package static let title = L("录音保存与销毁", en: "Keeping and destroying recordings")
    package static let lead = L(
        "到期录音自动销毁并留下记录（C4.5）；保全中的录音不销毁。",
        en:
            "Recordings whose time is over are destroyed and recorded (C4.5); those on hold are not.",
    )
    package static let field = InputField.int(
        "days",
        L("保存天数", en: "Days"),
        in: 730...3_650,
        help: L("两年到十年。", en: "Two years to ten."),
    )

    package static func words(_ days: Int) -> L { L("保存\(days)天", en: "\(days) days") }

    package static func json(_ days: Int) -> any Encodable & Sendable { days }

    package static func extras(_ days: Int, _ context: Context) throws -> SettingExtras {
        let destroyed = try RetentionStore(context.transaction).destructions(limit: 200)
            .map(DestroyedRow.init)
        return SettingExtras(
            facts: ["destroyed": destroyed],
            below: card(DestroyedRow.layout.title) { DestroyedRow.layout.table(destroyed) },
        )
    }
}

/// One recording that was destroyed.
private struct DestroyedRow: Encodable, Sendable {
    let call: Int64
    let day: String
    let keptDays: Int
    let at: String

    init(_ destruction: RetentionStore.Destruction) {
        call = destruction.call.rawValue
        day = "\(destruction.day)"
        keptDays = destruction.keptDays
        at = "\(destruction.at)"
    }

    static let layout = ListLayout<Self>(
        "destroyed",
        L("销毁记录", en: "Destroyed"),
        columns: [
            ListColumn(L("销毁时间", en: "Destroyed")) { $0.at.html },
            ListColumn(L("通话", en: "Call")) { "\($0.call)".html },
            ListColumn(L("通话日期", en: "Day")) { $0.day.html },
            ListColumn(L("保存天数", en: "Kept"), .number) { "\($0.keptDays)".html },
        ],
        empty: L("尚未销毁任何录音。", en: "Nothing has been destroyed."),
    )
}
