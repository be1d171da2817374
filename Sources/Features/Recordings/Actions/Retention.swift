package import Access
internal import Accounts
internal import Database
package import HTML
package import Kernel
package import Web

/// How long recordings are kept, and what was destroyed. C4.5.
package struct ShowRetention: Endpoint {
    package static let route = Route(.get, "/recordings/retention")
    package static let permission = Permission.seeRetention

    package func answer(_ input: NoInput, _ context: Context) throws -> WithHistory<RetentionView> {
        try RetentionView(context).with(try context.history(of: .retention))
    }
}

/// Sets for how many days recordings are kept; those that are older go within the hour.
package struct SetRetention: Endpoint {
    package static let route = Route(.post, "/recordings/retention")
    package static let permission = Permission.setRetention
    package static let act: LoggedAct? = LoggedAct(
        "retention.set",
        L("设置录音保存期限", en: "Set how long recordings are kept"),
        on: .retention,
    )
    package static let edits: Edit? = .asSeen(.retention)

    package struct Input: FormInput {
        let days: Int
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            days = try form.int("days", in: RetentionStore.allowedDays)
            reason = try form.remark("reason", maximum: 300)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try RetentionStore(context.transaction).setDays(
            input.days,
            because: input.reason,
            by: context.viewer,
            at: context.now,
        )
        return Done("/recordings/retention")
    }
}

/// Retention as a reader sees it.
package struct RetentionView: Resource {
    /// One setting of the time.
    package struct Policy: Encodable, Sendable {
        let days: Int
        let reason: String
        let by: String
        let at: String
    }

    /// One recording that was destroyed.
    package struct Destroyed: Encodable, Sendable {
        let call: Int64
        let day: String
        let keptDays: Int
        let at: String
    }

    /// For how many days recordings are kept.
    package let days: Int
    /// The settings, newest first.
    package let policies: [Policy]
    /// The newest destructions.
    package let destroyed: [Destroyed]
    /// What the reader saw; sent with another time.
    package let version: Int64
    private let maySet: Bool

    private enum CodingKeys: String, CodingKey { case days, policies, destroyed, version }

    init(_ context: Context) throws {
        let store = RetentionStore(context.transaction)
        let decisions = try store.policies(limit: 50)
        let names = try AccountStore(context.transaction).names(Set(decisions.map(\.by.rawValue)))
        days = try store.days()
        policies = decisions.map { decision in
            Policy(
                days: decision.value,
                reason: decision.reason,
                by: names[decision.by.rawValue] ?? "",
                at: "\(decision.at)",
            )
        }
        destroyed = try store.destructions(limit: 200).map { destruction in
            Destroyed(
                call: destruction.call.rawValue,
                day: "\(destruction.day)",
                keptDays: destruction.keptDays,
                at: "\(destruction.at)",
            )
        }
        version = try context.version(of: .retention).rawValue
        maySet = Permission.setRetention.allows(context.viewer)
    }

    package var title: L { L("录音保存与销毁", en: "Keeping and destroying recordings") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "到期录音自动销毁并留下记录（C4.5）；保全中的录音不销毁。",
                en: "Recordings whose time is over are destroyed and recorded (C4.5); those on "
                    + "hold are not.",
            ),
        )
        card(L("保存期限", en: "How long")) {
            element("p") {
                L("现行：保存\(days)天", en: "Now: \(days) days")
                if policies.isEmpty { L("（系统默认）", en: " (the default)") }
            }
            if maySet {
                form(
                    action: "/recordings/retention",
                    success: L("已保存。", en: "Saved."),
                ) {
                    Version(version).html
                    Field("days", L("保存天数", en: "Days"), isRequired: true)
                        .number(days, in: RetentionStore.allowedDays)
                    Field("reason", L("依据", en: "On what ground"), isRequired: true, isWide: true)
                        .text(maximum: 300)
                    submitBar(L("保存", en: "Save"))
                }
            }
            if !policies.isEmpty { settings }
        }
        card(L("销毁记录", en: "Destroyed")) {
            dataTable(
                columns: [
                    Column(L("销毁时间", en: "Destroyed")), Column(L("通话", en: "Call")),
                    Column(L("通话日期", en: "Day")), Column(L("保存天数", en: "Kept"), .number),
                ],
                rows: destroyed.map { line in
                    TableRow([
                        line.at.html, "\(line.call)".html, line.day.html, "\(line.keptDays)".html,
                    ])
                },
                empty: L("尚未销毁任何录音。", en: "Nothing has been destroyed."),
            )
        }
    }

    private var settings: HTML {
        dataTable(
            columns: [
                Column(L("时间", en: "Time")), Column(L("天数", en: "Days"), .number),
                Column(L("设置人", en: "By")), Column(L("依据", en: "Ground")),
            ],
            rows: policies.map { policy in
                TableRow([
                    policy.at.html, "\(policy.days)".html, policy.by.html, policy.reason.html,
                ])
            },
        )
    }
}
