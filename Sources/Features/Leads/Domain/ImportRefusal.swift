package import Kernel

/// Why a file is not imported, or an import not undone.
package enum ImportRefusal: UserFacing, Hashable {
    /// The file cannot be read as a table.
    case file(code: String, line: Int?)
    /// The file was imported into this task before.
    case sameFile(Int64)
    /// The task is closed: nothing more is called.
    case campaignClosed
    /// A customer of this import was called already.
    case called
    /// Nothing to undo: it is undone, or brings no leads.
    case notUndoable
    /// The columns are named already.
    case notMapping
    /// It is not waiting for anybody's word.
    case notReady
    /// No row was left out yet: it is not read into the task.
    case noRejectsYet
    /// The disk takes nothing more.
    case notStored

    /// The file is not the public data set's.
    static let notUCI = ImportRefusal.file(code: "not_uci", line: nil)

    package var code: String {
        switch self {
        case .file(let code, _): "imports.\(code)"
        case .sameFile: "imports.same_file"
        case .campaignClosed: "imports.campaign_closed"
        case .called: "imports.called"
        case .notUndoable: "imports.not_undoable"
        case .notMapping: "imports.not_mapping"
        case .notReady: "imports.not_ready"
        case .noRejectsYet: "imports.no_rejects_yet"
        case .notStored: "imports.not_stored"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .file: .invalid
        case .notStored: .unavailable
        case .sameFile, .campaignClosed, .called, .notUndoable, .notMapping, .notReady,
            .noRejectsYet:
            .refused
        }
    }

    package var message: L {
        switch self {
        case .file(let code, let line): Self.fileMessage(code, line)
        case .sameFile(let id):
            L(
                "这个文件已导入过（导入 \(id)）。名单可撤回后重新导入；禁呼名单请上传更正后的文件。",
                en:
                    "This file was imported before (import \(id)). Undo that one to import leads again; "
                    + "of a suppression list bring the corrected file.",
            )
        case .campaignClosed:
            L("任务已关闭，不能再导入名单。", en: "The task is closed and takes no more leads.")
        case .called:
            L(
                "已有客户被呼叫，不能撤回。",
                en: "A customer was called already; it cannot be undone.",
            )
        case .notUndoable: L("该导入不能撤回。", en: "This import cannot be undone.")
        case .notMapping:
            L("现在不能更改对应关系，请刷新页面。", en: "The columns cannot be changed now; load the page again.")
        case .notReady:
            L(
                "该导入不在等待开始，请刷新页面。",
                en: "This import does not wait to be started; load the page again."
            )
        case .noRejectsYet:
            L(
                "尚未导入，还没有未导入的行可下载；试读的原因和行数见页面。",
                en: "Nothing was imported yet, so there are no rows left out to download; the page "
                    + "shows reasons and counts of reading through.",
            )
        case .notStored:
            L("文件无法保存，请检查磁盘空间。", en: "The file cannot be kept; check the disk's space.")
        }
    }

    private static func fileMessage(_ code: String, _ line: Int?) -> L {
        let line = line ?? 0
        return switch code {
        case "empty": L("文件是空的。", en: "The file is empty.")
        case "header_only": L("文件只有表头，没有数据。", en: "The file has a header and no rows.")
        case "json":
            L(
                "这是 JSON 文件，不是表格，或大于 16 MB：请另存为 CSV 或 XLSX。",
                en: "A JSON file and no table, or over 16 MB: save it as CSV or XLSX.",
            )
        case "markup":
            L(
                "这是网页或 XML（有的系统把它存成 .xls），请用 Excel 打开后另存为 .xlsx 或 CSV。",
                en: "A web page or XML, which some systems save as .xls: open it in Excel and save "
                    + "it as .xlsx or CSV.",
            )
        case "document":
            L("这是 PDF 或文档，不是名单表格。", en: "A PDF or another document, no table of leads.")
        case "utf16":
            L(
                "文件是 UTF-16 编码，请另存为 CSV UTF-8。",
                en: "The file is UTF-16 text; save it as CSV UTF-8.",
            )
        case "record_too_long":
            L(
                "第\(line)行超过1 MB，不是名单文件。",
                en: "Line \(line) has over 1 MB: no lead file.",
            )
        case "too_many_columns":
            L(
                "第\(line)行的列数超过200，请删去不用的列后再上传。",
                en: "Line \(line) has more than 200 columns; take out those that are not needed.",
            )
        case "unterminated_quote":
            L("第\(line)行的引号没有结束。", en: "The quote on line \(line) is never closed.")
        case "no_phone":
            L("没有可识别的电话列和姓名列。", en: "No column for the number and the name.")
        case "not_uci":
            L(
                "这不是 bank-additional-full.csv，也不是含有它的压缩包。",
                en: "Neither bank-additional-full.csv nor an archive with it.",
            )
        case "not_readable": L("文件无法打开。", en: "The file cannot be opened.")
        default: workbookMessage(code)
        }
    }

    private static func workbookMessage(_ code: String) -> L {
        switch code {
        case "old_workbook":
            L(
                "这是旧版 Excel（.xls）文件，请另存为 .xlsx 或 CSV。",
                en: "An old Excel file (.xls); save it as .xlsx or CSV.",
            )
        case "password_protected":
            L("文件有密码，请去掉密码后再上传。", en: "The file has a password; remove it first.")
        case "archive_too_large", "workbook_too_large", "workbook_too_slow":
            L(
                "工作簿展开后超过1 GB、压缩比过高，或转换超过5分钟，请改用 CSV。",
                en:
                    "The workbook unpacks to over 1 GB or far more than it should, or takes over five "
                    + "minutes to convert; send it as CSV.",
            )
        case "unreadable_workbook", "damaged_archive":
            L(
                "工作簿已损坏或格式不标准，读不出内容；请用 Excel 或 WPS 打开核对，另存为 .xlsx 或 CSV 后再上传。",
                en:
                    "The workbook is damaged or no standard one, and cannot be read: open it in Excel "
                    + "or WPS, look whether all is there, and save it as .xlsx or CSV.",
            )
        case "too_many_sheets":
            L("工作簿的工作表超过200张，请分开另存。", en: "More than 200 sheets; save them apart.")
        case "no_converter":
            L("本机未安装工作簿转换程序，请改用 CSV。", en: "No workbook converter here; send a CSV.")
        default:
            L(
                "这不是可以读取的表格，请上传 CSV 或 XLSX。",
                en: "Not a table that can be read; send a CSV or an XLSX.",
            )
        }
    }
}
