internal import CXLSXWriter

/// Why a workbook cannot be written.
package enum WorkbookError: Error, Hashable, Sendable {
    /// The file cannot be made: a folder that is missing or full, or no right to it.
    case notWritable
    /// A sheet's name that Excel refuses: empty, over 31 characters, with one of `[ ] : * ? / \`, or
    /// with an apostrophe at an end.
    case invalidSheetName
    /// Two sheets of one name; capitals do not count.
    case duplicateSheetName
    /// A text of more than 32,767 characters.
    case textTooLong(row: Int, column: Int)
    /// More than 1,048,576 rows on a sheet.
    case tooManyRows
    /// No column, or more than 200.
    case columnCount
    /// A row has more cells than the sheet has columns.
    case tooManyCells(row: Int)
    /// A chart names a column that the sheet does not have.
    case noSuchColumn
    /// A number that is infinite or none.
    case notANumber(row: Int, column: Int)
    /// The workbook is closed already.
    case closed
    /// The library's own error, by its number.
    case library(code: UInt32)

    init(_ error: lxw_error) {
        switch error {
        case LXW_ERROR_CREATING_XLSX_FILE, LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_READING_TMPFILE,
            LXW_ERROR_ZIP_FILE_OPERATION, LXW_ERROR_ZIP_FILE_ADD, LXW_ERROR_ZIP_CLOSE:
            self = .notWritable
        case LXW_ERROR_SHEETNAME_LENGTH_EXCEEDED, LXW_ERROR_INVALID_SHEETNAME_CHARACTER,
            LXW_ERROR_SHEETNAME_START_END_APOSTROPHE, LXW_ERROR_NULL_PARAMETER_IGNORED,
            LXW_ERROR_PARAMETER_VALIDATION:
            self = .invalidSheetName
        case LXW_ERROR_SHEETNAME_ALREADY_USED:
            self = .duplicateSheetName
        default:
            self = .library(code: error.rawValue)
        }
    }
}
