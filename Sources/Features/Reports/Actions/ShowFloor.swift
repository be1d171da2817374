package import Access
internal import Accounts
internal import Calls
internal import HTML
package import Kernel
internal import Telephony
package import Web

/// The floor as it is now: the seats of one part of it, the sums over all, the tasks, what is left
/// and why it is held back.
package struct ShowFloor: Endpoint {
    package static let route = Route(.get, "/floor")
    package static let permission = Permission.watchFloor

    /// Shows the floor.
    package init() {}

    /// Without one, the first.
    static let vendor = InputField<ID<Organisation>?>.optionalID(
        "vendor",
        L("供应商", en: "Vendor"),
        none: nil,
    )
    static let state = InputField<SeatState.Code?>.optionalChoice(
        "state",
        L("状态", en: "State"),
        named: \.name,
    )
    static let search = InputField.search(
        "q",
        L("工号或姓名", en: "Staff number or name"),
        maximum: 40,
    )

    package struct Input: FormInput {
        let vendor: ID<Organisation>?
        let query: FloorQuery

        package init(_ form: Form) throws(InvalidInput) {
            var query = FloorQuery()
            (vendor, query.state, query.search) = try form.read(
                ShowFloor.vendor,
                ShowFloor.state,
                ShowFloor.search,
            )
            query.after = try form.pageStart().after
            self.query = query
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> FloorView {
        let vendors = try OrganisationStore(context.transaction)
            .vendors(visibleTo: context.viewer)
        let chosen = input.vendor.map { id in vendors.first { $0.id == id } } ?? vendors.first
        guard let vendor = chosen else {
            if input.vendor != nil { throw NotFound(L("供应商", en: "vendor")) }
            return FloorView(
                vendors: [],
                vendor: nil,
                part: FloorView.Part(query: input.query, seats: [], hasMore: false),
                totals: .none,
                tasks: [],
                trunk: nil,
                mayListen: false,
            )
        }
        let line = context.environment.line
        let store = FloorStore(context.transaction)
        let (seats, hasMore) = try store.part(input.query, of: vendor.id, at: context.now)
        return FloorView(
            vendors: vendors,
            vendor: vendor.id.rawValue,
            part: FloorView.Part(
                query: input.query,
                seats: seats.map { FloorView.Seat($0, on: line) },
                hasMore: hasMore,
            ),
            totals: try store.totals(of: vendor.id, at: context.now),
            tasks: try store.tasks(of: vendor.id, at: context.now, context.environment.calendar),
            trunk: try TrunkView(of: vendor.id, context),
            mayListen: line.voice != nil && Permission.monitorCalls.allows(context.viewer),
        )
    }
}

/// What stands beside the seats: an open floor asks for it when a count has changed.
package struct ShowFloorTasks: Endpoint {
    package static let route = Route(.get, "/floor/tasks")
    package static let permission = Permission.watchFloor

    package struct Input: FormInput {
        let vendor: ID<Organisation>

        package init(_ form: Form) throws(InvalidInput) {
            vendor = try form.id("vendor")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> FloorTasksView {
        try checkVendor(input.vendor, context)
        return FloorTasksView(
            try FloorStore(context.transaction)
                .tasks(of: input.vendor, at: context.now, context.environment.calendar)
        )
    }
}

/// The floor's live events: `seats` with those of `agents` that have moved and the sums over all,
/// `tasks` when a count has.
package struct FollowFloor: Endpoint {
    package static let route = Route(.get, "/floor/events")
    package static let permission = Permission.watchFloor

    package struct Input: FormInput {
        let vendor: ID<Organisation>
        let agents: [Int64]

        package init(_ form: Form) throws(InvalidInput) {
            vendor = try form.id("vendor")
            let text = try form.optionalText("agents", maximum: 20 * FloorQuery.most) ?? ""
            let parts = text.split(separator: ",")
            agents = Set(parts.compactMap { Int64($0) }).sorted()
            guard agents.count == parts.count, agents.count <= FloorQuery.most else {
                throw InvalidInput(
                    "agents",
                    L(
                        "请给出最多\(FloorQuery.most)个不同的坐席编号，以逗号分隔。",
                        en: "Give at most \(FloorQuery.most) different agents, with commas between.",
                    ),
                )
            }
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> LiveEvents {
        try checkVendor(input.vendor, context)
        let topic = FloorTopic(vendor: input.vendor, agents: input.agents)
        return LiveEvents(context.environment.events.subscribe(topic.name))
    }
}

/// Another vendor's floor does not exist.
private func checkVendor(_ vendor: ID<Organisation>, _ context: Context) throws {
    guard context.viewer.maySee(vendor: vendor) else {
        throw NotFound(L("供应商", en: "vendor"))
    }
}
