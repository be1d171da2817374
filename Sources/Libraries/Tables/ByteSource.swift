internal import Glibc

/// The bytes of a file that can be read at any place, however it lies on the disk.
package protocol TableBytes: Sendable {
    /// How many there are.
    var count: Int { get }
    /// Fills `target` with the bytes at `offset`; returns how many there were, fewer only at the
    /// end.
    func read(
        into target: UnsafeMutableRawBufferPointer,
        at offset: Int,
    ) throws(TableError) -> Int
}

extension TableBytes {
    /// Up to `limit` bytes at `offset`; fewer only at the end of the file.
    func bytes(at offset: Int, limit: Int) throws(TableError) -> [UInt8] {
        var failure: TableError?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
            do throws(TableError) {
                filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}

/// A file open for reading at any place. Closes its handle when it goes away.
final class ByteSource: TableBytes {
    private let handle: Int32
    let count: Int

    /// The file's own name for another program while this is open; nobody else finds it.
    var path: String { "/proc/\(getpid())/fd/\(handle)" }

    /// Opens a regular file.
    convenience init(path: String) throws(TableError) {
        let handle = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if handle < 0 { throw .notReadable(errno: errno) }
        try self.init(owning: handle)
    }

    /// Takes over an open handle.
    init(owning handle: Int32) throws(TableError) {
        self.handle = handle
        var status = stat()
        guard fstat(handle, &status) == 0 else {
            let code = errno
            close(handle)
            throw .notReadable(errno: code)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(handle)
            throw .notReadable(errno: EISDIR)
        }
        count = Int(status.st_size)
    }

    deinit {
        close(handle)
    }

    /// Fills `target` with the bytes at `offset`; returns how many there were, fewer only at the
    /// end of the file.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(TableError) -> Int
    {
        var filled = 0
        while filled < target.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled...])
            let count = pread(handle, rest.baseAddress, rest.count, offset + filled)
            if count > 0 {
                filled += count
            } else if count == 0 {
                break
            } else if errno != EINTR {
                throw .notReadable(errno: errno)
            }
        }
        return filled
    }
}
