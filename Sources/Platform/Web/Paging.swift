package import Kernel

/// Where a page of a list begins: the key after which it goes on, 0 for the first.
package struct PageStart: Sendable, Hashable {
    /// The key that the page comes after.
    package let after: Int64
    /// How many rows stand on a page.
    let size: Int

    /// The first page.
    package static let first = PageStart(after: 0)

    /// A page of a list.
    package init(after: Int64, size: Int = 50) {
        self.after = after
        self.size = size
    }

    /// The key, nil on the first page.
    package var key: Int64? { after == 0 ? nil : after }
    /// The same for a list whose newest row stands first.
    package var before: Int64 { after == 0 ? .max : after }
    /// How many rows to ask for: one more than a page tells whether another one follows.
    package var limit: Int { size + 1 }
}

extension Form {
    /// Where the page that is asked for begins, with `size` rows.
    package func pageStart(size: Int = 50) throws(InvalidInput) -> PageStart {
        PageStart(after: Int64(try optionalInt("after", in: 0...Int.max) ?? 0), size: size)
    }
}

/// The input of a list without filters.
package struct PageInput: FormInput {
    /// Where the page begins.
    package let start: PageStart

    package init(_ form: Form) throws(InvalidInput) {
        start = try form.pageStart()
    }
}

/// A page of rows with the way on.
package struct PageOf<Row: Sendable>: Sendable {
    /// The rows of this page.
    package let rows: [Row]
    /// Where it begins.
    package let start: PageStart
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?

    /// A page of what was found from `start`, at most `start.limit` rows; `key` is what they are
    /// ordered by.
    package init(_ found: [Row], from start: PageStart, key: (Row) -> Int64) {
        rows = Array(found.prefix(start.size))
        self.start = start
        next = found.count > start.size ? rows.last.map(key) : nil
    }

    /// Rows that all stand on one page.
    package init(all rows: [Row]) {
        self.init(rows, start: .first, next: nil)
    }

    private init(_ rows: [Row], start: PageStart, next: Int64?) {
        self.rows = rows
        self.start = start
        self.next = next
    }

    /// The page with each row made into another.
    package func map<Other>(_ body: (Row) throws -> Other) rethrows -> PageOf<Other> {
        PageOf<Other>(try rows.map(body), start: start, next: next)
    }
}
