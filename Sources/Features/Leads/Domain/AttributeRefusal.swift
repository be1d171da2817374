package import Kernel

/// Why a column is not marked as shown. C4.4.
package enum AttributeRefusal: UserFacing, Hashable {
    /// Its title says that its values are about a person.
    case personal(String)
    /// No file of the task has such a column.
    case unknown(String)

    package var code: String {
        switch self {
        case .personal: "leads.attribute_personal"
        case .unknown: "leads.attribute_unknown"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .personal: .refused
        case .unknown: .invalid
        }
    }

    package var message: L {
        switch self {
        case .personal(let title):
            L(
                "“\(title)”可能指向个人，任何情况下都不展示；请取消勾选。",
                en: "“\(title)” may lead to a person and is never shown; take its mark away.",
            )
        case .unknown(let title):
            L(
                "本任务的名单中没有“\(title)”这一列。",
                en: "No file of this task has a column “\(title)”.",
            )
        }
    }
}
