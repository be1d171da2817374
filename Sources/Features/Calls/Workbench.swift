package import Access
internal import Campaigns
package import Database
package import Kernel
package import Leads
package import Telephony
internal import Threads
internal import Vault
package import Web

/// What an agent does at the seat, each act one transaction's worth of work.
///
/// Pages, programs, the demo and the tests all come through here: there is no other way to a call.
package struct Workbench: Sendable {
    let environment: Environment
    let handOuts: HandOut
    /// The seats whose browsers were heard of.
    private let sightings = Sightings<ID<Account>>()

    /// A workbench on the product's surroundings.
    package init(_ environment: Environment) {
        self.environment = environment
        handOuts = HandOut(vault: environment.vault, calendar: environment.calendar)
    }

    /// The topic on which an agent's open page hears of its seat.
    package static func topic(_ agent: ID<Account>) -> String { "seat:\(agent)" }

    /// The topic on which floor views hear that a vendor's seats have changed.
    package static func floorTopic(_ vendor: ID<Organisation>) -> String { "floor:\(vendor)" }

    // MARK: The seat

    /// Opens the agent's seat in one tab; a tab that held it before is told and stops. A call that
    /// goes on there ends by it: refused unless whoever opens it is `takingOver`. The seat ends with
    /// `session`; nil for a program's.
    package func open(
        _ viewer: Viewer,
        under session: [UInt8]? = nil,
        takingOver: Bool,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        let store = SeatStore(transaction)
        let before = try store.own(viewer)
        if let before, before.callGoingOn != nil, !before.holder.isEmpty, !takingOver {
            throw SeatRefusal.inCall
        }
        var seat =
            before
            ?? Seat(
                agent: viewer.account,
                vendor: viewer.organisation,
                state: .signedOut,
                mode: .preview,
                holder: "",
                since: now,
                lastSeenAt: environment.wall.now(),
            )
        try seat.apply(.signIn, at: now)
        let former = seat.holder
        seat.holder = String(environment.random.next(), radix: 36)
        seat.session = session
        seat.lastSeenAt = environment.wall.now()
        try store.save(&seat, before: before, at: now)
        if let call = before?.callGoingOn {
            // As whoever takes over was told; also on a line whose voice needs no page.
            let line = environment.line
            transaction.afterCommit { line.hangUp(call, for: .pageGone) }
        }
        forgetVoice(seat, in: transaction)
        environment.announce(
            seat,
            in: transaction,
            event: former.isEmpty ? .changed : .takenOver,
        )
        return seat
    }

    /// Notes that the tab is alive; reads only, and `storeSightings` stores it.
    package func hear(_ viewer: Viewer, holder: String, in transaction: Transaction) throws {
        let seat = try held(viewer, holder, transaction)
        sightings.note(seat.agent, at: environment.wall.now())
    }

    /// When the seat's browser was last heard.
    func lastHeard(_ seat: Seat) -> Moment {
        max(seat.lastSeenAt, sightings.moment(of: seat.agent) ?? seat.lastSeenAt)
    }

    /// Stores which seats were heard of since the last time.
    package func storeSightings() throws {
        try sightings.store { seats in
            try environment.database.write(in: .page) { transaction in
                let store = SeatStore(transaction)
                for (agent, moment) in seats { try store.touch(agent, at: moment) }
            }
        }
    }

    /// Changes how leads come to the seat.
    package func setMode(
        _ mode: DialMode,
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        try change(viewer, holder, now, transaction) { $0.mode = mode }
    }

    /// A break, the lock, coming back, signing out.
    package func move(
        _ event: SeatEvent,
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        try change(viewer, holder, now, transaction) { seat in
            try seat.apply(event, at: now)
            if event == .signOut {
                seat.holder = ""
                forgetVoice(seat, in: transaction)
            }
        }
    }

    // MARK: Hand-out and dial

    /// What asking for the next lead leads to. A refusal is not thrown, so that the leads that
    /// were found blocked on the way stay put aside.
    package enum Next: Sendable {
        case seat(Seat)
        case refused(HandOutRefusal)
    }

    /// Hands the next lead to the seat and, in progressive mode, dials it. C2.1, C5.1.
    package func next(
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Next {
        let ready = try self.ready(viewer, holder, now, transaction)
        switch try handOuts.next(for: viewer, now: now, in: transaction) {
        case .refused(let refusal): return .refused(refusal)
        case .held(let lead): return .seat(try show(lead, at: ready, viewer, now, transaction))
        }
    }

    /// Takes a callback that is due, or wished for earlier by the agent.
    package func take(
        _ callback: ID<Callback>,
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        let details = try CallbackStore(transaction).take(callback, for: viewer, at: now)
        return try take(viewer, holder, now, transaction) {
            try handOuts.take(
                details.lead,
                kind: .callback,
                for: viewer,
                now: now,
                in: transaction,
            )
        }
    }

    /// Takes a lead that the agent called before, to dial it again by hand.
    package func redial(
        _ call: ID<PlacedCall>,
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        let details = try CallStore(transaction).find(call, visibleTo: viewer)
        return try take(viewer, holder, now, transaction) {
            try handOuts.take(details.lead, kind: .redial, for: viewer, now: now, in: transaction)
        }
    }

    /// Gives the previewed lead back without dialling.
    package func giveBack(
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        try change(viewer, holder, now, transaction) { seat in
            let handOut = seat.state.handOut
            try seat.apply(.giveBack, at: now)
            guard let handOut else { preconditionFailure("A lead is given back from the screen.") }
            try handOuts.giveBack(handOut, ofAgent: viewer.account, now: now, in: transaction)
        }
    }

    /// Dials the previewed lead. Every check of the hand-out runs again; the call is kept first,
    /// and the line is asked only after that is durable, so that no call goes on unseen.
    package func dial(
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        try change(viewer, holder, now, transaction) { seat in
            try dial(&seat, viewer, now, transaction)
        }
    }

    /// Asks the line to end the call; the seat moves when the line says that it has ended. Nothing
    /// is written for it: hanging up needs no disk.
    package func hangUp(
        _ viewer: Viewer,
        holder: String,
        for reason: HangUpReason = .agent,
        in transaction: Transaction,
    ) throws -> Seat {
        let seat = try held(viewer, holder, transaction)
        guard let call = seat.callGoingOn else {
            throw SeatRefusal.wrongState(seat.state.code, .end)
        }
        environment.line.hangUp(call, for: reason)
        return seat
    }

    /// Saves the call's result and frees the seat. C6.3, C5.2, C4.12.
    package func save(
        _ record: OutcomeRecord,
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        try change(viewer, holder, now, transaction) { seat in
            let current = seat.state.call
            try seat.apply(.save, at: now)
            guard let current, let call = try CallStore(transaction).call(current) else {
                preconditionFailure("A seat wraps up a call that exists.")
            }
            try results(transaction).save(record, of: call, by: viewer, at: now)
        }
    }

    /// Results and corrections within one transaction.
    package func results(_ transaction: Transaction) -> ResultBook {
        ResultBook(transaction, vault: environment.vault, handOuts: handOuts)
    }

    // MARK: Pieces

    func held(_ viewer: Viewer, _ holder: String, _ transaction: Transaction) throws -> Seat {
        guard let seat = try SeatStore(transaction).own(viewer) else { throw SeatRefusal.notOpen }
        try seat.check(holder: holder)
        return seat
    }

    /// The seat when a lead may come to it.
    private func ready(
        _ viewer: Viewer,
        _ holder: String,
        _ now: Moment,
        _ transaction: Transaction,
    ) throws -> Seat {
        let seat = try held(viewer, holder, transaction)
        try seat.checkReady()
        try checkDayIsOpen(viewer, now, transaction)
        return seat
    }

    /// Refuses a call on a day that has been closed: its report stands.
    private func checkDayIsOpen(
        _ viewer: Viewer,
        _ now: Moment,
        _ transaction: Transaction,
    ) throws {
        let outcomes = OutcomeStore(transaction, vault: environment.vault)
        if try outcomes.isClosed(now.day, of: viewer.organisation) {
            throw SeatRefusal.dayClosed(now.day)
        }
    }

    private func change(
        _ viewer: Viewer,
        _ holder: String,
        _ now: Moment,
        _ transaction: Transaction,
        _ body: (inout Seat) throws -> Void,
    ) throws -> Seat {
        try change(try held(viewer, holder, transaction), now, transaction, body)
    }

    private func change(
        _ before: Seat,
        _ now: Moment,
        _ transaction: Transaction,
        _ body: (inout Seat) throws -> Void,
    ) throws -> Seat {
        var seat = before
        seat.lastSeenAt = environment.wall.now()
        try body(&seat)
        try SeatStore(transaction).save(&seat, before: before, at: now)
        environment.announce(seat, in: transaction)
        return seat
    }

    private func take(
        _ viewer: Viewer,
        _ holder: String,
        _ now: Moment,
        _ transaction: Transaction,
        _ handOut: () throws -> HeldLead,
    ) throws -> Seat {
        let ready = try self.ready(viewer, holder, now, transaction)
        return try show(try handOut(), at: ready, viewer, now, transaction)
    }

    /// Puts a lead that was handed out on the screen and, in progressive mode, dials it.
    private func show(
        _ lead: HeldLead,
        at ready: Seat,
        _ viewer: Viewer,
        _ now: Moment,
        _ transaction: Transaction,
    ) throws -> Seat {
        try change(ready, now, transaction) { seat in
            try seat.apply(.handOut(lead.handOut), at: now)
            if seat.mode == .progressive { try dial(&seat, viewer, now, transaction) }
        }
    }

    private func dial(
        _ seat: inout Seat,
        _ viewer: Viewer,
        _ now: Moment,
        _ transaction: Transaction,
    ) throws {
        guard case .previewing(let handOut) = seat.state else {
            throw SeatRefusal.wrongState(seat.state.code, .dial(ID(0)))
        }
        try checkDayIsOpen(viewer, now, transaction)
        try environment.line.check(viewer.softphone)
        let permit = try handOuts.authoriseDial(handOut, by: viewer, now: now, in: transaction)
        let call = try CallStore(transaction).add(permit, by: viewer, at: now)
        try seat.apply(.dial(call), at: now)
        let request = DialRequest(
            call: call,
            from: viewer.softphone,
            number: permit.number,
            callerID: permit.callerID,
            ringTimeout: .seconds(45),
        )
        let line = environment.line
        let log = LineLog(environment)
        transaction.afterCommit {
            do {
                try line.dial(request)
            } catch {
                log.couldNotPlace(call, because: error)
            }
        }
    }
}
