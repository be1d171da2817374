package import Kernel

/// A column of a table: its heading, and on which side its values stand.
package struct Column: Sendable {
    /// On which side a column's values stand.
    package enum Alignment: String, Sendable {
        /// Text.
        case start
        /// Numbers, one under the other.
        case number
        /// Marks and short states.
        case center
        /// What can be done with a row.
        case actions
    }

    let title: L
    let alignment: Alignment
    let formula: L?

    /// A column. `formula` tells how its figures are computed.
    package init(_ title: L, _ alignment: Alignment = .start, formula: L? = nil) {
        self.title = title
        self.alignment = alignment
        self.formula = formula
    }
}

/// A row of a table: one cell for each column. A row with `href` opens it from anywhere.
package struct TableRow: Sendable {
    let cells: [HTML]
    let href: String?
    let tone: Tone?

    /// A row. `tone` marks one that needs a look.
    package init(_ cells: [HTML], href: String? = nil, tone: Tone? = nil) {
        self.cells = cells
        self.href = href
        self.tone = tone
    }
}

/// Rows under headings that stay in sight.
///
/// `caption` is read out in place of a heading, and tells the page's tables from each other.
/// `footer` holds one sum for each column. `id` tells the hints of one table from another's.
/// Without a row, `empty` stands there with `emptyAction`, the way on.
package func dataTable(
    id: String = "table",
    caption: L,
    columns: [Column],
    rows: [TableRow],
    footer: [HTML] = [],
    empty: L = L("没有记录。", en: "Nothing here."),
    @HTMLBuilder emptyAction: () -> HTML = { .empty },
) -> HTML {
    if rows.isEmpty { return emptyState(.inbox, empty, action: emptyAction) }
    return element(
        "div",
        .class("table-scroll"),
        .role("region"),
        Attribute("tabindex", "0"),
        .label(caption),
    ) {
        element("table", .class("data-table"), .id(id)) {
            element("caption", .class("visually-hidden")) { caption }
            element("thead") { element("tr") { headings(columns, id) } }
            element("tbody") { for row in rows { line(row, columns) } }
            if !footer.isEmpty {
                element("tfoot") { element("tr") { cells(footer, columns) } }
            }
        }
    }
}

private func headings(_ columns: [Column], _ id: String) -> [HTML] {
    columns.enumerated().map { index, column in
        element("th", Attribute("scope", "col"), .class("cell-\(column.alignment.rawValue)")) {
            column.title
            if let formula = column.formula { hint(formula, id: "\(id)-\(index)-formula") }
        }
    }
}

private func line(_ row: TableRow, _ columns: [Column]) -> HTML {
    element(
        "tr",
        row.href.map { .data("href", $0) },
        row.tone.map { .class("row-\($0.rawValue)") },
    ) {
        if let href = row.href, let first = row.cells.first, let column = columns.first {
            element("td", .class("cell-\(column.alignment.rawValue)")) {
                element("a", .class("row-link"), .href(href)) { first }
            }
            cells(Array(row.cells.dropFirst()), Array(columns.dropFirst()))
        } else {
            cells(row.cells, columns)
        }
    }
}

private func cells(_ cells: [HTML], _ columns: [Column]) -> HTML {
    HTML(
        zip(columns, cells).map { column, cell in
            element("td", .class("cell-\(column.alignment.rawValue)")) { cell }
        }
    )
}

/// The way through a list by key: `next` is the key after which the next page begins, nil on the
/// last page; `after` is that of this page, 0 on the first. `path` may carry a filter's query.
package func keyPages(path: String, after: Int64, next: Int64?, shown: L? = nil) -> HTML {
    if after == 0, next == nil, shown == nil { return .empty }
    let join = path.contains("?") ? "&" : "?"
    return element("nav", .class("pager"), .label(L("翻页", en: "Pages"))) {
        if let shown { element("span", .class("pager-text")) { shown } }
        if after != 0 {
            element(
                "a",
                .class("btn btn-outline-secondary btn-sm"),
                .href(path),
                .data("key", "["),
            ) {
                icon(.arrowLeft)
                L("第一页", en: "First page")
            }
        }
        if let next {
            element(
                "a",
                .class("btn btn-outline-secondary btn-sm"),
                .href("\(path)\(join)after=\(next)"),
                Attribute("rel", "next"),
                .data("key", "]"),
            ) {
                L("下一页", en: "Next page")
                icon(.arrowRight)
            }
        }
    }
}
