internal import HTML
internal import Kernel
internal import Vault
internal import Web

/// A row of a suppression list that blocks nobody, as a reader sees it.
package struct UnsettledLine: Encodable, Sendable {
    let id: Int64
    let importId: Int64
    let fileName: Masked
    let line: Int64
    let problem: String
    let number: String
    /// The customer's name, masked.
    let name: String
    let isBlocked: Bool
    /// Who settled it; nil while nobody has.
    let settledBy: String?
    let settledAt: String?
    let reason: Masked?
    private let row: UnsettledRow

    private enum CodingKeys: CodingKey {
        case id, importId, fileName, line, problem, number, name, isBlocked, settledBy
        case settledAt, reason
    }

    init(_ row: UnsettledRow, _ names: [Int64: String]) {
        self.row = row
        id = row.id
        importId = row.fromImport.rawValue
        fileName = Masked(freeText: row.fileName)
        line = row.line
        problem = row.problem.rawValue
        number = row.number
        name = row.name
        isBlocked = row.settlement?.isBlocked ?? false
        settledBy = row.settlement.map { names[$0.account.rawValue] ?? "" }
        settledAt = row.settlement?.at.iso8601
        reason = row.settlement.flatMap {
            $0.isBlocked ? nil : Masked(freeText: $0.reason)
        }
    }

    /// Those that nobody has settled.
    static let open = ListLayout<Self>(
        "entries",
        L("未禁呼，待处理", en: "Not blocked, act on them"),
        lead: L(
            "名单中无法识别的行不禁呼任何人。逐行补录号码，或写明不禁呼的理由（C4.12）。",
            en: "Rows of a list that cannot be read block nobody. Enter each row's number, or "
                + "say why nobody is blocked (C4.12).",
        ),
        columns: columns + [
            .acts { line in
                // A row that stands for all that was not read is not one number.
                let isOne = line.row.problem != .restUnread
                return [
                    isOne ? EnterUnsettled.offer(line.row) : nil,
                    DismissUnsettled.offer(line.row),
                ]
            }
        ],
        empty: L("没有待处理的行。", en: "Nothing is left to settle."),
    )

    /// Those that were settled last.
    static let settled = ListLayout<Self>(
        "settled",
        L("最近处理", en: "Settled last"),
        columns: columns + [ListColumn(L("处理", en: "How")) { $0.how }],
        empty: L("还没有处理过的行。", en: "None was settled yet."),
    )

    private static let columns = [
        ListColumn<Self>(L("名单", en: "List")) { line in
            element("a", .href("/imports/\(line.importId)")) { line.fileName.description }
        },
        ListColumn<Self>(L("行号", en: "Line"), .number) { String($0.line).html },
        ListColumn<Self>(L("号码", en: "Number")) { line in
            line.number.isEmpty ? L("空", en: "Empty").html : maskedValue(line.number)
        },
        ListColumn<Self>(L("姓名", en: "Name")) { line in
            line.name.isEmpty ? "—".html : maskedValue(line.name)
        },
        ListColumn<Self>(L("无法识别的原因", en: "Why it cannot be read")) {
            $0.row.problem.name.html
        },
    ]

    @HTMLBuilder private var how: HTML {
        isBlocked
            ? badge(L("已禁呼", en: "Blocked"), .good) : badge(L("不禁呼", en: "Left"), .neutral)
        element("small") {
            " "
            if let settlement = row.settlement { momentText(settlement.at) }
            " \(settledBy ?? "")"
            if let reason { "：\(reason)" }
        }
    }
}
