internal import HTML
internal import Kernel
internal import Web

/// One script in the list.
package struct ScriptRow: Encodable, Sendable {
    let id: Int64
    let name: String
    let versions: Int
    /// The number of the newest approved version; nil when none is.
    package let newestApproved: Int?

    init(_ script: ScriptSummary) {
        id = script.id.rawValue
        name = script.name
        versions = script.versions
        newestApproved = script.newestApproved
    }

    static let layout = ListLayout<Self>(
        "scripts",
        L("话术", en: "Scripts"),
        lead: L("坐席只使用行方批准的话术版本", en: "Agents use only wording that the bank approved"),
        columns: [
            ListColumn(L("名称", en: "Name")) { $0.name.html },
            ListColumn(count: L("版本数", en: "Versions"), \.versions),
            ListColumn(L("最新已批准", en: "Newest approved")) { script in
                script.newestApproved.map { "v\($0)".html }
                    ?? badge(L("尚无", en: "None yet"), .warning)
            },
        ],
        empty: L("没有话术。", en: "No scripts."),
        opens: .page(ShowScript.self, \.id),
    )
}

/// One version of a script in its list, newest first.
package struct ScriptVersionRow: Encodable, Sendable {
    let id: Int64
    let number: Int
    let state: String
    let createdBy: String
    let createdAt: String
    /// Who approved it; nil before approval.
    let approvedBy: String?
    /// When it was approved; nil before approval.
    package let approvedAt: String?

    init(_ version: ScriptVersionRecord, _ names: [Int64: String]) {
        id = version.id.rawValue
        number = version.number
        state = version.state.rawValue
        createdBy = names[version.createdBy.rawValue] ?? ""
        createdAt = version.createdAt.description
        approvedBy = version.approvedBy.flatMap { names[$0.rawValue] }
        approvedAt = version.approvedAt?.description
    }

    static let layout = ListLayout<Self>(
        "versions",
        L("版本", en: "Versions"),
        columns: [
            ListColumn(L("版本", en: "Version")) { "v\($0.number)".html },
            ListColumn(L("状态", en: "State")) { ScriptState.mark($0.state) },
            ListColumn(L("编写", en: "Written by")) { "\($0.createdBy) \($0.createdAt)".html },
            ListColumn(L("批准", en: "Approved by")) {
                "\($0.approvedBy ?? "") \($0.approvedAt ?? "")".html
            },
        ],
        empty: L("没有版本。", en: "No versions."),
        opens: .page(ShowScriptVersion.self, \.id),
    )
}
