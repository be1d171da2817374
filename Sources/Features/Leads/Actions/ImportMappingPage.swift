internal import HTML
internal import Kernel
internal import Web

/// The part of an import's page where somebody says what the file does not.
extension ImportView {
    /// Which sheet, which row is the header, and which column is which.
    @HTMLBuilder var telling: HTML {
        if state == ImportState.mapping.rawValue, sheets.count > 1 { sheetChoice }
        if !header.isEmpty {
            if state == ImportState.mapping.rawValue {
                mapping
                beginning
            } else {
                sampleTable
                element("details", .class("panel panel-fold")) {
                    element("summary") {
                        L("更正表头或列的对应", en: "Put the header or the columns right")
                    }
                    mapping
                    beginning
                }
            }
        }
    }

    private var sheetChoice: HTML {
        card(L("导入哪些工作表", en: "Which sheets to import"), id: "sheets") {
            form(action: "/imports/\(id)/sheets") {
                Version(version).html
                Field(
                    "sheet",
                    L("工作表", en: "Sheets"),
                    help: L(
                        "选多张时，每张各成一次导入。隐藏的工作表不会自动导入。",
                        en: "Each sheet that is chosen becomes an import of its own. "
                            + "A hidden one is never imported by itself.",
                    ),
                    isRequired: true,
                    isWide: true,
                ).checkboxes(
                    sheets.map { sheet in
                        Choice(
                            String(sheet.number),
                            L(same: "\(sheet.number) \(sheet.name)")
                                + (sheet.isHidden ? L("（隐藏）", en: " (hidden)") : L(same: "")),
                        )
                    },
                    chosen: sheet.map { ["\($0)"] } ?? [],
                )
                submitBar(L("选定", en: "Choose"), icon: .check)
            }
        }
    }

    private var mapping: HTML {
        card(L("哪一列是什么", en: "Which column is which"), id: "mapping") {
            headerChoice
            form(action: "/imports/\(id)/mapping") {
                Version(version).html
                hiddenField("header", String(headerLine))
                fieldGroup(
                    L("列", en: "Columns"),
                    headerLine == 0
                        ? L(
                            "这个文件没有表头：请按下面的样例指出各列，不会记住。",
                            en: "The file has no header: tell the columns by the samples below. "
                                + "Nothing is remembered.",
                        )
                        : L("下次同样的表头会自动对应。", en: "The same header is recognised next time."),
                ) {
                    choice("phone", L("电话", en: "Number"), columns.phone, isRequired: true)
                    if kind == ImportKind.leads.rawValue {
                        choice("name", L("姓名", en: "Name"), columns.name, isRequired: true)
                        choice("region", L("省份", en: "Province"), columns.region)
                        choice("number", L("客户编号", en: "Customer number"), columns.number)
                        choice("institution", L("机构", en: "Branch"), columns.institution)
                        choice("priority", L("优先级", en: "Priority"), columns.priority)
                    } else {
                        choice("name", L("姓名", en: "Name"), columns.name)
                        choice("reason", L("禁呼原因", en: "Reason"), columns.reason)
                        choice("evidence", L("依据", en: "Evidence"), columns.evidence)
                    }
                }
                submitBar(L("试读", en: "Read it through"), icon: .check)
            }
        }
    }

    /// Shows the page anew with another row as the header.
    private var headerChoice: HTML {
        element(
            "form",
            .class("filter-bar"),
            Attribute("method", "get"),
            Attribute("action", "/imports/\(id)"),
        ) {
            Field("header", L("表头在哪一行", en: "Which row is the header")).select(
                [Choice("0", L("没有表头", en: "There is none"))]
                    + records.filter(\.mayBeHeader).map { record in
                        Choice(
                            String(record.line),
                            L("第\(record.line)行", en: "Row \(record.line)"),
                        )
                    },
                chosen: String(headerLine),
            )
            submitButton(L("按此显示", en: "Show it so"), .secondary)
        }
    }

    private func choice(_ name: String, _ label: L, _ chosen: Int?, isRequired: Bool = false)
        -> HTML
    {
        Field(name, label, isRequired: isRequired).select(
            header.indices.map { Choice(String($0), columnName($0)) },
            chosen: chosen.map(String.init) ?? "",
            none: isRequired ? L("请选择", en: "Choose") : L("没有", en: "None"),
        )
    }

    /// A column's place with its title, or with a sample where it has none.
    private func columnName(_ column: Int) -> L {
        let first = sample.first { column < $0.count && !$0[column].isEmpty }?[column] ?? ""
        let text = header[column].isEmpty ? first : header[column]
        return L("第\(column + 1)列 \(text)", en: "Column \(column + 1) \(text)")
    }

    private var sampleTable: HTML {
        card(L("前几行（已脱敏）", en: "The first rows (masked)")) {
            dataTable(
                id: "sample",
                caption: L("前几行", en: "The first rows"),
                columns: header.indices.map { Column(role($0) ?? columnName($0)) },
                rows: sample.map { row in
                    TableRow(header.indices.map { $0 < row.count ? row[$0].html : .empty })
                },
            )
        }
    }

    /// What a column was understood to be, before its title; nil for an attribute.
    private func role(_ column: Int) -> L? {
        let roles: [(Int?, L)] = [
            (columns.phone, L("电话", en: "Number")), (columns.name, L("姓名", en: "Name")),
            (columns.region, L("省份", en: "Province")),
            (columns.number, L("客户编号", en: "Customer number")),
            (columns.institution, L("机构", en: "Branch")),
            (columns.priority, L("优先级", en: "Priority")),
            (columns.reason, L("禁呼原因", en: "Reason")),
            (columns.evidence, L("依据", en: "Evidence")),
        ]
        guard let role = roles.first(where: { $0.0 == column })?.1 else { return nil }
        return role + L(same: " ← ") + columnName(column)
    }

    private var beginning: HTML {
        card(L("文件开头（已脱敏）", en: "How the file begins (masked)")) {
            let width = records.map(\.cells.count).max() ?? 0
            dataTable(
                id: "beginning",
                caption: L("文件开头", en: "How the file begins"),
                columns: [Column(L("行", en: "Row"))]
                    + (0..<width).map { Column(L("第\($0 + 1)列", en: "Column \($0 + 1)")) },
                rows: records.map { record in
                    TableRow(
                        [record.line.html]
                            + (0..<width).map {
                                $0 < record.cells.count ? record.cells[$0].html : .empty
                            },
                        tone: record.line == headerLine ? .info : nil,
                    )
                },
            )
        }
    }
}
