internal import HTML
internal import Kernel
internal import Web

/// A success that the evidence does not carry, on its call's page: how it stands, and the bank's
/// decision. C5.2, C6.3.
struct SuccessCard {
    let standing: SuccessBook.Standing
    let by: String
    /// The bank's decision, where it is to be made now.
    let form: PostForm?

    var html: HTML {
        card(L("意向确认", en: "The success"), id: "success") {
            notice(tone, standing.review.name)
            if let at = standing.at {
                facts([
                    (L("确认人", en: "Decided by"), by.html), (L("时间", en: "When"), "\(at)".html),
                    (L("理由", en: "Why"), (standing.reason ?? "").html),
                ])
            }
            form
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
}
