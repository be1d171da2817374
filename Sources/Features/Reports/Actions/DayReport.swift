package import Access
internal import Accounts
internal import Calls
internal import Campaigns
internal import Database
package import Kernel
package import Threads
package import Web

/// A day's figures, put together once for the page and for the workbook.
package struct DayReport: Sendable {
    /// A line of one of the report's tables.
    package struct Line: Sendable {
        /// The agent's, task's or vendor's identity.
        package let id: Int64
        /// The name.
        package let name: String
        /// The figures.
        package let measures: Measures
    }

    let day: BusinessDay
    let vendors: [OrganisationDetails]
    let vendor: ID<Organisation>?
    let total: Measures
    let agents: [Line]
    /// The key after which the agents begin, and that of the next page; nil on the last one.
    let after: Int64
    let next: Int64?
    let tasks: [Line]
    let byVendor: [Line]
    let hours: (dialled: [Int], interested: [Int])
    let outcomes: [Outcome: Int]
    let closings: [Int64: DayClosingRecord]
    let closers: [Int64: String]
    /// What stands in the days that may be closed; see `ClosingStore.standing`.
    let standings: [Int64: String]
    let doubtful: [DoubtfulCall]
    let agentNames: [Int64: String]

    /// How many agents stand on a page.
    static let agentsOnPage = 100

    /// Reads the day's figures of the vendors that the viewer may see, or of one of them; of the
    /// agents `limit` at most, after `key`.
    init(
        _ day: BusinessDay,
        vendor: ID<Organisation>?,
        agentsAfter key: Int64 = 0,
        limit: Int = agentsOnPage,
        _ context: Context,
    ) throws {
        let transaction = context.transaction
        let viewer = context.viewer
        let store = DayReportStore(transaction)
        vendors = try OrganisationStore(transaction).vendors(visibleTo: viewer)
        if let vendor, !vendors.contains(where: { $0.id == vendor }) {
            throw NotFound(L("供应商", en: "vendor"))
        }
        self.day = day
        self.vendor = vendor
        after = key
        let parts = try store.parts(on: day, vendor: vendor, visibleTo: viewer)
        total = parts.map(\.measures).reduce(Measures(), +)
        let lines = try store.agents(
            on: day,
            vendor: vendor,
            visibleTo: viewer,
            after: key,
            limit: limit == .max ? limit : limit + 1,
        )
        let page = lines.prefix(limit)
        next = lines.count > limit ? page.last?.agent : nil
        doubtful = try DoubtfulCallStore(transaction)
            .list(on: day, vendor: vendor, visibleTo: viewer)
        let names = try AccountStore(transaction)
            .names(Set(page.map(\.agent) + doubtful.map(\.agent)))
        agentNames = names
        agents = page.map { Line(id: $0.agent, name: names[$0.agent] ?? "", measures: $0.measures) }
        tasks = try Self.gather(parts.filter { $0.campaign != 0 }, by: \.campaign) {
            try CampaignStore(transaction).find(ID($0), visibleTo: viewer).details.name
        }
        let organisations = vendors
        byVendor = Self.gather(parts, by: \.vendor) { id in
            organisations.first { $0.id.rawValue == id }?.name ?? ""
        }
        hours = try store.hours(on: day, vendor: vendor, visibleTo: viewer)
        outcomes = try store.outcomes(on: day, vendor: vendor, visibleTo: viewer)
        let closing = ClosingStore(transaction)
        let closed = try closing.closings(on: day)
        closings = closed
        standings =
            try CloseDay.permission.allows(viewer)
            ? Dictionary(
                uniqueKeysWithValues: vendors.map(\.id).filter { closed[$0.rawValue] == nil }
                    .map { ($0.rawValue, try closing.standing(on: day, of: $0)) }
            ) : [:]
        closers = try AccountStore(transaction).names(Set(closings.values.map(\.by.rawValue)))
    }

    private static func gather(
        _ parts: [DayReportStore.Part],
        by key: KeyPath<DayReportStore.Part, Int64>,
        _ name: (Int64) throws -> String,
    ) rethrows -> [Line] {
        try Dictionary(grouping: parts, by: { $0[keyPath: key] }).map { id, parts in
            Line(
                id: id,
                name: try name(id),
                measures: parts.map(\.measures).reduce(Measures(), +),
            )
        }.sorted { $0.id < $1.id }
    }
}

/// Which day and vendor a report is about.
package struct DayInput: FormInput {
    static let day = InputField.day("day", L("日期", en: "Day"))
    static let vendor = InputField<ID<Organisation>?>.optionalID(
        "vendor",
        L("供应商", en: "Vendor"),
    )

    let day: BusinessDay
    let vendor: ID<Organisation>?
    /// The agent after whom the table of agents begins; 0 for the first page.
    let after: Int64

    package init(_ form: Form) throws(InvalidInput) {
        (day, vendor) = try form.read(Self.day, Self.vendor)
        after = try form.pageStart().after
    }
}

/// The newest day with calls, for the menu.
package struct NewestDayReport: Endpoint {
    package static let route = Route(.get, "/reports/days")
    package static let permission = Permission.readReports
    package static let lane = Lane.bulk

    package func answer(_ input: NoInput, _ context: Context) throws -> DayReportView {
        let newest = try DayReportStore(context.transaction).newestDay(visibleTo: context.viewer)
        return DayReportView(
            try DayReport(newest ?? context.now.day, vendor: nil, context),
            for: context.viewer,
        )
    }
}

/// A day's report.
package struct ShowDayReport: Endpoint {
    package static let route = Route(.get, "/reports/days/{day}")
    package static let permission = Permission.readReports
    package static let lane = Lane.bulk

    /// Shows a day's report.
    package init() {}

    package func answer(_ input: DayInput, _ context: Context) throws -> DayReportView {
        DayReportView(
            try DayReport(input.day, vendor: input.vendor, agentsAfter: input.after, context),
            for: context.viewer,
        )
    }
}

/// Sends on from the choice of a day to its report.
package struct ChooseDay: Endpoint {
    package static let route = Route(.get, "/reports/day")
    package static let permission = Permission.readReports
    package static let lane = Lane.bulk

    package func answer(_ input: DayInput, _ context: Context) throws -> DayReportView {
        try ShowDayReport().answer(input, context)
    }
}
