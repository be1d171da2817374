internal import HTML
internal import Kernel
internal import Web

/// A success that the evidence does not carry, on its call's page: how it stands, and the bank's
/// decision. C5.2, C6.3.
struct SuccessCard {
    let call: Int64
    let standing: SuccessBook.Standing
    let by: String
    let version: Web.Version
    let mayDecide: Bool

    var html: HTML {
        card(L("意向确认", en: "The success"), id: "success") {
            notice(tone, standing.review.name)
            if let at = standing.at {
                facts([
                    (L("确认人", en: "Decided by"), by.html), (L("时间", en: "When"), "\(at)".html),
                    (L("理由", en: "Why"), (standing.reason ?? "").html),
                ])
            }
            if mayDecide { decision }
        }
    }

    private var tone: Tone {
        switch standing.review {
        case .pending: .warning
        case .confirmed: .good
        case .rejected: .bad
        case .withdrawn: .neutral
        }
    }

    private var decision: HTML {
        form(action: "/calls/\(call)/success", success: L("已登记。", en: "Recorded.")) {
            version.html
            fieldGroup(
                L("行方确认", en: "The bank's decision"),
                L(
                    "请听录音并核对线路证据；当日日结前可以办理，决定后不再更改。",
                    en: "Listen, and look at the line's evidence. Possible until the day is "
                        + "closed; a decision stands.",
                ),
            ) {
                Field("decision", L("决定", en: "Decision"), isRequired: true).select(
                    [
                        Choice("confirm", L("确认有意向，计数", en: "Confirm: it counts")),
                        Choice("reject", L("不予确认，不计数", en: "Refuse: it does not count")),
                    ],
                    chosen: "",
                    none: L("请选择", en: "Choose"),
                )
                Field("reason", L("理由", en: "Why"), isRequired: true, isWide: true)
                    .text(maximum: 300)
            }
            submitBar(L("登记决定", en: "Record the decision"))
        }
    }
}
