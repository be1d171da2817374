import Kernel
import Synchronization
import Telephony

/// A line with a voice on which every call goes on until it is ended.
final class OpenLine: Line, Voice {
    private let over = Mutex<Set<CallID>>([])
    private let asked = Mutex<(@Sendable () -> Void)?>(nil)

    /// Has `body` run whenever the line is asked for a call.
    func whenAsked(_ body: @escaping @Sendable () -> Void) { asked.withLock { $0 = body } }

    /// Ends a call.
    func end(_ call: CallID) { over.withLock { _ = $0.insert(call) } }

    var isReal: Bool { false }
    var voice: (any Voice)? { self }
    func dial(_ request: DialRequest) throws {}
    func hangUp(_ call: CallID, for reason: HangUpReason) {}
    func sendDigits(_ digits: String, on call: CallID) throws {}
    func carries(_ call: CallID) -> Bool {
        asked.withLock { $0 }?()
        return !over.withLock { $0.contains(call) }
    }
    func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void) {}

    func offer(_ sdp: String, from phone: SoftphoneID) throws {}
    func leave(_ phone: SoftphoneID) {}
    func state(of phone: SoftphoneID) -> SoftphoneState { SoftphoneState(.calling, call: ID(1)) }
    func hold(_ isOn: Bool, on call: CallID) throws {}
    func setListener(_ listener: @escaping @Sendable (SoftphoneID, SoftphoneState) -> Void) {}
    var announcesMonitoring: Bool { true }
    func drain() {}
    var callCount: Int { 1 }
}
