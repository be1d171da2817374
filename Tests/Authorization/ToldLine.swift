import Kernel
import Synchronization
import Telephony

/// A line with a voice on which happens what the test says, and nothing else.
final class ToldLine: Line, Voice {
    private struct State {
        var sink: (@Sendable (LineEvent) -> Void)?
        /// Who is on the line: the calls that go on, and the softphone of each.
        var phones: [CallID: SoftphoneID] = [:]
        var sequence = 0
        var hungUp: [CallID] = []
    }

    private let state = Mutex(State())

    var isReal: Bool { false }
    var voice: (any Voice)? { self }

    func dial(_ request: DialRequest) throws {
        state.withLock { $0.phones[request.call] = request.phone }
    }

    func hangUp(_ call: CallID, for reason: HangUpReason) {
        state.withLock { $0.hungUp.append(call) }
    }

    /// The calls that our side wants to end, in order.
    var hungUp: [CallID] { state.withLock { $0.hungUp } }
    func sendDigits(_ digits: String, on call: CallID) throws { try checkDigits(digits) }
    func carries(_ call: CallID) -> Bool { state.withLock { $0.phones[call] != nil } }
    func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void) {
        state.withLock { $0.sink = sink }
    }

    /// Tells of a call what happens to it now.
    func tell(_ kind: LineEvent.Kind, of call: CallID, at now: Moment) {
        let (sink, sequence) = state.withLock { state in
            state.sequence += 1
            if case .ended = kind { state.phones[call] = nil }
            return (state.sink, state.sequence)
        }
        sink?(LineEvent(call: call, at: now, sequence: sequence, kind: kind))
    }

    func offer(_ sdp: String, from phone: SoftphoneID) throws {}
    func leave(_ phone: SoftphoneID) {}
    func state(of phone: SoftphoneID) -> SoftphoneState {
        let call = state.withLock { state in state.phones.first { $0.value == phone }?.key }
        return SoftphoneState(call == nil ? .ready : .calling, call: call)
    }
    func hold(_ isOn: Bool, on call: CallID) throws {}
    func setListener(_ listener: @escaping @Sendable (SoftphoneID, SoftphoneState) -> Void) {}
    var announcesMonitoring: Bool { true }
    func drain() {}
    var callCount: Int { state.withLock { $0.phones.count } }
}
