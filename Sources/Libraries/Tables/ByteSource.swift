internal import Glibc

/// A file open for reading at any place. Closes its handle when it goes away.
final class ByteSource: Sendable {
    private let handle: Int32
    let count: Int

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

    /// Up to `limit` bytes at `offset`; fewer only at the end of the file.
    func bytes(at offset: Int, limit: Int) throws(TableError) -> [UInt8] {
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
            while filled < limit {
                let all = UnsafeMutableRawBufferPointer(buffer)
                let rest = UnsafeMutableRawBufferPointer(rebasing: all[filled...])
                let count = pread(handle, rest.baseAddress, rest.count, offset + filled)
                if count > 0 {
                    filled += count
                } else if count == 0 {
                    return
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        if let failure { throw .notReadable(errno: failure) }
        return bytes
    }
}
