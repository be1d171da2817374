internal import HTML
internal import Kernel
internal import Web

/// The part of an import's page where somebody says what the file does not.
extension ImportView {
    /// Which sheet, which row is the header, and which column is which.
    @HTMLBuilder var telling: HTML {
        sheetForm.inCard(L("导入哪些工作表", en: "Which sheets to import"), id: "sheets")
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

    private var mapping: HTML {
        let explanation =
            headerLine == 0
            ? L(
                "这个文件没有表头：请按下面的样例指出各列，不会记住。",
                en: "The file has no header: tell the columns by the samples below. "
                    + "Nothing is remembered.",
            )
            : L("下次同样的表头会自动对应。", en: "The same header is recognised next time.")
        let fields = ImportColumnField.filled(
            columns,
            ImportKind(rawValue: kind) ?? .leads,
            among: header.indices.map { Choice(String($0), columnName($0)) },
        )
        return card(L("哪一列是什么", en: "Which column is which"), id: "mapping") {
            headerChoice
            PostForm(
                MapImport.self,
                of: id,
                version: Version(version),
                groups: [
                    FilledGroup(nil, fields: [.hidden(ShowImport.header.name, String(headerLine))]),
                    FilledGroup(L("列", en: "Columns"), explanation, fields: fields),
                ],
                submit: L("试读", en: "Read it through"),
                icon: .check,
            )
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
            ShowImport.header.filled(
                text: String(headerLine),
                among: [Choice("0", L("没有表头", en: "There is none"))]
                    + records.filter(\.mayBeHeader).map { record in
                        Choice(
                            String(record.line),
                            L("第\(record.line)行", en: "Row \(record.line)"),
                        )
                    },
            ).html
            submitButton(L("按此显示", en: "Show it so"), .secondary)
        }
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
        guard let role = ImportColumnField.role(of: column, in: columns) else { return nil }
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
