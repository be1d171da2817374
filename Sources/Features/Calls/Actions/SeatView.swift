internal import Access
internal import Campaigns
package import HTML
package import Kernel
internal import Leads
internal import Telephony
internal import Vault
internal import Web

/// The seat as its agent's screen shows it. The screen's script draws every change from it.
package struct SeatView: Resource {
    /// The customer on the screen; name and number masked, and never anything else. C4.4.
    package struct Customer: Encodable, Sendable {
        /// The lead's identity.
        let id: Int64
        let name: Masked
        let phone: Masked
        let region: String
        let attributes: [LeadCard.Attribute]
        let attempts: Int
        let kind: L
        let history: [HistoryLine]
    }

    /// The task to which the customer belongs.
    package struct Task: Encodable, Sendable {
        let id: Int64
        let name: String
        let product: String
        /// The version of the script, which a page asks for once; nil without one. C4.12.
        let scriptVersion: Int64?
    }

    /// The call as the line sees it, in milliseconds since 1970.
    package struct Call: Encodable, Sendable {
        let id: Int64
        let dialledAt: Int64
        let ringingAt: Int64?
        let answeredAt: Int64?
        let endedAt: Int64?
        let cause: L?
        let endedBy: L?
        /// Whether a result of a conversation can be recorded. C6.3.
        let mayBeReached: Bool
        /// The result that the line itself tells; nil after a conversation.
        let suggested: String?
        /// Whether the customer was told that the call is recorded.
        let noticed: Bool
    }

    /// Counts the seat's changes: of two answers, the one with the greater number is newer.
    package let revision: Int64
    /// The seat's state: a stable code.
    package let state: String
    /// The state's name.
    package let stateName: L
    /// Since when, in milliseconds since 1970.
    package let since: Int64
    /// The present moment, in milliseconds since 1970.
    package let now: Int64
    /// `preview` or `progressive`.
    package let mode: String
    /// The token of the tab that holds the seat.
    package let holder: String
    /// Calls placed today. C5.1.
    package let dialledToday: Int
    /// The most calls of a day. C5.1.
    package let dailyCeiling: Int
    /// Different customers found interested today. C5.2.
    package let interestedToday: Int
    /// Customers found interested today whom the evidence does not carry: they count once the bank
    /// has confirmed them.
    package let pendingToday: Int
    /// How many interested customers a day aims at. C5.2.
    package let aim: Int
    /// Callbacks that are due.
    package let callbacksDue: Int
    /// The customer on the screen; nil for none.
    package private(set) var customer: Customer?
    /// The customer's task.
    package let task: Task?
    /// The call; nil before it is placed.
    package let call: Call?
    /// The call that the line did not carry, whereupon the seat became ready again; nil for none.
    package let failedCall: Int64?

    /// What the agent is told where the act was done and could not be stored yet.
    package private(set) var unstored: L?

    /// The same with nothing of the customer, whose view could not be recorded: the line has hung up,
    /// and the disk is full.
    var withoutCustomer: SeatView {
        var view = self
        view.customer = nil
        view.unstored = L(
            "电话已挂断。系统暂时无法存储，客户信息不再显示；恢复后本页自动继续，请勿重复操作。",
            en: "The line has hung up. Nothing can be stored now, so the customer is not shown; "
                + "this page goes on by itself when it can.",
        )
        return view
    }

    /// Reads what the screen shows of `seat`; showing a customer is recorded.
    init(_ seat: Seat, _ context: Context) throws {
        let transaction = context.transaction
        let viewer = context.viewer
        let today = context.now.day
        revision = seat.revision
        state = seat.state.code.rawValue
        stateName = seat.state.code.name
        since = seat.since.milliseconds
        now = context.now.milliseconds
        mode = seat.mode.rawValue
        holder = seat.holder
        let vault = context.environment.vault
        let outcomes = OutcomeStore(transaction, vault: vault)
        dialledToday = try HandOut.dialled(viewer.account, on: today, in: transaction)
        dailyCeiling = CallLimits.callsPerAgentAndDay
        interestedToday = try outcomes.interested(of: viewer.account, on: today)
        pendingToday = try SuccessBook(transaction, outcomes)
            .pending(of: viewer.account, on: today)
        aim = CallLimits.interestedPerAgentAndDay
        callbacksDue = try CallbackStore(transaction)
            .countDue(for: viewer, at: context.now, upTo: 100)
        let calls = CallStore(transaction)
        call = try seat.state.call.flatMap { try calls.call($0) }.map { call in
            Self.line(call, isNoticed: try calls.noticedAt(call.id) != nil)
        }
        let last =
            seat.state == .ready
            ? try calls.list(of: viewer.account, on: today, before: .max, limit: 1).first : nil
        failedCall = last.flatMap { $0.isCounted ? nil : $0.id.rawValue }
        guard let handOut = seat.state.handOut else {
            customer = nil
            task = nil
            return
        }
        let card = try LeadStore(transaction, vault: vault).card(handOut, for: viewer)
        context.recordView(.lead, card.lead.rawValue)
        customer = Customer(
            id: card.lead.rawValue,
            name: card.name,
            phone: card.phone,
            region: card.region,
            attributes: card.attributes,
            // The call on the line is counted already; the screen tells of those before it.
            attempts: seat.state.call == nil ? card.attempts : max(0, card.attempts - 1),
            kind: card.kind.name,
            history: try HistoryLine.lines(of: card, before: seat.state.call, context),
        )
        task = try Self.task(card.campaign, context)
    }

    private static func line(_ call: CallDetails, isNoticed: Bool) -> Call {
        Call(
            id: call.id.rawValue,
            dialledAt: call.dialledAt.milliseconds,
            ringingAt: call.ringingAt?.milliseconds,
            answeredAt: call.answeredAt?.milliseconds,
            endedAt: call.endedAt?.milliseconds,
            cause: call.cause?.label,
            endedBy: call.endedBy?.label,
            mayBeReached: call.answeredAt != nil || call.cause == .lost,
            suggested: call.suggestedOutcome?.rawValue,
            noticed: isNoticed,
        )
    }

    private static func task(_ id: ID<Campaign>, _ context: Context) throws -> Task {
        let campaign = try CampaignStore(context.transaction).find(id, visibleTo: context.viewer)
        return Task(
            id: id.rawValue,
            name: campaign.details.name,
            product: campaign.details.product,
            scriptVersion: campaign.details.scriptVersion?.rawValue,
        )
    }

    package var title: L { L("坐席", en: "Seat") }
    package var page: HTML { element("p") { stateName } }
}

/// An earlier call to the customer on the screen.
package struct HistoryLine: Encodable, Sendable {
    let at: String
    let outcome: L?
    let talkSeconds: Int64
    let note: Masked?

    /// The calls to the lead before the one on the line, newest first.
    static func lines(
        of card: LeadCard,
        before current: ID<PlacedCall>?,
        _ context: Context,
    ) throws -> [HistoryLine] {
        let outcomes = OutcomeStore(context.transaction, vault: context.environment.vault)
        let calls = try CallStore(context.transaction).history(of: card.lead, limit: 10)
        return try calls.filter { $0.id != current }.map { call in
            let current = try outcomes.current(of: call.id)
            return HistoryLine(
                at: call.dialledAt.description,
                outcome: current?.record.outcome.name,
                talkSeconds: call.talkTime.wholeSeconds,
                note: current?.record.note.map { card.notes.masked($0) },
            )
        }
    }
}
