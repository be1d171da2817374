internal import Campaigns
package import Kernel

/// Why a row of a file did not become a lead. The raw value is stored. C2.1, C4.12.
package enum ImportRejection: String, Sendable, CaseIterable {
    case phoneMissing = "phone_missing"
    case phoneNotDigits = "phone_not_digits"
    case phoneWrongLength = "phone_wrong_length"
    case phoneUnknownPrefix = "phone_unknown_prefix"
    case phoneForeign = "phone_foreign"
    case phoneExtension = "phone_extension"
    case phoneDigitsLost = "phone_digits_lost"
    case phoneSeveral = "phone_several"
    case phoneRemark = "phone_remark"
    /// A number of the demo, and a line to real people.
    case demoNumber = "demo_number"
    case nameMissing = "name_missing"
    case nameTooLong = "name_too_long"
    case badPriority = "bad_priority"
    case badEncoding = "bad_encoding"
    case columnCount = "column_count"
    /// What stands behind the place where a suppression list cannot be read on.
    case restUnread = "rest_unread"
    case duplicateInFile = "duplicate_in_file"
    case duplicateInTask = "duplicate_in_task"
    case otherTask = "other_task"
    case suppressed

    init(_ problem: PhoneNumber.Problem) {
        self =
            switch problem {
            case .empty: .phoneMissing
            case .notDigits: .phoneNotDigits
            case .wrongLength: .phoneWrongLength
            case .unknownPrefix: .phoneUnknownPrefix
            case .foreign: .phoneForeign
            case .extension: .phoneExtension
            case .digitsLost: .phoneDigitsLost
            case .several: .phoneSeveral
            case .remark: .phoneRemark
            }
    }

    /// Whether the row is right in itself, but its customer is known already.
    package var isDuplicate: Bool {
        switch self {
        case .duplicateInFile, .duplicateInTask, .otherTask: true
        default: false
        }
    }

    /// The reason for people. It never repeats the row.
    package var name: L {
        switch self {
        case .phoneMissing: PhoneNumber.Problem.empty.message
        case .phoneNotDigits: PhoneNumber.Problem.notDigits.message
        case .phoneWrongLength: PhoneNumber.Problem.wrongLength.message
        case .phoneUnknownPrefix: PhoneNumber.Problem.unknownPrefix.message
        case .phoneForeign: PhoneNumber.Problem.foreign.message
        case .phoneExtension: PhoneNumber.Problem.extension.message
        case .phoneDigitsLost: PhoneNumber.Problem.digitsLost.message
        case .phoneSeveral: PhoneNumber.Problem.several.message
        case .phoneRemark: PhoneNumber.Problem.remark.message
        case .demoNumber:
            L("154开头的是演示号码，不能用于真实线路", en: "A demo number (154…) on a real line")
        case .nameMissing: L("姓名为空", en: "The name is empty")
        case .nameTooLong: L("姓名过长", en: "The name is too long")
        case .badPriority: L("优先级不是0到100的整数", en: "The priority is no number from 0 to 100")
        case .badEncoding: L("文字编码有误", en: "The text's encoding is broken")
        case .columnCount: L("列数与表头不一致", en: "Not as many columns as the header")
        case .restUnread:
            L(
                "从这一行起未能读取，其后的号码都未禁呼，请上传更正后的文件",
                en: "From this line on nothing was read, and no number behind it is blocked; "
                    + "bring the corrected file",
            )
        case .duplicateInFile: L("与本文件前面的行重复", en: "The customer stands in an earlier row")
        case .duplicateInTask: L("客户已在本任务中", en: "The task has the customer already")
        case .otherTask: L("客户正在其他执行中的任务", en: "The customer is in another running task")
        case .suppressed: L("客户在禁呼名单中", en: "The customer must not be called")
        }
    }
}

/// A row that was left out, with what helps to find it and identifies nobody. C4.4.
struct RejectedRow {
    /// Rises in the order of the file.
    let key: Int64
    let line: Int64
    let reason: ImportRejection
    /// The number masked, or the last digits of what stands in its place.
    let number: String
    let region: String
    /// The other columns, sealed; nil for none.
    let attributes: [UInt8]?
    /// The running task that has the customer, where that is the reason.
    let otherTask: ID<Campaign>?
}
