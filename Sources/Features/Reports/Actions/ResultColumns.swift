internal import Calls
internal import Campaigns
internal import HTML
internal import Kernel
internal import Vault

extension ResultLine {
    /// The result's name, or that there is none yet.
    var outcomeName: L {
        outcome.flatMap(Outcome.init(rawValue:))?.name ?? L("未记录", en: "Not recorded")
    }

    /// When it was dialled, as people write it: `2026-03-31 09:05:30`.
    var dialledText: String { dialledAt.prefix(19).split(separator: "T").joined(separator: " ") }

    /// How long was talked; a dash where nobody did.
    var talkText: String { talkSeconds == 0 ? "–" : span(.seconds(talkSeconds)) }

    /// How the result stands to the evidence.
    var verdictBadge: HTML {
        switch EvidenceVerdict(rawValue: verdict) {
        case .consistent: badge(L("一致", en: "Agrees"), .good)
        case .reachedWithoutAnswer, .notReachedAfterTalk, .interestedTooShort:
            badge(L("不符", en: "Contradicted"), .bad)
        case .noEvidence: badge(L("无证据", en: "No evidence"), .warning)
        case nil: badge(L("未记录", en: "Not recorded"))
        }
    }

    /// The columns of the file; names for programs.
    static let columns = [
        "call", "core_reference", "lead", "customer", "phone", "day", "agent", "kind", "outcome",
        "channel", "amount_band", "reason", "callback_at", "versions", "dialled_at", "ringing_at",
        "answered_at", "ended_at", "end_cause", "ended_by", "talk_seconds", "verdict",
        "customer_number",
    ]

    /// The values in the order of the columns.
    var fields: [String] {
        [
            String(call), coreReference, String(lead), customer.description, phone.description, day,
            String(agent), kind, outcome ?? "", channel ?? "", amountBand ?? "", reason ?? "",
            callbackAt ?? "", String(versions), dialledAt, ringingAt ?? "", answeredAt ?? "",
            endedAt ?? "", endCause ?? "", endedBy ?? "", String(talkSeconds), verdict,
            customerNumber ?? "",
        ]
    }
}
