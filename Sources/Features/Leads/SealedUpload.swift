internal import Glibc
internal import Sodium
internal import Synchronization
internal import Tables
internal import Vault

/// A file of customers as it is kept until it is worked off: sealed, and opened chunk by chunk as it
/// is read. C4.4.
final class SealedUpload: TableBytes {
    private let file: SealedFile
    /// The chunk that was read last: reading goes on in it.
    private let recent = Mutex<(number: Int, bytes: [UInt8])>((-1, []))

    var count: Int { file.length }

    /// Opens the file at `path`.
    init(_ path: String, _ vault: Vault) throws(TableError) {
        do throws(SealedFileError) {
            file = try SealedFile(path, vault)
        } catch {
            throw .notReadable(errno: EBADMSG)
        }
    }

    func read(
        into target: UnsafeMutableRawBufferPointer,
        at offset: Int,
    ) throws(TableError) -> Int {
        let wanted = min(target.count, max(0, count - offset))
        var filled = 0
        while filled < wanted {
            let place = offset + filled
            let chunk = try chunk(place / SealedFile.chunkBytes)
            let start = place % SealedFile.chunkBytes
            let part = chunk[start..<min(chunk.count, start + wanted - filled)]
            UnsafeMutableRawBufferPointer(rebasing: target[filled...]).copyBytes(from: part)
            filled += part.count
        }
        return filled
    }

    private func chunk(_ number: Int) throws(TableError) -> [UInt8] {
        if let known = recent.withLock({ $0.number == number ? $0.bytes : nil }) { return known }
        let start = number * SealedFile.chunkBytes
        do throws(SealedFileError) {
            let bytes = try file.read(start..<start + SealedFile.chunkBytes)
            recent.withLock { $0 = (number, bytes) }
            return bytes
        } catch {
            throw .notReadable(errno: EBADMSG)
        }
    }

    /// The digest of the content, the same as of the file in the clear.
    func digest() throws(TableError) -> [UInt8] {
        var digest = Digest()
        for number in 0..<(count + SealedFile.chunkBytes - 1) / SealedFile.chunkBytes {
            let chunk = try chunk(number)
            digest.update(chunk.span.bytes)
        }
        return digest.finish()
    }
}
