package import Access
internal import Accounts
internal import Calls
internal import HTML
package import Kernel
internal import Telephony
package import Web

/// The floor as it is now: seats, tasks, what is left and why it is held back.
package struct ShowFloor: Endpoint {
    package static let route = Route(.get, "/floor")
    package static let permission = Permission.watchFloor

    package struct Input: FormInput {
        let vendor: ID<Organisation>?

        package init(_ form: Form) throws(InvalidInput) {
            vendor = try form.optionalID("vendor")
        }
    }

    private let tasks: FloorTasks

    init(_ tasks: FloorTasks) { self.tasks = tasks }

    package func answer(_ input: Input, _ context: Context) throws -> FloorView {
        let vendors = try OrganisationStore(context.transaction)
            .vendors(visibleTo: context.viewer)
        let chosen = input.vendor.map { id in vendors.first { $0.id == id } } ?? vendors.first
        guard let vendor = chosen else {
            if input.vendor != nil { throw NotFound(L("供应商", en: "vendor")) }
            return FloorView(
                vendors: [],
                vendor: nil,
                seats: [],
                tasks: [],
                trunk: nil,
                mayListen: false
            )
        }
        let line = context.environment.line
        return FloorView(
            vendors: vendors,
            vendor: vendor.id.rawValue,
            seats: try FloorStore(context.transaction).seats(of: vendor.id, at: context.now)
                .map { FloorView.Seat($0, on: line) },
            tasks: try tasks.tasks(of: vendor.id, context.transaction),
            trunk: try TrunkView(of: vendor.id, context),
            mayListen: line.voice != nil && Permission.monitorCalls.allows(context.viewer),
        )
    }
}

/// The floor's live events: `seats` with those that have moved, `tasks` when a count has.
package struct FollowFloor: Endpoint {
    package static let route = Route(.get, "/floor/events")
    package static let permission = Permission.watchFloor

    package struct Input: FormInput {
        let vendor: ID<Organisation>

        package init(_ form: Form) throws(InvalidInput) {
            vendor = try form.id("vendor")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> LiveEvents {
        guard context.viewer.maySee(vendor: input.vendor) else {
            throw NotFound(L("供应商", en: "vendor"))
        }
        return LiveEvents(
            context.environment.events.subscribe(FloorFeed.topic(input.vendor))
        )
    }
}
