internal import Glibc

/// Why a body cannot be read.
package enum BodyError: Error, Sendable, Hashable {
    /// Larger than the reader takes.
    case tooLarge(limit: Int)
    /// Not what its content type says.
    case malformed(String)
    /// The spooled file cannot be read.
    case unreadable(Int32)
}

/// A request's body.
package enum Body: Sendable {
    case none
    case memory([UInt8])
    case file(SpooledFile)

    /// How many bytes it has.
    package var count: Int {
        switch self {
        case .none: 0
        case .memory(let bytes): bytes.count
        case .file(let file): file.size
        }
    }

    /// All of it, in memory. Throws `tooLarge` over `limit`.
    package func bytes(limit: Int) throws(BodyError) -> [UInt8] {
        try BodySlice(self).bytes(limit: limit)
    }
}

/// A body that was written to disk because it is large. Its file has no name from the first byte
/// on: nobody else can open it, no backup copies it, and it goes away with the value or the program.
package final class SpooledFile: Sendable {
    static let prefix = "upload-"

    /// The open file.
    private let descriptor: Int32
    /// Where this program opens it anew.
    package var path: String { "/proc/self/fd/\(descriptor)" }
    /// How many bytes it has.
    package let size: Int
    /// What was granted for it, such as a place on the disk.
    private let held: any Sendable

    /// Takes over an open file.
    init(owning descriptor: Int32, size: Int, held: any Sendable) {
        self.descriptor = descriptor
        self.size = size
        self.held = held
    }

    deinit { close(descriptor) }

    /// Deletes the spooled files that an abrupt end left in `folder`, from before they had no name.
    /// Only before a server spools there.
    package static func removeLeftovers(in folder: String) {
        guard let entries = opendir(folder) else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(prefix) { unlink("\(folder)/\(name)") }
        }
    }
}

/// How many bytes the disk under `folder` still takes; nil when it does not tell.
package func freeDiskSpace(_ folder: String) -> Int? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail)).multipliedReportingOverflow(
        by: Int(status.f_frsize)
    )
    .partialValue
}

/// A part of a body: a file within a form, or the whole.
package struct BodySlice: Sendable {
    private let body: Body
    private let range: Range<Int>

    /// The whole body.
    package init(_ body: Body) {
        self.init(body, 0..<body.count)
    }

    init(_ body: Body, _ range: Range<Int>) {
        self.body = body
        self.range = range
    }

    /// How many bytes it has.
    package var count: Int { range.count }

    /// All of it, in memory. Throws `tooLarge` over `limit`.
    package func bytes(limit: Int) throws(BodyError) -> [UInt8] {
        guard count <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        try chunks { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Gives the whole body's bytes to `read`; a spooled file is mapped, not read into memory.
    static func withBytes<Result>(
        of body: Body,
        _ read: (UnsafeRawBufferPointer) throws -> Result,
    ) throws -> Result {
        switch body {
        case .none: return try read(UnsafeRawBufferPointer(start: nil, count: 0))
        case .memory(let bytes): return try bytes.withUnsafeBytes(read)
        case .file(let file):
            let source = open(file.path, O_RDONLY | O_CLOEXEC)
            guard source >= 0 else { throw BodyError.unreadable(errno) }
            defer { Glibc.close(source) }
            guard let start = mmap(nil, file.size, PROT_READ, MAP_PRIVATE, source, 0),
                start != MAP_FAILED
            else { throw BodyError.unreadable(errno) }
            defer { munmap(start, file.size) }
            return try read(UnsafeRawBufferPointer(start: start, count: file.size))
        }
    }

    /// Gives it in chunks of at most 256 KB, without holding more in memory.
    package func chunks(_ body: (UnsafeRawBufferPointer) -> Void) throws(BodyError) {
        switch self.body {
        case .none: return
        case .memory(let bytes):
            bytes[range].withUnsafeBytes { body($0) }
        case .file(let file):
            try Self.read(file.path, range, body)
        }
    }

    /// Copies it to a new file at `path`.
    package func copy(to path: String) throws(BodyError) {
        let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw .unreadable(errno) }
        defer { Glibc.close(target) }
        var failure: Int32 = 0
        try chunks { chunk in
            if failure == 0, !writeAll(target, chunk) { failure = errno }
        }
        if failure != 0 { throw .unreadable(failure) }
    }

    private static func read(
        _ path: String,
        _ range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) -> Void,
    ) throws(BodyError) {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .unreadable(errno) }
        defer { Glibc.close(source) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        var position = range.lowerBound
        while position < range.upperBound {
            let wanted = min(buffer.count, range.upperBound - position)
            let got = pread(source, buffer.baseAddress, wanted, off_t(position))
            guard got > 0 else { throw .unreadable(errno) }
            body(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            position += got
        }
    }
}

/// Writes every byte; false on an error, which `errno` tells.
func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
    var done = 0
    while done < bytes.count {
        let written = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if written < 0 {
            if errno == EINTR { continue }
            return false
        }
        done += written
    }
    return true
}

/// What the file system knows of a file.
struct FileStatus {
    let size: Int
    let modified: Int
    let isRegular: Bool

    init(_ path: String) throws(BodyError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(errno) }
        size = Int(status.st_size)
        modified = status.st_mtim.tv_sec
        isRegular = status.st_mode & S_IFMT == S_IFREG
    }
}
