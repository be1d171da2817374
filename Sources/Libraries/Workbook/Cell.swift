/// What stands in one cell. A text never becomes a formula or a link.
package enum Cell: Sendable, Hashable {
    /// Nothing.
    case empty
    /// A text, 32,767 characters at most.
    case text(String)
    /// A whole number: `1,234`.
    case integer(Int)
    /// A number with so many decimals, 6 at most.
    case number(Double, decimals: Int)
    /// A share, shown in percent with one decimal: 0.125 is `12.5%`.
    case percent(Double)
    /// A length of time in seconds: `1:02:03`.
    case duration(seconds: Int)
    /// An amount in hundredths, shown with two decimals: 123,456 is `1,234.56`.
    case amount(hundredths: Int)
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral text: String) {
        self = .text(text)
    }

    package init(integerLiteral number: Int) {
        self = .integer(number)
    }
}

/// A column of a sheet: its heading and its width.
package struct Column: Sendable, Hashable {
    /// The heading.
    package let title: String
    /// The width in characters of Latin text; nil to fit the heading.
    package let width: Double?

    /// Names a column.
    package init(_ title: String, width: Double? = nil) {
        self.title = title
        self.width = width
    }

    /// A Chinese character is as wide as two Latin ones.
    var fittingWidth: Double {
        if let width { return min(max(width, 1), 255) }
        let characters = title.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
        return Double(min(max(characters + 3, 9), 60))
    }
}

/// How a row looks.
package enum RowStyle: Sendable, Hashable, CaseIterable {
    case plain
    /// A sum below the rows: bold, with a line above.
    case total
    /// A remark: grey, in italics.
    case note
}

/// A chart of columns of its sheet.
package struct Chart: Sendable, Hashable {
    /// What it draws.
    package enum Kind: Sendable, Hashable {
        case column, line
    }

    /// What it draws.
    package let kind: Kind
    /// The text above it.
    package let title: String
    /// The column, from 0, whose cells name the points.
    package let category: Int
    /// The columns, from 0, whose cells are drawn, each a series with its heading's name.
    package let values: [Int]

    /// Describes a chart.
    package init(_ kind: Kind, title: String, category: Int, values: [Int]) {
        self.kind = kind
        self.title = title
        self.category = category
        self.values = values
    }
}
