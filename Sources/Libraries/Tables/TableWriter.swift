internal import Glibc

/// Writes delimited text to a new file, readable by its owner only.
package final class TableWriter {
    private let handle: Int32
    private var text: TableText
    /// How many records were written, the header among them.
    package private(set) var count = 0

    /// Creates the file; one that is there already is refused.
    package init(
        path: String,
        delimiter: Delimiter = .comma,
        byteOrderMark: Bool = false
    ) throws(TableError) {
        text = TableText(delimiter: delimiter, byteOrderMark: byteOrderMark)
        handle = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if handle < 0 { throw .notWritable(errno: errno) }
    }

    deinit {
        if handle >= 0 { close(handle) }
    }

    /// Appends one record.
    package func append(_ fields: [String]) throws(TableError) {
        text.append(fields)
        count += 1
        if text.bytes.count > 1 << 18 { try flush() }
    }

    /// Writes what is left and waits until the disk has it. Without it the file is incomplete.
    package func finish() throws(TableError) {
        try flush()
        if fsync(handle) != 0 { throw .notWritable(errno: errno) }
    }

    private func flush() throws(TableError) {
        let bytes = text.take()
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                write(handle, all.baseAddress?.advanced(by: written), all.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw .notWritable(errno: errno)
            }
        }
    }
}
