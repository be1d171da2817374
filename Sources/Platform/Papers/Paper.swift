package import Kernel

/// What leaves the system as a document: what it is called, what it is about, and its tables. One
/// value gives the PDF and the workbook, so that both say the same.
package struct Paper: Sendable {
    /// What it is called, such as “Day report 2026-03-31”.
    package let title: L
    /// What it is about, such as the vendor; stands under the title.
    package let facts: [(name: L, value: String)]
    /// Its tables.
    package let tables: [PaperTable]
    /// The file's name without its ending, in plain letters.
    package let fileName: String

    /// A document.
    package init(
        _ title: L,
        facts: [(name: L, value: String)] = [],
        tables: [PaperTable],
        fileName: String,
    ) {
        self.title = title
        self.facts = facts
        self.tables = tables
        self.fileName = fileName
    }

    var rowCount: Int { tables.reduce(0) { $0 + $1.rows.count } }
}

/// A table of a document: a sheet of the workbook.
package struct PaperTable: Sendable {
    /// A column: its heading and, for figures, how they are formed.
    package struct Column: Sendable {
        let title: L
        let formula: L?

        /// A column.
        package init(_ title: L, formula: L? = nil) {
            self.title = title
            self.formula = formula
        }
    }

    let title: L
    let columns: [Column]
    let rows: [[Figure]]
    let total: [Figure]

    /// A table; each row has one figure a column. `total` is the last line, empty for none.
    package init(_ title: L, columns: [Column], rows: [[Figure]], total: [Figure] = []) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.total = total
    }

    var hasFormulas: Bool { columns.contains { $0.formula != nil } }
}

/// What stands in a cell of a document.
package enum Figure: Sendable, Hashable {
    /// A text; never becomes a formula or a link.
    case text(String)
    /// A whole number.
    case count(Int)
    /// A share, 0 to 1.
    case share(Double)
    /// A span of time, in whole seconds.
    case seconds(Int)
    /// No value, such as a share of nothing.
    case none
}
