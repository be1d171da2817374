package import Access
package import Database
package import HTML
package import Kernel
package import Web

/// A setting that people decide, each time with a reason: said once, it has its page with what holds
/// now, the history and the form, its JSON and its act. `ShowSetting<S>()` and `DecideSetting<S>()`
/// are its endpoints.
package protocol DecidedSetting: Sendable {
    /// What is decided.
    associatedtype Value: Sendable

    /// The address of its page.
    static var path: String { get }
    /// Who may see it.
    static var see: Permission { get }
    /// Who decides.
    static var decide: Permission { get }
    /// The setting as the audit log names it.
    static var kind: ThingKind { get }
    /// The act of deciding, in the audit log: its stable code and its words.
    static var deciding: (code: String, words: L) { get }
    /// The setting as what several people change.
    static var thing: SharedThing { get }
    /// Where the decisions are kept.
    static var table: DecisionTable<Value> { get }
    /// What holds until somebody decides.
    static var standard: Value { get }
    /// How it is entered, with its bounds; its name is also the value's in the JSON.
    static var field: InputField<Value> { get }
    /// What it is called.
    static var title: L { get }
    /// What it is for, with the clause.
    static var lead: L { get }

    /// The value for people.
    static func words(_ value: Value) -> L
    /// The value for programs.
    static func json(_ value: Value) -> any Encodable & Sendable
    /// What else stands on its page.
    static func extras(_ value: Value, _ context: Context) throws -> SettingExtras
    /// The names of those who decided. Accounts has it for every setting.
    static func names(
        _ accounts: Set<ID<Account>>,
        in transaction: Transaction,
    ) throws -> [ID<Account>: String]
    /// Who is told of a decision: those who may see it. Accounts has it for every setting.
    static func readers(in transaction: Transaction) throws -> [ID<Account>]
}

extension DecidedSetting {
    /// What its readers are told of a decision.
    package static var decided: NoticeKind {
        NoticeKind(deciding.code, title + L("已调整", en: ": decided anew"))
    }

    package static func extras(_ value: Value, _ context: Context) throws -> SettingExtras {
        SettingExtras()
    }

    /// What holds now.
    package static func value(_ transaction: Transaction) throws -> Value {
        try table.newest(1, in: transaction).first?.value ?? standard
    }
}

/// What a setting's page shows beside the value and its history.
package struct SettingExtras: Sendable {
    let facts: Facts
    let remark: HTML
    let below: HTML

    /// `facts` go into the JSON, `remark` stands under the value, `below` at the page's end.
    package init(facts: Facts = [:], remark: HTML = .empty, below: HTML = .empty) {
        self.facts = facts
        self.remark = remark
        self.below = below
    }
}

/// The page of a setting.
package struct ShowSetting<Setting: DecidedSetting>: Endpoint {
    package static var route: Route { Route(.get, Setting.path) }
    package static var permission: Permission { Setting.see }

    /// The endpoint of its kind.
    package init() {}

    package func answer(
        _ input: NoInput,
        _ context: Context,
    ) throws -> WithHistory<SettingView<Setting>> {
        try SettingView(context).with(context.history(of: Setting.kind))
    }
}

/// Decides a setting anew; it holds from then on.
package struct DecideSetting<Setting: DecidedSetting>: Endpoint {
    package static var route: Route { Route(.post, Setting.path) }
    package static var permission: Permission { Setting.decide }
    package static var act: LoggedAct? {
        LoggedAct(Setting.deciding.code, Setting.deciding.words, on: Setting.kind)
    }
    package static var edits: Edit? { .asSeen(Setting.thing) }

    /// The endpoint of its kind.
    package init() {}

    package struct Input: FormInput {
        let value: Setting.Value
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            (value, reason) = try form.read(Setting.field, decisionReason)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let decision = Decision(
            input.value,
            by: context.viewer.account,
            at: context.now,
            because: input.reason,
        )
        try Setting.table.add(decision, in: context.transaction)
        try context.notify(
            Setting.decided,
            try Setting.readers(in: context.transaction),
            about: Thing(Setting.kind, ThingKind.only, "\(context.now.day)"),
        )
        return Done(Setting.path)
    }
}

private let decisionReason = InputField.remark(
    "reason",
    L("依据", en: "On what ground"),
    maximum: 300,
)

/// A setting as a reader sees it.
package struct SettingView<Setting: DecidedSetting>: Resource {
    /// What holds now.
    package let value: Setting.Value
    /// The decisions, newest first.
    package let decisions: [Decision<Setting.Value>]
    /// What the reader saw; sent with the next decision.
    package let version: Version
    private let names: [ID<Account>: String]
    private let extras: SettingExtras
    private let form: PostForm?

    init(_ context: Context) throws {
        let transaction = context.transaction
        decisions = try Setting.table.newest(50, in: transaction)
        value = decisions.first?.value ?? Setting.standard
        names = try Setting.names(Set(decisions.map(\.by)), in: transaction)
        version = try context.version(of: Setting.thing)
        extras = try Setting.extras(value, context)
        form = PostForm(
            DecideSetting<Setting>.self,
            version: version,
            fields: [Setting.field.filled(value), decisionReason.filled()],
            success: L("已保存。", en: "Saved."),
        ).offered(to: context.viewer)
    }

    package var title: L { Setting.title }

    package var page: HTML {
        pageHeader(title, Setting.lead)
        card(L("现行", en: "Now")) {
            element("p") { element("strong") { Setting.words(value) } }
            extras.remark
            form
        }
        card(L("设定记录", en: "Decisions")) {
            dataTable(
                caption: L("设定记录", en: "Decisions"),
                columns: [
                    Column(L("时间", en: "Time")), Column(L("设定", en: "Decided")),
                    Column(L("设定人", en: "By")), Column(L("依据", en: "Ground")),
                ],
                rows: decisions.map { decision in
                    TableRow([
                        "\(decision.at)".html, Setting.words(decision.value).html,
                        names[decision.by, default: ""].html, decision.reason.html,
                    ])
                },
                empty: L("尚无设定，按上述默认执行。", en: "Nothing was decided: the default holds."),
            )
        }
        extras.below
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FactKey.self)
        try container.encode([Setting.field.name: Setting.json(value)])
        try container.encode(
            decisions.map { SettingRow<Setting>($0, by: names[$0.by, default: ""]) },
            forKey: FactKey("decisions"),
        )
        try container.encode(version.rawValue, forKey: FactKey(Version.field))
        try container.encode(extras.facts)
    }
}

/// One decision, for programs.
private struct SettingRow<Setting: DecidedSetting>: Encodable {
    let decision: Decision<Setting.Value>
    let by: String

    init(_ decision: Decision<Setting.Value>, by name: String) {
        self.decision = decision
        by = name
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FactKey.self)
        try container.encode([
            Setting.field.name: Setting.json(decision.value), "reason": decision.reason,
            "by": by, "at": "\(decision.at)",
        ])
    }
}
