internal import Access
internal import Calendar
internal import Calls
internal import Campaigns
internal import Database
internal import Kernel
internal import Leads
internal import Telephony
internal import Vault
internal import Web

/// A simulated agent who works the day at a seat, through the same acts as a person.
struct DemoAgent {
    private let viewer: Viewer
    private let workbench: Workbench
    private let environment: Environment
    private let line: SimulatedLine
    private let lunch: TimeOfDay
    private var holder = ""
    private var actAt: Moment
    private var heardAt: Moment
    /// Callbacks that a rule refused, and when they are tried again.
    private var refused: [ID<Callback>: Moment] = [:]
    /// The day whose lunch has been taken.
    private var ateOn: BusinessDay?
    /// The day whose calls are all placed. C5.1.
    private var doneOn: BusinessDay?

    init(
        _ viewer: Viewer,
        _ workbench: Workbench,
        _ environment: Environment,
        _ line: SimulatedLine
    ) {
        self.viewer = viewer
        self.workbench = workbench
        self.environment = environment
        self.line = line
        lunch = TimeOfDay(minutes: 11 * 60 + 40 + 10 * environment.random.int(in: 0...6))
        actAt = environment.time.now()
        heardAt = environment.wall.now()
    }

    /// Does what is due, if anything. A refusal is a reason to wait; anything else is thrown.
    mutating func step() throws {
        let now = environment.time.now()
        do {
            try keepSeat()
            if now >= actAt { try act(now) }
        } catch is any UserFacing {
            wait(now, 30...90)
        }
    }

    private mutating func keepSeat() throws {
        let wall = environment.wall.now()
        guard !holder.isEmpty, wall - heardAt > .seconds(20) else { return }
        heardAt = wall
        let token = holder
        do {
            try environment.database.read {
                try workbench.hear(viewer, holder: token, in: $0)
            }
        } catch is SeatRefusal {
            holder = ""
        }
    }

    private mutating func wait(_ now: Moment, _ seconds: ClosedRange<Int>) {
        actAt = now + .seconds(environment.random.int(in: seconds))
    }

    private mutating func act(_ now: Moment) throws {
        let seat = try environment.database.read { try SeatStore($0).own(viewer) }
        let isOver =
            now.timeOfDay >= TimeOfDay(20, 0) || now.timeOfDay < TimeOfDay(9, 0)
            || doneOn == now.day
        guard let seat, seat.state != .signedOut, !holder.isEmpty else {
            if isOver { return wait(now, 60...120) }
            holder = try perform(OpenSeat.self, now) {
                try workbench.open(viewer, takingOver: true, at: now, in: $0).holder
            }
            return wait(now, 2...20)
        }
        switch seat.state {
        case .signedOut: return
        case .ready: try takeNext(now, isOver: isOver)
        case .previewing:
            try dial(now)
            wait(now, 1...3)
        case .dialling, .ringing: wait(now, 1...2)
        case .talking(_, let call): try talk(call, since: seat.since, now)
        case .wrappingUp(_, let call): try wrapUp(call, since: seat.since, now)
        case .onBreak, .locked:
            try move(.comeBack, now)
            wait(now, 2...10)
        }
    }

    private mutating func takeNext(_ now: Moment, isOver: Bool) throws {
        if isOver {
            try move(.signOut, now)
            holder = ""
            return wait(now, 60...120)
        }
        if now.timeOfDay >= lunch, now.timeOfDay < TimeOfDay(14, 0), ateOn != now.day {
            ateOn = now.day
            try move(.takeBreak(.meal), now)
            return wait(now, 2_400...4_200)
        }
        if environment.random.int(in: 1...60) == 1 {
            try move(.takeBreak(.rest), now)
            return wait(now, 300...900)
        }
        if try takeCallback(now) { return }
        let next = try perform(TakeNextLead.self, now, refusal: Self.refusal) {
            try workbench.next(viewer, holder: holder, at: now, in: $0)
        }
        switch next {
        case .seat: wait(now, 10...60)
        case .refused(.dailyCap):
            doneOn = now.day
            wait(now, 5...20)
        case .refused: wait(now, 60...180)
        }
    }

    /// Takes a callback that is due, the agent's own or one that was handed on; false without one.
    private mutating func takeCallback(_ now: Moment) throws -> Bool {
        let due = try environment.database.read {
            try CallbackStore($0).list(for: viewer, until: now, now: now, limit: 20)
        }
        guard let callback = due.first(where: { refused[$0.id, default: now] <= now }) else {
            return false
        }
        do {
            try perform(TakeCallback.self, now) {
                _ = try workbench.take(callback.id, viewer, holder: holder, at: now, in: $0)
            }
        } catch is any UserFacing {
            refused[callback.id] = now + .hours(4)
            return false
        }
        wait(now, 10...60)
        return true
    }

    /// Dials, or gives back a lead that may not be called any more: it would lie on the screen.
    private func dial(_ now: Moment) throws {
        do {
            try perform(PlaceCall.self, now) {
                _ = try workbench.dial(viewer, holder: holder, at: now, in: $0)
            }
        } catch is HandOutRefusal {
            try perform(GiveLeadBack.self, now, putsAway: true) {
                _ = try workbench.giveBack(viewer, holder: holder, at: now, in: $0)
            }
        }
    }

    private mutating func talk(_ call: CallID, since: Moment, _ now: Moment) throws {
        if now - since >= line.customer(for: call).talk {
            try perform(HangUp.self, now, putsAway: true) {
                _ = try workbench.hangUp(viewer, holder: holder, in: $0)
            }
        }
        wait(now, 1...3)
    }

