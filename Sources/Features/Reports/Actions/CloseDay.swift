package import Access
internal import Accounts
internal import Calls
internal import HTML
package import Kernel
package import Threads
package import Web

/// Closes a vendor's day: its results are not corrected any more. C6.3.
///
/// The day must have come, its calls must have ended and, today, the vendor's seats must be signed
/// out. Calls that ended without a result stop it too, unless `confirmed`: the seat may have been
/// freed, and nobody can record them any more. A day that is no longer what was seen is refused.
package struct CloseDay: Endpoint {
    package static let route = Route(.post, "/reports/days/{day}/closure")
    package static let permission = Permission.closeDay
    package static let act: LoggedAct? = LoggedAct(
        "day.close",
        L("关闭日报", en: "Closed a day"),
        onSaid: .reportDay,
    )
    package static let lane = Lane.bulk

    private static let confirmed = InputField.flag(
        "confirmed",
        L("缺结果的通话已核实，仍要日结", en: "Close despite calls without a result"),
    )

    private static let seen = "seen"

    /// The form that closes a vendor's day as it was seen; see `ClosingStore.standing`.
    static func form(
        _ day: BusinessDay,
        of vendor: ID<Organisation>,
        as standing: String,
    ) -> PostForm {
        PostForm(
            Self.self,
            parts: ["day": "\(day)"],
            fields: [
                .hidden("vendor", "\(vendor)"), .hidden(seen, standing),
                confirmed.filled(id: "confirmed-\(vendor)"),
            ],
            submit: L("日结", en: "Close the day"),
            icon: .lock,
        )
    }

    package struct Input: FormInput {
        let day: BusinessDay
        let vendor: ID<Organisation>
        let isConfirmed: Bool
        let seen: String

        package init(_ form: Form) throws(InvalidInput) {
            day = try form.day("day")
            vendor = try form.id("vendor")
            isConfirmed = try CloseDay.confirmed.read(form)
            seen = try form.text(CloseDay.seen, maximum: 1_000)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let vendors = try OrganisationStore(context.transaction).vendors(visibleTo: context.viewer)
        guard vendors.contains(where: { $0.id == input.vendor }) else {
            throw NotFound(L("供应商", en: "vendor"))
        }
        context.concerns(Thing(.reportDay, Int64(input.day.number)))
        let outcomes = OutcomeStore(context.transaction, vault: context.environment.vault)
        if try !outcomes.isClosed(input.day, of: input.vendor) {
            try check(input, context)
            try outcomes.close(input.day, of: input.vendor, by: context.viewer, at: context.now)
        }
        return Done("/reports/days/\(input.day)")
    }

    private func check(_ input: Input, _ context: Context) throws {
        let store = ClosingStore(context.transaction)
        guard try store.standing(on: input.day, of: input.vendor) == input.seen else {
            throw ChangedMeanwhile.changed
        }
        guard input.day <= context.now.day else { throw CloseDayRefusal.notYet(input.day) }
        if input.day == context.now.day {
            let seats = try store.seatsAtWork(of: input.vendor)
            if seats > 0 { throw CloseDayRefusal.atWork(seats) }
        }
        let open = try store.openCalls(on: input.day, of: input.vendor)
        if open > 0 { throw CloseDayRefusal.open(open) }
        let unrecorded = try store.unrecorded(on: input.day, of: input.vendor)
        if unrecorded > 0, !input.isConfirmed { throw CloseDayRefusal.unrecorded(unrecorded) }
    }
}

/// Why a day is not closed.
package enum CloseDayRefusal: UserFacing, Hashable {
    /// The day has not come.
    case notYet(BusinessDay)
    /// So many seats are still signed in today.
    case atWork(Int)
    /// So many calls go on.
    case open(Int)
    /// So many calls have ended without a result.
    case unrecorded(Int)

    package var code: String {
        switch self {
        case .notYet: "report.not_yet"
        case .atWork: "report.at_work"
        case .open: "report.open_calls"
        case .unrecorded: "report.unrecorded"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .notYet(let day):
            L("\(day)尚未到来，不能日结。", en: "\(day) has not come: it is not closed.")
        case .atWork(let count):
            L(
                "还有\(count)个坐席未签出，当日工作未结束，不能日结。请先让坐席签出。",
                en: "\(count) seats are still signed in: the day goes on. Have them signed out.",
            )
        case .open(let count):
            L("还有\(count)通通话未结束，不能日结。", en: "\(count) calls still go on: not closed.")
        case .unrecorded(let count):
            L(
                "还有\(count)通通话没有结果。请先补录，或勾选确认后日结。",
                en: "\(count) calls have no result. Have them recorded, or confirm and close.",
            )
        }
    }
}
