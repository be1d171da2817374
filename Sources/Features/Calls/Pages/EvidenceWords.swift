internal import Kernel
internal import Telephony

extension LineEvent {
    /// Who saw it and what the network said; nil for the simulated line, which says no more.
    var words: L? {
        if source == .line { return nil }
        let said = [
            signal?.status.map { "SIP \($0)" }, signal?.q850.map { "Q.850 \($0)" },
            signal?.reason,
        ]
        let tail = said.compactMap(\.self).map { " · \($0)" }.joined()
        return source.label + L("\(tail)", en: "\(tail)")
    }
}

extension LineEvent.Kind {
    /// What happened, for people.
    var label: L {
        switch self {
        case .proceeding: L("网络受理", en: "Accepted by the network")
        case .ringing: L("振铃", en: "Rings")
        case .earlyMedia: L("网络放音", en: "The network plays")
        case .answered: L("应答", en: "Answered")
        case .ended(let cause, let party):
            cause.label + L("，挂机方：", en: ", ended by ") + party.label
        case .measured(let quality):
            L("坐席语音：", en: "Agent's voice: ") + quality.fromAgent.words
                + L("；客户语音：", en: "; customer's voice: ") + quality.toAgent.words
        }
    }
}

extension VoiceQuality.Direction {
    fileprivate var words: L {
        L(
            "\(packets)包，丢失\(lost)，抖动\(jitter)毫秒",
            en: "\(packets) packets, \(lost) lost, jitter \(jitter) ms",
        )
    }
}
