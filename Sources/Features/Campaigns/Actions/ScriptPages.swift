package import HTML
package import Kernel
internal import Web

extension ScriptState {
    /// What the state means to the reader.
    var tone: Tone {
        switch self {
        case .draft: .neutral
        case .approved: .good
        case .retired: .warning
        }
    }
}

/// The scripts as a reader sees them.
package struct ScriptList: Resource {
    /// One script.
    package struct Item: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// The script's name.
        package let name: String
        /// How many versions the reader may see.
        package let versions: Int
        /// The number of the newest approved version; nil when none is.
        package let newestApproved: Int?
    }

    /// The scripts, oldest first.
    package let items: [Item]
    private let mayWrite: Bool

    private enum CodingKeys: String, CodingKey {
        case items = "scripts"
    }

    init(_ scripts: [ScriptSummary], mayWrite: Bool) {
        items = scripts.map {
            Item(
                id: $0.id.rawValue,
                name: $0.name,
                versions: $0.versions,
                newestApproved: $0.newestApproved,
            )
        }
        self.mayWrite = mayWrite
    }

    package var title: L { L("话术", en: "Scripts") }

    package var page: HTML {
        pageHeader(
            title,
            L("坐席只使用行方批准的话术版本", en: "Agents use only wording that the bank approved"),
        ) {
            if mayWrite {
                linkButton(
                    L("新建话术", en: "New script"),
                    href: "/scripts/new",
                    icon: .plus,
                    .primary,
                    key: "n",
                )
            }
        }
        dataTable(
            caption: title,
            columns: [
                Column(L("名称", en: "Name")), Column(L("版本数", en: "Versions"), .number),
                Column(L("最新已批准", en: "Newest approved")),
            ],
            rows: items.map { item in
                TableRow(
                    [
                        item.name.html, item.versions.html,
                        item.newestApproved.map { "v\($0)".html }
                            ?? badge(L("尚无", en: "None yet"), .warning),
                    ],
                    href: "/scripts/\(item.id)",
                )
            },
            empty: L("没有话术。", en: "No scripts."),
        )
    }
}

/// A script's versions as a reader sees them.
package struct ScriptVersionList: Resource {
    /// One version.
    package struct Item: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// The version's number.
        package let number: Int
        /// The state's stable name.
        package let state: String
        /// Who wrote it.
        package let createdBy: String
        /// When it was written.
        package let createdAt: String
        /// Who approved it; nil before approval.
        package let approvedBy: String?
        /// When it was approved; nil before approval.
        package let approvedAt: String?
    }

    /// The script.
    package let id: Int64
    /// Its name.
    package let name: String
    /// The versions, newest first.
    package let versions: [Item]
    private let mayWrite: Bool

    private enum CodingKeys: String, CodingKey {
        case id, name, versions
    }

    init(
        _ id: ID<Script>,
        _ versions: [ScriptVersionRecord],
        accounts: [Int64: String],
        mayWrite: Bool,
    ) {
        self.id = id.rawValue
        name = versions.first?.name ?? ""
        self.versions = versions.map { version in
            Item(
                id: version.id.rawValue,
                number: version.number,
                state: version.state.rawValue,
                createdBy: accounts[version.createdBy.rawValue] ?? "",
                createdAt: version.createdAt.description,
                approvedBy: version.approvedBy.flatMap { accounts[$0.rawValue] },
                approvedAt: version.approvedAt?.description,
            )
        }
        self.mayWrite = mayWrite
    }

    package var title: L { L(same: name) }

    package var page: HTML {
        pageHeader(title, back: (L("话术", en: "Scripts"), "/scripts")) {
            if mayWrite {
                linkButton(
                    L("新版本", en: "New version"),
                    href: "/scripts/\(id)/versions/new",
                    icon: .plus,
                    .primary,
                    key: "n",
                )
            }
        }
        dataTable(
            caption: L("版本", en: "Versions"),
            columns: [
                Column(L("版本", en: "Version")), Column(L("状态", en: "State")),
                Column(L("编写", en: "Written by")), Column(L("批准", en: "Approved by")),
            ],
            rows: versions.map { item in
                let state = ScriptState(rawValue: item.state)
                return TableRow(
                    [
                        "v\(item.number)".html,
                        state.map { badge($0.name, $0.tone) } ?? .empty,
                        "\(item.createdBy) \(item.createdAt)".html,
                        "\(item.approvedBy ?? "") \(item.approvedAt ?? "")".html,
                    ],
                    href: "/script-versions/\(item.id)",
                )
            },
        )
    }
}
