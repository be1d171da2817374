internal import Glibc

/// A file that one process holds and no other can, for as long as the value lives. The system lets
/// go of it when the process ends, however it ends.
package final class FileLock: Sendable {
    /// Why the file is not held.
    package enum Problem: Error, Sendable, Hashable {
        /// Another process holds it; its number, 0 when it left none.
        case held(by: Int)
        /// It cannot be made or opened; the system's error number.
        case unusable(Int32)
    }

    private let descriptor: Int32

    /// Holds the file at `path`, made if missing, and writes this process's number into it. Waits
    /// for nobody.
    package init(_ path: String) throws(Problem) {
        let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unusable(errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let problem = errno
            let holder = Self.number(in: file)
            close(file)
            throw problem == EWOULDBLOCK ? .held(by: holder) : .unusable(problem)
        }
        descriptor = file
        let text = Array("\(getpid())\n".utf8)
        // Who holds it is only told: on a full disk the lock holds all the same.
        if ftruncate(file, 0) == 0 { _ = pwrite(file, text, text.count, 0) }
    }

    deinit {
        close(descriptor)
    }

    private static func number(in file: Int32) -> Int {
        var bytes = [UInt8](repeating: 0, count: 24)
        let count = max(0, pread(file, &bytes, bytes.count, 0))
        let digits = bytes.prefix(count).prefix { (0x30...0x39).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }
}
