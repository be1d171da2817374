package import Kernel

extension Outcome {
    /// Something that is recorded beside the outcome. The raw value is the form's field name.
    package enum Field: String, CaseIterable, Sendable {
        case channel
        case amountBand = "amount_band"
        case reason
        case callbackAt = "callback_at"
        case callbackScope = "callback_scope"
        case note

        /// The field's label.
        package var name: L {
            switch self {
            case .channel: L("办理渠道", en: "Channel")
            case .amountBand: L("意向金额", en: "Amount wanted")
            case .reason: L("原因", en: "Reason")
            case .callbackAt: L("回访时间", en: "Call back at")
            case .callbackScope: L("由谁回访", en: "Who calls back")
            case .note: L("备注", en: "Note")
            }
        }
    }

    /// Whether a field must or may be recorded with an outcome.
    package enum FieldRule: Hashable, Sendable {
        /// The outcome cannot be saved without it.
        case required(Field)
        /// It may stay empty.
        case optional(Field)

        /// The field of which it speaks.
        package var field: Field {
            switch self {
            case .required(let field), .optional(let field): field
            }
        }
    }
}

/// Where an interested customer wants to apply. C2.2.
package enum LoanChannel: String, CaseIterable, Sendable {
    case online
    case branch

    /// The channel's name for people.
    package var name: L {
        switch self {
        case .online: L("线上申请", en: "Online")
        case .branch: L("到店申请", en: "At a branch")
        }
    }
}

/// How much an interested customer wants to borrow, in bands: a wish, not money of the product.
package enum AmountBand: String, CaseIterable, Sendable {
    case unknown
    case upTo100k = "up_to_100k"
    case upTo300k = "up_to_300k"
    case upTo1m = "up_to_1m"
    case upTo3m = "up_to_3m"
    case above3m = "above_3m"

    /// The band's name for people.
    package var name: L {
        switch self {
        case .unknown: L("未说明", en: "Not said")
        case .upTo100k: L("10万元以内", en: "Up to ¥100,000")
        case .upTo300k: L("10–30万元", en: "¥100,000–300,000")
        case .upTo1m: L("30–100万元", en: "¥300,000–1 million")
        case .upTo3m: L("100–300万元", en: "¥1–3 million")
        case .above3m: L("300万元以上", en: "Over ¥3 million")
        }
    }
}

/// Why a customer is not interested.
package enum NoInterestReason: String, CaseIterable, Sendable {
    case noNeed = "no_need"
    case costTooHigh = "cost_too_high"
    case otherLender = "other_lender"
    case notEligible = "not_eligible"
    case noTrust = "no_trust"
    case other

    /// The reason's name for people.
    package var name: L {
        switch self {
        case .noNeed: L("暂无资金需求", en: "Needs no money now")
        case .costTooHigh: L("认为成本偏高", en: "Finds the cost too high")
        case .otherLender: L("已有其他渠道", en: "Borrows elsewhere")
        case .notEligible: L("自认不符合条件", en: "Thinks they do not qualify")
        case .noTrust: L("不信任电话营销", en: "Does not trust sales calls")
        case .other: L("其他", en: "Other")
        }
    }
}

/// Who may take a callback.
package enum CallbackScope: String, CaseIterable, Sendable {
    case own
    case anyone

    /// The scope's name for people.
    package var name: L {
        switch self {
        case .own: L("本人回访", en: "Only me")
        case .anyone: L("任何坐席", en: "Anyone")
        }
    }
}
