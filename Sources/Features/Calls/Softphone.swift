internal import Access
internal import Database
package import HTML
package import Kernel
package import Telephony
package import Web

extension Viewer {
    /// The agent's softphone.
    var softphone: SoftphoneID { SoftphoneID(account.rawValue) }
}

extension Workbench {
    /// Tells an agent's open pages how far their softphone has come. The far side's answer is in
    /// it: a page that asked for it would hear the customer a round trip later.
    package static func announce(
        _ phone: SoftphoneID,
        _ state: SoftphoneState,
        on events: EventHub,
    ) throws {
        let view = SoftphoneView(state)
        events.publish(
            topic(ID(phone.rawValue)),
            event: SeatNews.softphone.rawValue,
            data: String(decoding: try JSON.encode(view, language: .chinese), as: UTF8.self),
        )
    }

    /// Forgets what a browser that has the seat no longer had offered for its next call.
    func forgetVoice(_ seat: Seat, in transaction: Transaction) {
        guard let voice = environment.line.voice else { return }
        transaction.afterCommit { voice.leave(SoftphoneID(seat.agent.rawValue)) }
    }

    /// Takes the browser's side of its next call, from the tab that holds the seat.
    func offer(_ sdp: String, _ viewer: Viewer, holder: String, in transaction: Transaction) throws
    {
        _ = try held(viewer, holder, transaction)
        guard let voice = environment.line.voice else { throw SoftphoneRefusal.noVoice }
        let phone = viewer.softphone
        transaction.afterCommit { [environment] in
            do {
                try voice.offer(sdp, from: phone)
            } catch {
                environment.report("softphone \(phone) was not taken: \(error)")
            }
        }
    }

    /// Keeps the customer waiting, or goes on.
    func hold(
        _ isOn: Bool,
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws {
        guard let voice = environment.line.voice else { throw SoftphoneRefusal.noVoice }
        let call = try talking(viewer, holder, transaction)
        try voice.hold(isOn, on: call)
        let seat = try held(viewer, holder, transaction)
        try SeatStore(transaction).hold(seat, since: isOn ? now : nil)
        environment.announce(seat, in: transaction)
    }

    /// Sends digits to the customer's side.
    func send(
        _ digits: String,
        _ viewer: Viewer,
        holder: String,
        in transaction: Transaction,
    ) throws {
        try environment.line.sendDigits(digits, on: try talking(viewer, holder, transaction))
    }

    /// Notes that the agent has told the customer of the recording.
    func notice(
        _ viewer: Viewer,
        holder: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Seat {
        let seat = try held(viewer, holder, transaction)
        guard case .talking(_, let call) = seat.state else { throw LineRefusal.notTalking }
        try CallStore(transaction).addNotice(of: call, at: now)
        return seat
    }

    private func talking(
        _ viewer: Viewer,
        _ holder: String,
        _ transaction: Transaction,
    ) throws -> ID<PlacedCall> {
        guard case .talking(_, let call) = try held(viewer, holder, transaction).state else {
            throw LineRefusal.notTalking
        }
        return call
    }
}

/// Why the softphone does not do what was asked.
package enum SoftphoneRefusal: UserFacing, Hashable {
    /// The line is simulated: there is no voice.
    case noVoice

    package var code: String { "softphone.no_voice" }
    package var status: RefusalStatus { .refused }
    package var message: L {
        L("当前为模拟线路，没有语音。", en: "The line is simulated: there is no voice.")
    }
}

/// How far the agent's softphone has come, for its own page. No number is in it.
package struct SoftphoneView: Resource {
    /// `absent`, `connecting`, `ready`, `calling`, `down`; `simulated` where there is no voice.
    package let stage: String
    /// The call that goes on.
    package let call: Int64?
    /// The far side's answer to the browser's offer.
    package let answer: String?
    /// Whether the customer waits.
    package let held: Bool
    /// Whether the agent's voice arrives.
    package let heard: Bool
    /// Rises with every change: a state below one already known is out of date.
    package let version: Int64

    init(_ state: SoftphoneState?) {
        stage = state?.stage.rawValue ?? "simulated"
        call = state?.call?.rawValue
        answer = state?.answer
        held = state?.isHeld ?? false
        heard = state?.isHeard ?? true
        version = state?.version ?? 0
    }

    package var title: L { L("软电话", en: "Softphone") }
    package var page: HTML { element("p") { stage } }
}
