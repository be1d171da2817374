package import HTML
internal import Kernel

extension ImportView {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            L(same: campaign.isEmpty ? fileName : "\(campaign) · \(fileName)"),
            back: (
                L("名单导入", en: "Lead imports"),
                campaignId.map { "/campaigns/\($0)/imports" } ?? "/imports"
            ),
        ) {
            if counts.read > counts.accepted {
                linkButton(
                    L("下载未导入的行", en: "Rows left out"),
                    href: "/imports/\(id)/rejects",
                    icon: .download,
                    key: "d",
                )
            }
            if mayUndo {
                dialogButton(L("撤回", en: "Undo"), opens: "undo", icon: .undo, key: "u")
            }
        }
        element(
            "div",
            .id("import-progress"),
            isMoving ? .data("poll", "2") : nil,
        ) { progress }
        if state == ImportState.mapping.rawValue, !header.isEmpty {
            mapping
            sampleTable
        }
        if mayUndo { undoDialog }
    }

    private var isMoving: Bool {
        state == ImportState.running.rawValue || state == ImportState.undoing.rawValue
    }

    @HTMLBuilder private var progress: HTML {
        if let problem { notice(.bad, problem, title: L("文件未读完", en: "Not read to its end")) }
        card(nil) {
            facts([
                (L("状态", en: "State"), stateBadge),
                (L("导入人", en: "Brought by"), createdBy.html),
                (L("时间", en: "Time"), momentText(createdAt)),
                (L("完成时间", en: "Finished"), finishedAt.map { momentText($0) } ?? "—".html),
            ])
            if state == ImportState.running.rawValue {
                progressBar(readBytes, of: fileBytes, label: L("进度", en: "Progress"))
            } else if state == ImportState.undoing.rawValue {
                progressBar(undoneRows, of: counts.accepted, label: L("撤回", en: "Undone"))
            }
        }
        statTiles(
            [
                StatTile(L("读取行数", en: "Rows read"), value: grouped(counts.read)),
                StatTile(L("已导入", en: "Taken in"), value: grouped(counts.accepted)),
                StatTile(L("重复", en: "Known already"), value: grouped(counts.duplicates)),
                StatTile(L("禁呼", en: "Suppressed"), value: grouped(counts.suppressed)),
                StatTile(L("错误", en: "Wrong"), value: grouped(counts.rejected)),
            ],
            id: "import-count",
        )
        if !reasons.isEmpty {
            card(L("未导入的原因", en: "Why rows were left out")) {
                dataTable(
                    id: "reasons",
                    caption: L("未导入的原因", en: "Why rows were left out"),
                    columns: [
                        Column(L("原因", en: "Reason")), Column(L("行数", en: "Rows"), .number),
                    ],
                    rows: reasons.map { TableRow([$0.name.html, grouped($0.count).html]) },
                )
            }
        }
    }

    private var stateBadge: HTML {
        ImportState(rawValue: state).map { badge($0.name, $0.tone) } ?? .empty
    }

    private var mapping: HTML {
        card(L("哪一列是什么", en: "Which column is which")) {
            form(action: "/imports/\(id)/mapping") {
                fieldGroup(
                    L("列", en: "Columns"),
                    L("下次同样的表头会自动对应。", en: "The same header is recognised next time."),
                ) {
                    choice("phone", L("电话", en: "Number"), columns.phone, isRequired: true)
                    if kind == ImportKind.leads.rawValue {
                        choice("name", L("姓名", en: "Name"), columns.name, isRequired: true)
                        choice("region", L("省份", en: "Province"), columns.region)
                        choice("priority", L("优先级", en: "Priority"), columns.priority)
                    } else {
                        choice("reason", L("禁呼原因", en: "Reason"), columns.reason)
                        choice("evidence", L("依据", en: "Evidence"), columns.evidence)
                    }
                }
                submitBar(L("开始导入", en: "Begin"), icon: .check)
            }
        }
    }

    private func choice(_ name: String, _ label: L, _ chosen: Int?, isRequired: Bool = false)
        -> HTML
    {
        Field(name, label, isRequired: isRequired).select(
            header.enumerated().map { Choice(String($0), L(same: "\($0 + 1) \($1)")) },
            chosen: chosen.map(String.init) ?? "",
            none: isRequired ? L("请选择", en: "Choose") : L("没有", en: "None"),
        )
    }

    private var sampleTable: HTML {
        card(L("前几行（已脱敏）", en: "The first rows (masked)")) {
            dataTable(
                id: "sample",
                caption: L("前几行", en: "The first rows"),
                columns: header.map { Column(L(same: $0)) },
                rows: sample.map { TableRow($0.map(\.html)) },
            )
        }
    }

    private var undoDialog: HTML {
        confirmDialog(
            "undo",
            title: L("撤回导入", en: "Undo the import"),
            L(
                "名单将从任务中删除；已有客户被呼叫时不能撤回。",
                en: "Its leads leave the task. Refused once a customer was called.",
            ),
            action: "/imports/\(id)/undo",
            confirm: L("撤回", en: "Undo"),
            .danger,
        )
    }
}
