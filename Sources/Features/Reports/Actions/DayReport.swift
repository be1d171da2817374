package import Access
internal import Accounts
internal import Calls
internal import Campaigns
internal import Database
package import Kernel
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
    let closed: Set<Int64>

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
        closed = try store.closedVendors(on: day)
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

    package func answer(_ input: NoInput, _ context: Context) throws -> DayReportView {
        let newest = try DayReportStore(context.transaction).newestDay(visibleTo: context.viewer)
        return DayReportView(
            try DayReport(newest ?? context.now.day, vendor: nil, context),
            mayClose: Permission.closeDay.allows(context.viewer),
        )
    }
}

/// A day's report.
package struct ShowDayReport: Endpoint {
    package static let route = Route(.get, "/reports/days/{day}")
    package static let permission = Permission.readReports

    package func answer(_ input: DayInput, _ context: Context) throws -> DayReportView {
        DayReportView(
            try DayReport(input.day, vendor: input.vendor, context),
            mayClose: Permission.closeDay.allows(context.viewer),
        )
    }
}

/// Sends on from the choice of a day to its report.
package struct ChooseDay: Endpoint {
    package static let route = Route(.get, "/reports/day")
    package static let permission = Permission.readReports

    package func answer(_ input: DayInput, _ context: Context) throws -> DayReportView {
        try ShowDayReport().answer(input, context)
    }
}

/// Closes a vendor's day: its results are not corrected any more. C6.3.
package struct CloseDay: Endpoint {
    package static let route = Route(.post, "/reports/days/{day}/closure")
    package static let permission = Permission.closeDay

    package struct Input: FormInput {
        let day: BusinessDay
        let vendor: ID<Organisation>

        package init(_ form: Form) throws(InvalidInput) {
            day = try form.day("day")
            vendor = try form.id("vendor")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let store = DayReportStore(context.transaction)
        let vendors = try OrganisationStore(context.transaction).vendors(visibleTo: context.viewer)
        guard vendors.contains(where: { $0.id == input.vendor }) else {
            throw NotFound(L("供应商", en: "vendor"))
        }
        let open = try store.unrecorded(on: input.day, vendor: input.vendor)
        if open > 0 { throw CloseDayRefusal.unrecorded(open) }
        try store.close(input.day, of: input.vendor, by: context.viewer, at: context.now)
        return Done("/reports/days/\(input.day)")
    }
}

/// Why a day is not closed.
package enum CloseDayRefusal: UserFacing, Hashable {
    /// Calls go on, or have no result yet.
    case unrecorded(Int)

    package var code: String { "report.unrecorded" }
    package var status: RefusalStatus { .refused }
    package var message: L {
        switch self {
        case .unrecorded(let count):
            L(
                "当日还有\(count)通通话未结束或未记录结果，请先由坐席或主管补全后再日结。",
                en:
                    "\(count) calls of the day still go on or have no result. Have them recorded first.",
            )
        }
    }
}
