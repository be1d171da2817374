internal import Kernel
internal import Sodium
internal import Tables

/// What became of a file of the inbox, for the system that put it there: its name and digest, and
/// why it, or which of its lines, was left out. Nothing of a row. C4.4, C4.5.
enum ImportReport {
    /// The report on a file that was refused as a whole.
    static func refused(_ refusal: any UserFacing, file: String, digest: [UInt8]) -> [UInt8] {
        var text = head(file, digest)
        append(refusal, to: &text)
        return text.bytes
    }

    /// The beginning of the report on a file whose import is over: the counts, above the lines.
    static func ended(_ file: TakenFile, _ imports: ImportStore) throws -> [UInt8] {
        var text = head(file.shownName, file.digest)
        guard let record = try imports.find(file.id, toChange: false) else { return text.bytes }
        let counts = record.counts
        text.append(["导入 Import", "\(record.id)"])
        text.append(["状态 State", record.state.rawValue, record.state.name.chinese])
        if let problem = record.problem { append(ImportRefusal(stored: problem), to: &text) }
        text.append(["读取行数 Rows read", "\(counts.read)"])
        text.append(["已导入 Taken in", "\(counts.accepted)"])
        text.append(["重复 Known already", "\(counts.duplicates)"])
        text.append(["禁呼 Suppressed", "\(counts.suppressed)"])
        text.append(["错误 Wrong", "\(counts.rejected)"])
        text.append(["行号 Line", "代码 Code", "原因 Reason"])
        return text.bytes
    }

    /// The lines that were left out.
    static func lines(_ rows: [RejectedRow]) -> [UInt8] {
        var text = TableText()
        for row in rows {
            text.append([String(row.line), row.reason.rawValue, row.reason.name.chinese])
        }
        return text.bytes
    }

    private static func head(_ file: String, _ digest: [UInt8]) -> TableText {
        var text = TableText(byteOrderMark: true)
        text.append(["文件 File", file])
        text.append(["摘要 BLAKE2b-256", Hex.encode(digest)])
        return text
    }

    private static func append(_ refusal: any UserFacing, to text: inout TableText) {
        text.append(["未导入 Refused", refusal.code, refusal.message.chinese])
    }
}
