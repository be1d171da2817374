/// Why a table cannot be read or written. The contents of the table are never part of it.
package enum TableError: Error, Hashable, Sendable {
    /// The file cannot be opened or read; `errno` says why.
    case notReadable(errno: Int32)
    /// The file cannot be written; `errno` says why.
    case notWritable(errno: Int32)
    /// No bytes, or blank lines only.
    case empty
    /// A header, and no record under it.
    case headerOnly
    /// Binary data: neither text nor a workbook.
    case notText
    /// JSON, whatever the file is called.
    case json
    /// HTML or XML, such as a page saved as a workbook.
    case markup
    /// A PDF or another document.
    case document
    /// UTF-16 text, as Excel's "Unicode text" writes it.
    case utf16
    /// A record is longer than allowed.
    case recordTooLong(line: Int, limit: Int)
    /// A record has more fields than allowed.
    case tooManyColumns(line: Int, limit: Int)
    /// The quote that was opened on this line is never closed.
    case unterminatedQuote(line: Int)
    /// A workbook in the format of Excel 97–2003.
    case oldWorkbook
    /// A workbook that asks for a password.
    case passwordProtected
    /// An archive without the parts of a workbook.
    case notAWorkbook
    /// An archive whose directory cannot be read.
    case damagedArchive
    /// An archive that would unpack to more than allowed: a zip bomb, or a huge workbook.
    case archiveTooLarge
    /// A workbook that converts to more text, or in more memory, than allowed.
    case workbookTooLarge
    /// A workbook whose conversion takes longer than allowed.
    case workbookTooSlow
    /// A workbook of more sheets than anybody works with.
    case tooManySheets
    /// A workbook that cannot be converted.
    case unreadableWorkbook
    /// The program that converts workbooks is not installed.
    case noConverter

    /// A stable name for programs.
    package var code: String {
        switch self {
        case .notReadable: "not_readable"
        case .notWritable: "not_writable"
        case .empty: "empty"
        case .headerOnly: "header_only"
        case .notText: "not_text"
        case .json: "json"
        case .markup: "markup"
        case .document: "document"
        case .utf16: "utf16"
        case .recordTooLong: "record_too_long"
        case .tooManyColumns: "too_many_columns"
        case .unterminatedQuote: "unterminated_quote"
        case .oldWorkbook: "old_workbook"
        case .passwordProtected: "password_protected"
        case .notAWorkbook: "not_a_workbook"
        case .damagedArchive: "damaged_archive"
        case .archiveTooLarge: "archive_too_large"
        case .workbookTooLarge: "workbook_too_large"
        case .workbookTooSlow: "workbook_too_slow"
        case .tooManySheets: "too_many_sheets"
        case .unreadableWorkbook: "unreadable_workbook"
        case .noConverter: "no_converter"
        }
    }

    /// The line at fault, where one is.
    package var line: Int? {
        switch self {
        case .recordTooLong(let line, _), .tooManyColumns(let line, _),
            .unterminatedQuote(let line):
            line
        case .notReadable, .notWritable, .empty, .headerOnly, .notText, .json, .markup, .document,
            .utf16, .oldWorkbook,
            .passwordProtected, .notAWorkbook, .damagedArchive, .archiveTooLarge,
            .workbookTooLarge, .workbookTooSlow, .tooManySheets, .unreadableWorkbook, .noConverter:
            nil
        }
    }
}

/// What is wrong with one record. Reading goes on after it.
package enum RecordProblem: Hashable, Sendable {
    /// Bytes that are no text in the file's encoding, first in this column (from 0).
    case invalidText(column: Int)
    /// A NUL byte, first in this column (from 0).
    case nulByte(column: Int)
}
