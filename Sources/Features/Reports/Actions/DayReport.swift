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
    let tasks: [Line]
    let byVendor: [Line]
    let hours: (dialled: [Int], interested: [Int])
    let outcomes: [Outcome: Int]
    let closings: [Int64: DayClosingRecord]
    let closers: [Int64: String]
    let doubtful: [DoubtfulCall]
    let agentNames: [Int64: String]

    /// Reads the day's figures of the vendors that the viewer may see, or of one of them.
    init(_ day: BusinessDay, vendor: ID<Organisation>?, _ context: Context) throws {
        let transaction = context.transaction
        let viewer = context.viewer
        let store = DayReportStore(transaction)
        vendors = try OrganisationStore(transaction).vendors(visibleTo: viewer)
        if let vendor, !vendors.contains(where: { $0.id == vendor }) {
            throw NotFound(L("供应商", en: "vendor"))
        }
        self.day = day
        self.vendor = vendor
        let lines = try store.measures(on: day, vendor: vendor, visibleTo: viewer)
        total = lines.values.reduce(Measures(), +)
        let names = try AccountStore(transaction).names(Set(lines.keys.map(\.agent)))
        agentNames = names
        agents = Self.gather(lines, by: \.agent) { names[$0] ?? "" }
        var taskNames: [Int64: String] = [:]
        for campaign in Set(lines.keys.map(\.campaign)) where campaign != 0 {
            taskNames[campaign] =
                try CampaignStore(transaction).find(ID(campaign), visibleTo: viewer).details.name
        }
        tasks = Self.gather(lines.filter { $0.key.campaign != 0 }, by: \.campaign) {
            taskNames[$0] ?? ""
        }
        let organisations = vendors
        byVendor = Self.gather(lines, by: \.vendor) { id in
            organisations.first { $0.id.rawValue == id }?.name ?? ""
        }
        hours = try store.hours(on: day, vendor: vendor, visibleTo: viewer)
        outcomes = try store.outcomes(on: day, vendor: vendor, visibleTo: viewer)
        closings = try ClosingStore(transaction).closings(on: day)
        closers = try AccountStore(transaction).names(Set(closings.values.map(\.by.rawValue)))
        doubtful = try DoubtfulCallStore(transaction)
            .list(on: day, vendor: vendor, visibleTo: viewer)
    }

    private static func gather(
        _ lines: [DayReportStore.Key: Measures],
        by key: KeyPath<DayReportStore.Key, Int64>,
        _ name: (Int64) -> String,
    ) -> [Line] {
        Dictionary(grouping: lines, by: { $0.key[keyPath: key] }).map { id, parts in
            Line(id: id, name: name(id), measures: parts.map(\.value).reduce(Measures(), +))
        }.sorted { $0.id < $1.id }
    }
}

/// Which day and vendor a report is about.
package struct DayInput: FormInput {
    let day: BusinessDay
    let vendor: ID<Organisation>?

    package init(_ form: Form) throws(InvalidInput) {
        day = try form.day("day")
        vendor = try form.optionalID("vendor")
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

    package func answer(_ input: DayInput, _ context: Context) throws -> DayReportView {
        DayReportView(
            try DayReport(input.day, vendor: input.vendor, context),
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
