package import Access
package import Kernel
package import Telephony
package import Vault

/// The owner type of an entry's identity on the suppression list.
package enum SuppressionEntry {}

/// An entry of the suppression list, as people may see it. C4.12.
package struct SuppressionRecord: Sendable, Hashable {
    /// How an entry was lifted; the entry itself stays.
    package struct Lift: Sendable, Hashable {
        /// Who lifted it.
        package let account: ID<Account>
        /// When.
        package let at: Moment
        /// Why; what looks like a number in it is hidden.
        package let reason: Masked
    }

    /// The identity.
    package let id: ID<SuppressionEntry>
    /// The number, masked; nil where only the customer's index is known.
    package let phone: Masked?
    /// Why the customer must not be called.
    package let reason: SuppressionReason
    /// What proves it; what looks like a number in it is hidden.
    package let evidence: Masked
    /// The call in which it was said; nil for none.
    package let call: ID<PlacedCall>?
    /// The import that brought it; nil for none.
    package let fromImport: ID<LeadImport>?
    /// Who added it.
    package let addedBy: ID<Account>
    /// When.
    package let addedAt: Moment
    /// How it was lifted; nil while it holds.
    package let lift: Lift?
}

/// Why an entry of the suppression list stays as it is.
package enum SuppressionRefusal: UserFacing, Hashable {
    /// It was lifted before.
    case alreadyLifted
    /// Somebody has settled the row before.
    case alreadySettled
    /// The row stands for all that was not read of a file: no one number settles it.
    case standsForMany

    package var code: String {
        switch self {
        case .alreadyLifted: "suppression.already_lifted"
        case .alreadySettled: "suppression.already_settled"
        case .standsForMany: "suppression.stands_for_many"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .alreadyLifted:
            L("该条目已解除，记录予以保留。", en: "The entry was lifted before; the record stays.")
        case .alreadySettled:
            L("该行已处理过，请刷新页面查看。", en: "Somebody has settled this row before; load the page again.")
        case .standsForMany:
            L(
                "该行代表文件中未读取的全部号码，不能以一个号码处理：请上传更正后的文件，再写明理由关闭。",
                en: "This row stands for all that was not read of the file, which no one number "
                    + "settles: bring the corrected file, then say so as the reason.",
            )
        }
    }
}
