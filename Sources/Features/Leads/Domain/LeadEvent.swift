package import Kernel

/// Where a lead stands: its state, from when on it may be handed out, and why not before.
package struct Standing: Hashable, Sendable {
    /// The state.
    package let state: LeadState
    /// When a lead that waits, or its callback, is due.
    package var due: Moment?
    /// Why it is kept from agents.
    package var heldBack: HeldBack?
}

/// What moves a lead; a lead goes from one state to another by nothing else.
package enum LeadEvent: Hashable, Sendable {
    /// It comes into an agent's hands.
    case taken
    /// It comes back at a moment, and why not before.
    case waiting(until: Moment, HeldBack)
    /// The customer asked to be called at a moment.
    case agreed(Moment)
    /// The task has nothing more to ask, because the customer was called often enough or, without a
    /// reason, because of the outcome.
    case finished(HeldBack?)
    /// The customer must not be called. C4.12.
    case suppressed
    /// The bank has taken it back. C2.1.
    case withdrawn
    /// The bank brings again what it had taken back.
    case revived
    /// It comes out of an agent's hands as if it had not been there.
    case putBack(Standing)

    /// Where it puts a lead.
    fileprivate var standing: Standing {
        switch self {
        case .taken: Standing(state: .held)
        case .waiting(let until, let reason):
            Standing(state: .waiting, due: until, heldBack: reason)
        case .agreed(let moment): Standing(state: .callback, due: moment)
        case .finished(let reason): Standing(state: .finished, heldBack: reason)
        case .suppressed: Standing(state: .suppressed)
        case .withdrawn: Standing(state: .withdrawn)
        case .revived: Standing(state: .ready)
        case .putBack(let before): before
        }
    }
}

extension LeadState {
    /// Where an event puts a lead that stands here. A lead that waits, is finished or has a callback
    /// is moved by what its last call led to, for an outcome may be corrected. Throws what an agent is
    /// told who asks for it. C2.1, C4.12, C6.3.
    func after(_ event: LeadEvent) throws(HandOutRefusal) -> Standing {
        switch (self, event) {
        case (.ready, .taken), (.waiting, .taken), (.callback, .taken), (.finished, .taken),
            (.ready, .waiting), (.waiting, .waiting), (.held, .waiting), (.callback, .waiting),
            (.finished, .waiting),
            (.waiting, .agreed), (.held, .agreed), (.callback, .agreed), (.finished, .agreed),
            (.ready, .finished), (.waiting, .finished), (.held, .finished), (.callback, .finished),
            (.finished, .finished),
            (.ready, .suppressed), (.waiting, .suppressed), (.held, .suppressed),
            (.callback, .suppressed), (.finished, .suppressed),
            (.ready, .withdrawn), (.waiting, .withdrawn), (.held, .withdrawn),
            (.callback, .withdrawn), (.finished, .withdrawn), (.suppressed, .withdrawn),
            (.withdrawn, .revived), (.held, .putBack):
            return event.standing
        case (.held, .taken): throw .customerHeld
        case (.ready, .agreed), (.ready, .putBack), (.waiting, .putBack), (.callback, .putBack),
            (.finished, .putBack):
            throw .notHeld
        case (.ready, .revived), (.waiting, .revived), (.held, .revived), (.callback, .revived),
            (.finished, .revived):
            throw .notWithdrawn
        case (.suppressed, .taken), (.suppressed, .waiting), (.suppressed, .agreed),
            (.suppressed, .finished), (.suppressed, .suppressed), (.suppressed, .revived),
            (.suppressed, .putBack):
            throw .suppressed
        case (.withdrawn, .taken), (.withdrawn, .waiting), (.withdrawn, .agreed),
            (.withdrawn, .finished), (.withdrawn, .suppressed), (.withdrawn, .withdrawn),
            (.withdrawn, .putBack):
            throw .withdrawn
        }
    }
}
