internal import Glibc
internal import Processes

/// Turns the first sheet of an XLSX workbook into comma-separated UTF-8 with Debian's `xlsx2csv`,
/// in a process of its own that may use only so much memory, time and disk.
///
/// Line breaks within shared strings become spaces, so that a line is a row of the sheet. Numbers
/// come with all their digits: `xlsx2csv` writes numbers in the general format with `%f` and cuts
/// the zeros off, other numbers with the format given here, and passes unformatted cells as they
/// stand in the file, which `SpreadsheetText` puts right. Excel itself keeps 15 digits: a bank card
/// number typed as a number has lost the rest before it comes here.
enum WorkbookConversion {
    private static let converter = "/usr/bin/xlsx2csv"

    /// The converted text, in a file that has no name any more and goes away when it is closed.
    static func convert(
        _ path: String,
        temporaryFolder: String,
        limits: TableLimits
    ) throws(TableError) -> ByteSource {
        guard access(converter, R_OK) == 0 else { throw .noConverter }
        let words = [
            converter, "--sheet", "1", "--no-line-breaks", "--floatformat", "%.15g",
            "--dateformat", "%Y-%m-%d %H:%M:%S", "--timeformat", "%H:%M:%S",
            path.hasPrefix("/") ? path : "./" + path,
        ]
        return try output(of: words, temporaryFolder: temporaryFolder, limits: limits)
    }

    /// The file of an archive whose path there ends in `name`; the same limits hold.
    static func unpack(
        _ name: String,
        of path: String,
        temporaryFolder: String,
        limits: TableLimits
    ) throws(TableError) -> ByteSource {
        let words = ["-c", unpacker, path, name]
        return try output(of: words, temporaryFolder: temporaryFolder, limits: limits)
    }

    private static let unpacker = """
        import shutil, sys, zipfile
        archive = zipfile.ZipFile(sys.argv[1])
        members = [m for m in archive.namelist() if m.split("/")[-1] == sys.argv[2]]
        shutil.copyfileobj(archive.open(members[0]), sys.stdout.buffer)
        """

    /// What Python writes when it runs these words.
    private static func output(
        of words: [String],
        temporaryFolder: String,
        limits: TableLimits
    ) throws(TableError) -> ByteSource {
        let output = try temporaryFile(temporaryFolder)
        let messages: Int32
        do {
            messages = try temporaryFile(temporaryFolder)
        } catch {
            close(output)
            throw error
        }
        let status = runProgram(arguments(words, limits), output: output, messages: messages)
        let spoken = try ByteSource(owning: messages)
        let text = try ByteSource(owning: output)
        switch status {
        case 0:
            return text
        case 124, 137, 128 + SIGXCPU, 128 + SIGKILL:
            throw .workbookTooSlow
        default:
            // Writes near the limit fail in the converter as an error like any other.
            if text.count >= limits.convertedBytes - (1 << 20) { throw .workbookTooLarge }
            if try ranOutOfMemory(spoken) { throw .workbookTooLarge }
            throw .unreadableWorkbook
        }
    }

    private static func arguments(_ words: [String], _ limits: TableLimits) -> [String] {
        [
            "/usr/bin/timeout", "--kill-after=5", String(limits.conversionSeconds * 2),
            "/usr/bin/prlimit", "--core=0", "--cpu=\(limits.conversionSeconds)",
            "--as=\(limits.conversionMemory)", "--fsize=\(limits.convertedBytes)", "--",
            "/usr/bin/python3", "-I", "-X", "utf8",
        ] + words
    }

    private static func temporaryFile(_ folder: String) throws(TableError) -> Int32 {
        var template = Array("\(folder)/table-XXXXXX".utf8CString)
        let handle = mkstemp(&template)
        if handle < 0 { throw .notWritable(errno: errno) }
        _ = fcntl(handle, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return handle
    }

    private static func ranOutOfMemory(_ messages: ByteSource) throws(TableError) -> Bool {
        let tail = try messages.bytes(at: max(0, messages.count - 4_096), limit: 4_096)
        return String(decoding: tail, as: UTF8.self).contains("MemoryError")
    }
}
