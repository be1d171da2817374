/// A state that one function moves: what may happen in it and what follows. Pages ask the same
/// function what they may offer, so none shows what would be refused.
package protocol StateMachine: Sendable {
    /// What can happen.
    associatedtype Event
    /// Why it cannot.
    associatedtype Refusal: UserFacing

    /// The state after `event`; throws why it cannot happen in this one.
    func after(_ event: Event) throws(Refusal) -> Self
}

extension StateMachine {
    /// Whether `event` can happen in this state.
    package func allows(_ event: Event) -> Bool {
        do throws(Refusal) {
            _ = try after(event)
            return true
        } catch {
            return false
        }
    }
}
