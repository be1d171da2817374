package import Access
internal import Accounts
internal import Database
package import HTML
package import Kernel
package import Web

/// The shortest conversation after which a customer counts as found interested. C5.2.
package struct ShowTalkMinimum: Endpoint {
    package static let route = Route(.get, "/talk-minimum")
    package static let permission = Permission.seeTalkMinimum

    package func answer(_ input: NoInput, _ context: Context) throws -> WithHistory<TalkMinimumView>
    {
        try TalkMinimumView(context).with(try context.history(of: .talkMinimum))
    }
}

/// Sets it, from the next result on. C5.2.
package struct SetTalkMinimum: Endpoint {
    package static let route = Route(.post, "/talk-minimum")
    package static let permission = Permission.setTalkMinimum
    package static let act: LoggedAct? = LoggedAct(
        "talk_minimum.set",
        L("设置意向最短通话", en: "Set the least talk of a success"),
        on: .talkMinimum,
    )
    package static let edits: Edit? = .asSeen(.talkMinimum)

    package struct Input: FormInput {
        let minimum: TalkMinimum
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            minimum = TalkMinimum(seconds: try form.int("seconds", in: TalkMinimum.allowed))
            reason = try form.remark("reason", maximum: 300)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try TalkMinimumStore(context.transaction).set(
            input.minimum,
            because: input.reason,
            by: context.viewer,
            at: context.now,
        )
        return Done("/talk-minimum")
    }
}

/// What the bank asks of a conversation, as a reader sees it.
package struct TalkMinimumView: Resource {
    /// One setting.
    package struct Decision: Encodable, Sendable {
        let seconds: Int64
        let reason: String
        let by: String
        let at: String
    }

    /// What holds now, in seconds.
    package let seconds: Int64
    /// The settings, newest first.
    package let decisions: [Decision]
    /// What the reader saw; sent with another setting.
    package let version: Int64
    private let maySet: Bool

    private enum CodingKeys: String, CodingKey { case seconds, decisions, version }

    init(_ context: Context) throws {
        let settings = try TalkMinimumStore(context.transaction).decisions(limit: 50)
        let names = try AccountStore(context.transaction).names(Set(settings.map(\.by.rawValue)))
        seconds = (settings.first?.minimum ?? .standard).span.wholeSeconds
        decisions = settings.map { setting in
            Decision(
                seconds: setting.minimum.span.wholeSeconds,
                reason: setting.reason,
                by: names[setting.by.rawValue] ?? "",
                at: "\(setting.at)",
            )
        }
        version = try context.version(of: .talkMinimum).rawValue
        maySet = Permission.setTalkMinimum.allows(context.viewer)
    }

    package var title: L { L("意向最短通话", en: "Least talk of a success") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "通话不足此时长的“有意向”须经行方确认后才计数（C5.2、C6.3）。",
                en: "“Interested” after less talk counts only once the bank has confirmed it "
                    + "(C5.2, C6.3).",
            ),
        )
        card(L("现行", en: "Now")) {
            element("p") {
                element("strong") { seconds }
                L("秒", en: " s")
            }
            if maySet { settingForm }
        }
        card(L("设定记录", en: "Decisions")) {
            dataTable(
                columns: [
                    Column(L("时间", en: "Time")), Column(L("秒", en: "Seconds"), .number),
                    Column(L("设定人", en: "By")), Column(L("依据", en: "Ground")),
                ],
                rows: decisions.map { decision in
                    TableRow([
                        decision.at.html, "\(decision.seconds)".html, decision.by.html,
                        decision.reason.html,
                    ])
                },
                empty: L(
                    "尚无设定，按\(TalkMinimum.standard.span.wholeSeconds)秒执行。",
                    en: "Nothing was set: \(TalkMinimum.standard.span.wholeSeconds) s hold.",
                ),
            )
        }
    }

    private var settingForm: HTML {
        form(action: "/talk-minimum", success: L("已保存。", en: "Saved.")) {
            Version(version).html
            Field(
                "seconds",
                L("秒", en: "Seconds"),
                help: L(
                    "0–120；从下一次录入起执行，已录入的不变。",
                    en: "0–120; from the next result on, recorded ones stay.",
                ),
                isRequired: true,
            ).number(Int(seconds), in: TalkMinimum.allowed)
            Field("reason", L("依据", en: "On what ground"), isRequired: true, isWide: true)
                .text(maximum: 300)
            submitBar(L("保存", en: "Save"))
        }
    }
}
