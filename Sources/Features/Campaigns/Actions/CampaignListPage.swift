package import HTML
internal import Kernel

extension CampaignState {
    /// What the state means to the reader.
    var tone: Tone {
        switch self {
        case .draft, .closed: .neutral
        case .approved: .info
        case .running: .good
        case .paused: .warning
        }
    }
}

extension CampaignList {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            L("行方核心系统创建的外呼任务", en: "Call tasks that the bank's core system created"),
        ) {
            if mayCreate {
                linkButton(
                    L("新建任务", en: "New task"),
                    href: "/campaigns/new",
                    icon: .plus,
                    .primary,
                    key: "n",
                )
            }
        }
        filterBar("/campaigns", reset: isFiltered ? "/campaigns" : nil) {
            Field("state", L("状态", en: "State")).select(
                CampaignState.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: filter.state?.rawValue ?? "",
                none: L("全部", en: "All"),
            )
            Field("product", L("产品", en: "Product")).select(
                products.map { Choice($0, L(same: $0)) },
                chosen: filter.product ?? "",
                none: L("全部", en: "All"),
            )
            Field("institution", L("使用机构", en: "Institution")).select(
                institutions.map(\.choice),
                chosen: filter.institution?.description ?? "",
                none: L("全部", en: "All"),
            )
        }
        table
        keyPages(path: "/campaigns\(query)", after: after, next: next)
    }

    private var isFiltered: Bool { filter != CampaignStore.Filter() }

    /// The filter as it goes on to the next page.
    private var query: String {
        var parts: [String] = []
        if let state = filter.state { parts.append("state=\(state.rawValue)") }
        if let product = filter.product { parts.append("product=\(percentEncoded(product))") }
        if let institution = filter.institution { parts.append("institution=\(institution)") }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    private var table: HTML {
        dataTable(
            caption: title,
            columns: [
                Column(L("任务", en: "Task")), Column(L("核心系统编号", en: "Core system no.")),
                Column(L("产品", en: "Product")), Column(L("使用机构", en: "Institution")),
                Column(L("供应商", en: "Vendor")), Column(L("期限", en: "Period")),
                Column(L("优先级", en: "Priority"), .number), Column(L("状态", en: "State")),
            ],
            rows: campaigns.map { item in
                let state = CampaignState(rawValue: item.state)
                return TableRow(
                    [
                        item.name.html, item.coreReference.html, item.product.html,
                        item.institution.html, item.vendor.html,
                        "\(item.startsOn) – \(item.endsOn)".html, item.priority.html,
                        state.map { badge($0.name, $0.tone) } ?? .empty,
                    ],
                    href: "/campaigns/\(item.id)",
                )
            },
            empty: isFiltered
                ? L("没有符合筛选条件的任务。", en: "No task fits the filter.")
                : L("核心系统下发任务后在此显示。", en: "Tasks show here once the core system sends them."),
        )
    }
}

/// A text as a part of an address.
private func percentEncoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
        let letter = Character(UnicodeScalar(byte))
        let isPlain = byte < 0x80 && (letter.isLetter || letter.isNumber)
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += isPlain ? String(letter) : "%" + (digits.count < 2 ? "0" : "") + digits
    }
}
