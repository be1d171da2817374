package import Kernel

/// Why a question about working days has no answer.
package enum CalendarRefusal: UserFacing, Hashable {
    /// The holidays of this year have not been imported; they are never guessed.
    case yearMissing(Int)

    package var code: String { "calendar.year_missing" }
    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .yearMissing(let year):
            L(
                "系统中没有\(year)年的节假日安排，无法计算工作日。请系统管理员导入国务院办公厅发布的\(year)年放假通知。",
                en:
                    "The holidays of \(year) are not known here, so working days cannot be counted. "
                    + "Ask a system administrator to import the State Council's notice for \(year).",
            )
        }
    }
}
