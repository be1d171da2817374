package import HTML
package import Kernel

/// A column of a declared list: its heading and what stands in it.
package struct ListColumn<Row: Sendable>: Sendable {
    let column: Column
    let cell: @Sendable (Row) -> HTML
    let sum: (key: String, of: @Sendable (Row) -> Int)?

    /// A column whose cells `cell` draws.
    package init(
        _ title: L,
        _ alignment: Column.Alignment = .start,
        formula: L? = nil,
        _ cell: @escaping @Sendable (Row) -> HTML,
    ) {
        column = Column(title, alignment, formula: formula)
        self.cell = cell
        sum = nil
    }

    /// The last column, with what may be done to each row.
    package static func acts(_ offers: @escaping @Sendable (Row) -> Offers) -> ListColumn {
        ListColumn(L("操作", en: "Acts"), .actions) { offers($0).html }
    }

    /// A column of counts; with `sum` all of them together stand under it, and in the JSON under
    /// that name.
    package init(
        count title: L,
        formula: L? = nil,
        sum key: String? = nil,
        _ value: @escaping @Sendable (Row) -> Int,
    ) {
        column = Column(title, .number, formula: formula)
        cell = { grouped(value($0)).html }
        sum = key.map { ($0, value) }
    }
}

/// A list declared once: what its rows are called, how they look and where they lead. The page,
/// the JSON, the filter bar, paging, sums and the empty state follow from it.
package struct ListLayout<Row: Encodable & Sendable>: Sendable {
    let key: String
    /// What the list is called.
    package let title: L
    let lead: L?
    let columns: [ListColumn<Row>]
    let empty: L
    let href: (@Sendable (Row) -> String)?
    let tone: @Sendable (Row) -> Tone?

    /// A list. `key` is the name of its rows in the JSON; `href` opens a row.
    package init(
        _ key: String,
        _ title: L,
        lead: L? = nil,
        columns: [ListColumn<Row>],
        empty: L,
        href: (@Sendable (Row) -> String)? = nil,
        tone: @escaping @Sendable (Row) -> Tone? = { _ in nil },
    ) {
        self.key = key
        self.title = title
        self.lead = lead
        self.columns = columns
        self.empty = empty
        self.href = href
        self.tone = tone
    }

    /// The rows as a table on whatever page; `id` tells it from the page's other tables.
    package func table(
        _ rows: [Row],
        id: String = "table",
        opens: Bool = true,
        isFiltered: Bool = false,
    ) -> HTML {
        dataTable(
            id: id,
            caption: title,
            columns: columns.map(\.column),
            rows: rows.map { row in
                TableRow(
                    columns.map { $0.cell(row) },
                    href: opens ? href.map { $0(row) } : nil,
                    tone: tone(row),
                )
            },
            footer: footer(rows),
            empty: isFiltered
                ? L("没有符合筛选条件的记录。", en: "Nothing fits the filter.") : empty,
        )
    }

    private func footer(_ rows: [Row]) -> [HTML] {
        guard columns.contains(where: { $0.sum != nil }) else { return [] }
        return columns.enumerated().map { index, column in
            column.sum.map { sum in grouped(rows.reduce(0) { $0 + sum.of($1) }).html }
                ?? (index == 0 ? L("合计", en: "Total").html : .empty)
        }
    }
}

/// A page of a declared list.
package struct ListPage<Row: Encodable & Sendable>: Resource {
    /// The rows of this page with the way on.
    package let content: PageOf<Row>
    private let layout: ListLayout<Row>
    private let path: String
    package let title: L
    private let lead: L?
    private let back: (title: L, href: String)?
    private let filters: [FilledField]
    private let offers: Offers
    private let opens: Bool
    /// What goes into the JSON beside the rows.
    package let facts: Facts
    private let above: HTML
    private let below: HTML

    /// A page of `layout` at `path`.
    ///
    /// `filters` stand in the bar and in the addresses of the other pages. `opens` says whether the
    /// viewer may open rows. `facts` go into the JSON beside the rows; `above` and `below` are what
    /// else the page shows.
    package init(
        _ layout: ListLayout<Row>,
        _ content: PageOf<Row>,
        at path: String,
        title: L? = nil,
        lead: L? = nil,
        back: (title: L, href: String)? = nil,
        filters: [FilledField] = [],
        offers: Offers = .none,
        opens: Bool = true,
        facts: Facts = [:],
        above: HTML = .empty,
        below: HTML = .empty,
    ) {
        self.layout = layout
        self.content = content
        self.path = path
        self.title = title ?? layout.title
        self.lead = lead ?? layout.lead
        self.back = back
        self.filters = filters
        self.offers = offers
        self.opens = opens
        self.facts = facts
        self.above = above
        self.below = below
    }

    /// The rows of this page.
    package var rows: [Row] { content.rows }

    package var page: HTML {
        pageHeader(title, lead, back: back) { offers.html }
        above
        if !filters.isEmpty {
            filterBar(path, reset: isFiltered ? path : nil) {
                for filter in filters { filter.html }
            }
        }
        layout.table(rows, opens: opens, isFiltered: isFiltered)
        keyPages(path: path + filters.query, after: content.start.after, next: content.next)
        below
    }

    private var isFiltered: Bool { filters.contains { !$0.text.isEmpty && !$0.isStanding } }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FactKey.self)
        try container.encode(rows, forKey: FactKey(layout.key))
        try container.encodeIfPresent(content.next, forKey: FactKey("next"))
        try container.encode(facts)
        for case let sum? in layout.columns.map(\.sum) {
            try container.encode(rows.reduce(0) { $0 + sum.of($1) }, forKey: FactKey(sum.key))
        }
    }
}

/// What else goes into a page's JSON, by its names.
package typealias Facts = [String: any Encodable & Sendable]

/// A name in a page's JSON that is known only at run time.
package struct FactKey: CodingKey {
    /// The name itself.
    package let stringValue: String
    /// None: names are texts.
    package var intValue: Int? { nil }

    /// The name.
    package init(_ name: String) { stringValue = name }
    package init?(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<FactKey> {
    /// Encodes each fact under its name.
    package mutating func encode(_ facts: Facts) throws {
        for (name, fact) in facts { try encode(fact, forKey: FactKey(name)) }
    }
}
