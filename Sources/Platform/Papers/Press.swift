package import Kernel
internal import Processes

/// Makes a PDF of a page with WeasyPrint: in a process of its own, at a lower priority, with bounds on
/// its time, memory and output. Blocks the thread, and needs no transaction.
enum Press {
    /// The most rows that go onto paper; more are for a workbook.
    static let mostRows = 1_000
    private static let seconds = 60
    private static let memory = 1 << 30
    private static let size = 32 << 20

    static func pdf(_ page: [UInt8]) throws(PaperRefusal) -> [UInt8] {
        let (status, bytes) = outputOf(input: page, seconds: seconds, most: size) { path in
            [
                "/usr/bin/nice", "-n", "10", "/usr/bin/prlimit", "--as=\(memory)",
                "--fsize=\(size)", "/usr/bin/weasyprint", "--quiet", "--encoding", "utf-8", path,
                "-",
            ]
        }
        guard status == 0, bytes.starts(with: Array("%PDF-".utf8)) else {
            throw status == 127 ? .noPress : .notPrinted
        }
        return bytes
    }
}

/// Why no document was made.
package enum PaperRefusal: UserFacing, Hashable {
    /// It has more rows than go onto paper.
    case tooLong(rows: Int)
    /// WeasyPrint is not installed.
    case noPress
    /// WeasyPrint failed or took too long.
    case notPrinted

    package var code: String {
        switch self {
        case .tooLong: "papers.too_long"
        case .noPress: "papers.no_press"
        case .notPrinted: "papers.not_printed"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .tooLong(let rows):
            L(
                "共\(rows)行，超过PDF的上限\(Press.mostRows)行。请缩小范围，或导出Excel。",
                en: "\(rows) rows are more than the \(Press.mostRows) of a PDF. Narrow it down, or "
                    + "take the workbook.",
            )
        case .noPress:
            L(
                "服务器未安装PDF组件WeasyPrint，请联系系统管理员；可先导出Excel。",
                en: "The server lacks WeasyPrint, which makes PDFs: tell the administrator. The "
                    + "workbook can be had.",
            )
        case .notPrinted:
            L(
                "PDF未能生成，请稍后重试；可先导出Excel。",
                en: "The PDF could not be made. Try again later, or take the workbook.",
            )
        }
    }
}
