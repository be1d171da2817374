package import Access
package import HTML
package import Kernel

/// A column of a declared list: its heading and what stands in it.
package struct ListColumn<Row: Sendable>: Sendable {
    let column: Column
    let cell: @Sendable (Row, Viewer) -> HTML
    let sum: (key: String, of: @Sendable (Row) -> Int)?

    /// A column whose cells `cell` draws.
    package init(
        _ title: L,
        _ alignment: Column.Alignment = .start,
        formula: L? = nil,
        _ cell: @escaping @Sendable (Row) -> HTML,
    ) {
        self.init(Column(title, alignment, formula: formula)) { row, _ in cell(row) }
    }

    private init(_ column: Column, _ cell: @escaping @Sendable (Row, Viewer) -> HTML) {
        self.column = column
        self.cell = cell
        sum = nil
    }

    /// The last column, with what the viewer may do to each row; `version` is what they see of it.
    package static func acts(
        version: @escaping @Sendable (Row) -> Int64 = { _ in 0 },
        _ offers: @escaping @Sendable (Row) -> [Offer?],
    ) -> ListColumn {
        ListColumn(Column(L("操作", en: "Acts"), .actions)) { row, viewer in
            Offers(viewer, version: Version(version(row)), offers(row)).html
        }
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
        cell = { row, _ in grouped(value(row)).html }
        sum = key.map { ($0, value) }
    }
}

/// Where a list's rows lead.
package struct RowLink<Row: Sendable>: Sendable {
    let path: @Sendable (Row, Viewer) -> String?

    /// To `page` of the thing that `id` names, for those who have the right to it.
    package static func page<Page: Endpoint>(
        _ page: Page.Type,
        _ id: @escaping @Sendable (Row) -> Int64,
    ) -> RowLink {
        RowLink { row, viewer in viewer.path(to: page, of: id(row)) }
    }

    /// To an address that whoever sees the row may open.
    package static func address(_ path: @escaping @Sendable (Row) -> String) -> RowLink {
        RowLink { row, _ in path(row) }
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
    let opens: RowLink<Row>?
    let tone: @Sendable (Row) -> Tone?

    /// A list. `key` is the name of its rows in the JSON; `opens` says where a row leads.
    package init(
        _ key: String,
        _ title: L,
        lead: L? = nil,
        columns: [ListColumn<Row>],
        empty: L,
        opens: RowLink<Row>? = nil,
        tone: @escaping @Sendable (Row) -> Tone? = { _ in nil },
    ) {
        self.key = key
        self.title = title
        self.lead = lead
        self.columns = columns
        self.empty = empty
        self.opens = opens
        self.tone = tone
    }

    /// The rows as a table on whatever page; `id` tells it from the page's other tables. Its rows
    /// lead where `viewer` may go.
    package func table(
        _ rows: [Row],
        id: String = "table",
        for viewer: Viewer = .anonymous,
        isFiltered: Bool = false,
    ) -> HTML {
        dataTable(
            id: id,
            caption: title,
            columns: columns.map(\.column),
            rows: rows.map { row in
                TableRow(
                    columns.map { $0.cell(row, viewer) },
                    href: opens?.path(row, viewer),
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
    private let viewer: Viewer
    /// What goes into the JSON beside the rows.
    package let facts: Facts
    private let above: HTML
    private let below: HTML

    /// A page of `layout` at `path`, as `viewer` may see it and act on it.
    ///
    /// `filters` stand in the bar and in the addresses of the other pages. `facts` go into the JSON beside the rows; `above` and `below` are what
    /// else the page shows.
    package init(
        _ layout: ListLayout<Row>,
        _ content: PageOf<Row>,
        at path: String,
        for viewer: Viewer,
        title: L? = nil,
        lead: L? = nil,
        back: (title: L, href: String)? = nil,
        filters: [FilledField] = [],
        offers: [Offer?] = [],
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
        self.viewer = viewer
        self.offers = Offers(viewer, offers)
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
        layout.table(rows, for: viewer, isFiltered: isFiltered)
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
