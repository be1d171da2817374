package import Calendar
package import Campaigns
package import Kernel

/// What is known of a lead's customer at one moment.
package struct CustomerFacts: Hashable, Sendable {
    /// Whether the bank has taken the lead back. C2.1.
    package let isWithdrawn: Bool
    /// Whether the customer must not be called, whatever the task. C4.12.
    package let isSuppressed: Bool
    /// Whether another hand-out has the customer, in this task or another.
    package let isHeld: Bool
    /// How often the customer was dialled.
    package let attempts: AttemptCounts
    /// The oldest of the calls of the last 24 hours; nil without one.
    package let firstIn24Hours: Moment?

    /// Gathers the facts.
    package init(
        isWithdrawn: Bool = false,
        isSuppressed: Bool,
        isHeld: Bool,
        attempts: AttemptCounts,
        firstIn24Hours: Moment?,
    ) {
        self.isWithdrawn = isWithdrawn
        self.isSuppressed = isSuppressed
        self.isHeld = isHeld
        self.attempts = attempts
        self.firstIn24Hours = firstIn24Hours
    }
}

/// Decides whether a lead may be handed out, or dialled, at one moment. The same at both. Does no
/// I/O. C2.1, C4.12.
package struct HandOutCheck: Sendable {
    /// The answer.
    package enum Verdict: Hashable, Sendable {
        /// It may be called.
        case clear
        /// It may not; why, and what moves the lead out of the way. Nil where its task is closed, and
        /// the lead stays where it is.
        case blocked(HandOutRefusal, LeadEvent?)
    }

    /// How long a lead rests whose customer is in someone else's hands.
    package static let customerHeldRest = Duration.minutes(15)

    /// The rules of the lead's task.
    package let rules: CallRules
    /// The working days.
    package let calendar: WorkingCalendar
    /// The moment.
    package let now: Moment

    /// A check of one task's leads at one moment.
    package init(_ rules: CallRules, _ calendar: WorkingCalendar, at now: Moment) {
        self.rules = rules
        self.calendar = calendar
        self.now = now
    }

    /// Why nobody of the task may be called now; nil while it is open.
    package var closure: HandOutRefusal? {
        switch rules.opening(at: now, region: nil, calendar: calendar) {
        case .open: nil
        case .closed(let until, let reason): .closed(reason, until: until)
        }
    }

    /// Whether a customer who lives in `region` may be called.
    package func verdict(_ customer: CustomerFacts, region: String) -> Verdict {
        if customer.isWithdrawn { return .blocked(.withdrawn, .withdrawn) }
        if customer.isSuppressed { return .blocked(.suppressed, .suppressed) }
        if case .closed(let until, let reason) = rules.opening(
            at: now,
            region: region,
            calendar: calendar,
        ) {
            return .blocked(.closed(reason, until: until), rest(reason, until))
        }
        if let limit = rules.limitReached(customer.attempts) {
            return .blocked(.limit(limit), rest(limit, customer))
        }
        if customer.isHeld { return Self.held(at: now) }
        return .clear
    }

    /// The verdict on a lead whose customer is in someone else's hands.
    package static func held(at now: Moment) -> Verdict {
        .blocked(.customerHeld, .waiting(until: now + customerHeldRest, .customerHeld))
    }

    private func rest(_ closure: CallRules.Closure, _ until: Moment?) -> LeadEvent? {
        switch closure {
        // Without a known opening it is looked at again the next day: the task's period or the
        // calendar may have grown by then.
        case .regionHours, .unknownRegion:
            .waiting(until: until ?? now.day.next.start, .regionHours)
        case .notRunning, .beforePeriod, .afterPeriod, .notWorkingDay, .outsideHours, .noCalendar:
            nil
        }
    }

    private func rest(_ limit: AttemptLimit, _ customer: CustomerFacts) -> LeadEvent {
        switch limit {
        case .campaign: .finished(.frequencyCampaign)
        case .day: .waiting(until: now.day.next.start, .frequencyDay)
        case .hours24:
            .waiting(until: (customer.firstIn24Hours ?? now) + .hours(24), .frequency24h)
        }
    }
}