    private mutating func wrapUp(_ call: CallID, since: Moment, _ now: Moment) throws {
        // The result is written first; saved the first time that the agent comes back to it.
        guard now - since >= .seconds(6) else { return wait(now, 10...45) }
        let details = try environment.database.read {
            try CallStore($0).find(call, visibleTo: viewer)
        }
        let customer = line.customer(for: call)
        let record = try DemoOutcome.record(
            customer,
            details,
            now,
            environment.calendar,
            isSoon: environment.random.int(in: 1...2) == 1,
        )
        do {
            try save(record, now)
        } catch is InvalidInput {
            // The rules leave no call for the callback that the customer wishes.
            try save(try DemoOutcome.withoutCallback(now), now)
        }
        wait(now, 8...25)
    }

    private func save(_ record: OutcomeRecord, _ now: Moment) throws {
        try perform(SaveResult.self, now, putsAway: true) {
            _ = try workbench.save(record, viewer, holder: holder, at: now, in: $0)
        }
    }

    private func move(_ event: SeatEvent, _ now: Moment) throws {
        try perform(MoveSeat.self, now) {
            _ = try workbench.move(event, viewer, holder: holder, at: now, in: $0)
        }
    }

    // MARK: The audit log

    /// Where the demo's acts come from, in the place of an address.
    static let peer = "demo"

    /// Does what a person does through `endpoint`, with the same entry in the audit log in the same
    /// transaction, or the refusal's after it. The entry names what lies at the seat afterwards, or
    /// before an act that `putsAway` what it is about.
    @discardableResult
    private func perform<Result>(
        _ endpoint: any Endpoint.Type,
        _ now: Moment,
        putsAway: Bool = false,
        refusal: (Result) -> (any UserFacing)? = { _ in nil },
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        let act = Act(endpoint)
        do {
            return try environment.database.write { transaction in
                let before = putsAway ? try workbench.atHand(viewer, transaction) : nil
                let result = try body(transaction)
                let thing = try before ?? workbench.atHand(viewer, transaction)
                try record(act, now, on: thing, refusal(result), transaction)
                return result
            }
        } catch let refusal as any UserFacing where Act.isRecorded(refusal) {
            try environment.database.write { transaction in
                let thing = try workbench.atHand(viewer, transaction)
                try record(act, now, on: thing, refusal, transaction)
            }
            throw refusal
        }
    }

    private func record(
        _ act: Act,
        _ now: Moment,
        on thing: Thing,
        _ refusal: (any UserFacing)?,
        _ transaction: Transaction,
    ) throws {
        let entry = act.entry(
            by: viewer.account,
            at: now,
            on: thing,
            refusal: refusal,
            peer: Self.peer,
        )
        try environment.audit.append(entry, in: transaction)
    }

    /// A hand-out that was refused commits all the same: what was found blocked stays put aside.
    private static func refusal(_ next: Workbench.Next) -> (any UserFacing)? {
        switch next {
        case .seat: nil
        case .refused(let refusal): refusal
        }
    }
}

/// What a simulated agent records, after what the simulated customer said.
enum DemoOutcome {
    static func withoutCallback(_ now: Moment) throws -> OutcomeRecord {
        var draft = OutcomeRecord.Draft()
        draft.reason = .noNeed
        return try OutcomeRecord(.notInterested, draft, now: now)
    }

    static func record(
        _ customer: SimulatedCustomer,
        _ call: CallDetails,
        _ now: Moment,
        _ calendar: WorkingCalendar,
        isSoon: Bool,
    ) throws -> OutcomeRecord {
        var draft = OutcomeRecord.Draft()
        draft.channel = customer.mood == .interestedBranch ? .branch : .online
        draft.amount = band(customer.amount)
        draft.reason = .noNeed
        draft.callbackScope = .own
        let outcome = outcome(customer, call)
        if outcome.requires(.note) { draft.note = "演示备注" }
        if outcome == .callback {
            draft.callbackAt =
                isSoon && now.timeOfDay < TimeOfDay(17, 0)
                ? now + .minutes(75)
                : try calendar.nextWorkingDay(onOrAfter: now.day.next)
                    .at(TimeOfDay(10, now.timeOfDay.minutes % 60))
        }
        return try OutcomeRecord(outcome, draft, now: now)
    }

    private static func outcome(_ customer: SimulatedCustomer, _ call: CallDetails) -> Outcome {
        guard call.answeredAt != nil else { return unanswered(call) }
        return switch customer.mood {
        case nil: .voicemail
        case .interestedOnline, .interestedBranch: .interested
        case .wishesCallback: .callback
        case .notInterested, .hangsUpAtOnce: .notInterested
        case .strongRefusal: .strongRefusal
        case .wrongPerson: .wrongPerson
        case .alreadyHasLoan: .alreadyHasLoan
        case .otherLanguage: .language
        case .complains: .complaint
        }
    }

    private static func unanswered(_ call: CallDetails) -> Outcome {
        switch call.cause {
        case .busy: .busy
        case .rejected: .declined
        case .poweredOff, .outOfService: .unavailable
        case .invalidNumber: .invalidNumber
        case nil, .normal, .noAnswer, .networkFailure, .cancelled, .pageGone, .signedOut, .lost:
            .noAnswer
        }
    }

    private static func band(_ amount: Money?) -> AmountBand {
        guard let yuan = amount.map({ $0.fen / 100 }) else { return .unknown }
        return switch yuan {
        case ...100_000: .upTo100k
        case ...300_000: .upTo300k
        case ...1_000_000: .upTo1m
        case ...3_000_000: .upTo3m
        default: .above3m
        }
    }
}
