package import Kernel

/// The rules of the simulated line as a value: it decides what happens to each call and when. It
/// reads no clock and runs by nobody's thread; `SimulatedLine` drives it.
package struct SimulatedExchange: Sendable {
    /// What can be done to the exchange.
    package enum Input: Sendable {
        /// Places a call; a call that is being carried already stays as it is.
        case dial(DialRequest)
        /// Our side hangs up; an unknown call is over already.
        case hangUp(CallID, HangUpReason)
        /// Time has passed.
        case tick
    }

    private enum Step: Sendable {
        case proceed, ring, answer
        case end(EndCause, Party)
    }

    private struct Carried: Sendable {
        /// What is still to happen, the next one last.
        var plan: [(at: Moment, step: Step)]
        var isAnswered = false
        var sequence = 0
    }

    private let seed: UInt64
    private var calls: [CallID: Carried] = [:]
    private var agenda = Agenda()

    /// An exchange whose customers follow from `seed`.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// The customer behind a call: before, during and after it.
    package func customer(for call: CallID) -> SimulatedCustomer {
        SimulatedCustomer(seed: seed, call: call)
    }

    /// Whether the call goes on.
    package func carries(_ call: CallID) -> Bool { calls[call] != nil }

    /// Whether the call goes on and has been answered.
    package func isTalking(_ call: CallID) -> Bool { calls[call]?.isAnswered ?? false }

    /// How many calls go on.
    package var count: Int { calls.count }

    /// When the next event is due; nil while no call goes on.
    package var nextDue: Moment? { agenda.first?.at }

    /// Takes in `input` and returns every event up to `now`, in the order of their moments. An
    /// event carries the moment for which it was planned, however late the exchange is asked.
    package mutating func handle(_ input: Input, at now: Moment) -> [LineEvent] {
        var events = happened(until: now)
        switch input {
        case .dial(let request):
            guard calls[request.call] == nil else { break }
            let plan = plan(request, at: now)
            if let first = plan.last { agenda.insert(first.at, request.call) }
            calls[request.call] = Carried(plan: plan)
        case .hangUp(let call, let reason):
            guard let carried = calls[call] else { break }
            agenda.remove(call)
            let cause = reason.cause(wasAnswered: carried.isAnswered)
            events.append(take(.end(cause, reason.party), of: call, at: now))
        case .tick:
            break
        }
        return events
    }

    private mutating func happened(until now: Moment) -> [LineEvent] {
        var events: [LineEvent] = []
        while let due = agenda.first, due.at <= now {
            agenda.remove(due.call)
            guard let next = calls[due.call]?.plan.popLast() else { continue }
            events.append(take(next.step, of: due.call, at: next.at))
            if let following = calls[due.call]?.plan.last {
                agenda.insert(following.at, due.call)
            }
        }
        return events
    }

    private mutating func take(_ step: Step, of call: CallID, at moment: Moment) -> LineEvent {
        calls[call]?.sequence += 1
        let sequence = calls[call]?.sequence ?? 1
        let kind: LineEvent.Kind
        switch step {
        case .proceed: kind = .proceeding
        case .ring: kind = .ringing
        case .answer:
            kind = .answered
            calls[call]?.isAnswered = true
        case .end(let cause, let party):
            kind = .ended(cause, by: party)
            calls[call] = nil
        }
        return LineEvent(call: call, at: moment, sequence: sequence, kind: kind)
    }

    /// Everything that happens if the agent does nothing, the first step last.
    private func plan(_ request: DialRequest, at now: Moment) -> [(at: Moment, step: Step)] {
        let customer = customer(for: request.call)
        let accepted = now + customer.setUp
        let rings = accepted + .milliseconds(700)
        let reacts = rings + customer.ring
        let gaveUp = rings + request.ringTimeout
        let beforeRinging: [(Moment, Step)] = [(accepted, .proceed)]
        let ringing = beforeRinging + [(rings, .ring)]
        var steps: [(at: Moment, step: Step)]
        switch customer.reaction {
        case .busy: steps = beforeRinging + [(reacts, .end(.busy, .customer))]
        case .poweredOff: steps = beforeRinging + [(reacts, .end(.poweredOff, .network))]
        case .outOfService: steps = beforeRinging + [(reacts, .end(.outOfService, .network))]
        case .invalidNumber: steps = beforeRinging + [(reacts, .end(.invalidNumber, .network))]
        case .networkFailure: steps = [(accepted, .end(.networkFailure, .network))]
        case .ringsOut, .declines, .answers, .voicemail:
            if gaveUp < reacts {
                steps = ringing + [(gaveUp, .end(.noAnswer, .system))]
            } else {
                steps = ringing + Self.reactions(of: customer, at: reacts)
            }
        }
        steps.reverse()
        return steps
    }

    private static func reactions(
        of customer: SimulatedCustomer,
        at moment: Moment
    ) -> [(at: Moment, step: Step)] {
        switch customer.reaction {
        case .ringsOut: return [(moment, .end(.noAnswer, .network))]
        case .declines: return [(moment, .end(.rejected, .customer))]
        case .answers, .voicemail:
            let patience = customer.hangsUpFirst ? .zero : SimulatedCustomer.patience
            let end = moment + customer.talk + patience
            return [(moment, .answer), (end, .end(.normal, .customer))]
        case .busy, .poweredOff, .outOfService, .invalidNumber, .networkFailure: return []
        }
    }
}
