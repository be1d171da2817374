internal import Kernel
internal import Synchronization
internal import Telephony

/// The demo's line where there is a telephone: the simulated agents' calls stay simulated, a
/// visitor's calls ring.
final class DemoLine: Line {
    private let simulated: SimulatedLine
    private let telephone: any Line
    private let simulatedPhones = Mutex<Set<SoftphoneID>>([])

    init(_ simulated: SimulatedLine, _ telephone: any Line) {
        self.simulated = simulated
        self.telephone = telephone
    }

    /// Sets whose calls are simulated.
    func simulate(_ phones: Set<SoftphoneID>) { simulatedPhones.withLock { $0 = phones } }

    private func line(of phone: SoftphoneID) -> any Line {
        simulatedPhones.withLock { $0.contains(phone) } ? simulated : telephone
    }

    private func line(of call: CallID) -> any Line {
        simulated.carries(call) ? simulated : telephone
    }

    var isReal: Bool { telephone.isReal }
    var voice: (any Voice)? { telephone.voice }
    func check(_ phone: SoftphoneID) throws { try line(of: phone).check(phone) }
    func dial(_ request: DialRequest) throws { try line(of: request.phone).dial(request) }
    func hangUp(_ call: CallID, for reason: HangUpReason) {
        line(of: call).hangUp(call, for: reason)
    }
    func sendDigits(_ digits: String, on call: CallID) throws {
        try line(of: call).sendDigits(digits, on: call)
    }
    func carries(_ call: CallID) -> Bool { line(of: call).carries(call) }
    func takeUp(_ calls: Set<CallID>) -> Set<CallID> { telephone.takeUp(calls) }
    func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void) {
        simulated.setSink(sink)
        telephone.setSink(sink)
    }
}
