internal import Glibc
internal import Sodium

/// A file that lies sealed on disk, in chunks, so that any part is read by opening only its chunks.
///
/// The file is: `HSF1`, key number (2 bytes), identity (16), length of the plain text (8), then the
/// chunks of 64 KiB, each a sealed box. Identity, length and number of the chunk belong to each box:
/// a chunk that was altered, moved, taken away or brought from another file is refused. C4.4.
package struct SealedFile: Sendable {
    /// How many bytes the plain text has.
    package let length: Int

    static let magic: [UInt8] = Array("HSF1".utf8)
    static let headerBytes = 30
    /// How many plain bytes a chunk has: what is read at once costs one opening.
    package static let chunkBytes = 64 << 10

    private let path: String
    private let header: [UInt8]
    private let box: SealedBox

    /// Opens the file at `path`. Throws `SealedFileError` for one that is none, or whose key is
    /// not there.
    package init(_ path: String, _ vault: Vault) throws(SealedFileError) {
        self.path = path
        header = try Self.bytes(path, at: 0, count: Self.headerBytes)
        guard header.starts(with: Self.magic) else { throw .notSealed }
        let number = UInt16(header[4]) << 8 | UInt16(header[5])
        guard let sealer = vault.sealers.first(where: { $0.number == number }) else {
            throw .unknownKey
        }
        box = sealer.box
        length = Int(header[22..<30].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & 0x7FFF_FFFF_FFFF)
    }

    /// Whether a sealed file lies at `path`, as its first bytes say.
    package static func isSealed(_ path: String) -> Bool {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var start = [UInt8](repeating: 0, count: magic.count)
        return pread(file, &start, start.count, 0) == start.count && start == magic
    }

    /// The plain bytes of `range`, cut to the file's length. Throws `.altered` for bytes that are
    /// not what was sealed.
    package func read(_ range: Range<Int>) throws(SealedFileError) -> [UInt8] {
        let range = range.clamped(to: 0..<length)
        if range.isEmpty { return [] }
        var plain: [UInt8] = []
        let first = range.lowerBound / Self.chunkBytes
        for number in first...((range.upperBound - 1) / Self.chunkBytes) {
            plain += try chunk(number)
        }
        let start = range.lowerBound - first * Self.chunkBytes
        return Array(plain[start..<(start + range.count)])
    }

    private func chunk(_ number: Int) throws(SealedFileError) -> [UInt8] {
        let whole = Self.chunkBytes + SealedBox.overhead
        let rest = min(Self.chunkBytes, length - number * Self.chunkBytes)
        let sealed = try Self.bytes(
            path,
            at: Self.headerBytes + number * whole,
            count: rest + SealedBox.overhead,
        )
        do {
            return try box.open(
                sealed.span.bytes,
                associatedData: Self.associated(header, chunk: number),
            )
        } catch {
            throw .altered
        }
    }

    static func associated(_ header: [UInt8], chunk: Int) -> [UInt8] {
        header + (0..<8).map { UInt8(truncatingIfNeeded: chunk >> (56 - 8 * $0)) }
    }

    private static func bytes(
        _ path: String,
        at offset: Int,
        count: Int,
    ) throws(SealedFileError) -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        guard pread(file, &bytes, count, offset) == count else { throw .altered }
        return bytes
    }
}

/// Why a sealed file cannot be read or written.
package enum SealedFileError: Error, Hashable, Sendable {
    /// The operating system refuses; its error number.
    case unreadable(Int32)
    /// It is no sealed file.
    case notSealed
    /// The key it was sealed with is not there.
    case unknownKey
    /// It is not what was sealed: changed, cut, or put together from others.
    case altered
}

/// Writes a sealed file piece by piece: nothing of it lies in the clear. A file that was not
/// finished is not there.
package final class SealedFileWriter {
    private let output: Int32
    private let partial: String
    private let destination: String
    private let vault: Vault
    private let header: [UInt8]
    private let length: Int
    private var written = 0
    private var rest: [UInt8] = []
    private var isFinished = false

    /// Begins a file of `length` plain bytes that will lie at `destination`.
    package init(
        _ destination: String,
        length: Int,
        _ vault: Vault,
    ) throws(SealedFileError) {
        partial = destination + ".part"
        output = Glibc.open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard output >= 0 else { throw .unreadable(errno) }
        self.destination = destination
        self.length = length
        self.vault = vault
        header = vault.fileHeader(length)
        try Self.write(header, output)
    }

    deinit {
        close(output)
        if !isFinished { unlink(partial) }
    }

    /// Takes the next bytes.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(SealedFileError) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let piece = bytes.prefix(SealedFile.chunkBytes - rest.count)
            rest += piece
            bytes = bytes.dropFirst(piece.count)
            if rest.count == SealedFile.chunkBytes { try seal() }
        }
    }

    /// Makes the file durable under its name. Throws `.altered` where other bytes came than were
    /// announced.
    package func finish() throws(SealedFileError) {
        if !rest.isEmpty { try seal() }
        guard written == length else { throw .altered }
        guard fsync(output) == 0, rename(partial, destination) == 0 else {
            throw .unreadable(errno)
        }
        isFinished = true
    }

    private func seal() throws(SealedFileError) {
        let number = written / SealedFile.chunkBytes
        try Self.write(vault.sealChunk(rest, of: header, number), output)
        written += rest.count
        rest.removeAll(keepingCapacity: true)
    }

    private static func write(_ bytes: [UInt8], _ file: Int32) throws(SealedFileError) {
        var done = 0
        while done < bytes.count {
            let rest = bytes[done...]
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .unreadable(errno) }
            done += count
        }
    }
}

extension Vault {
    /// Seals the file at `source` into a file at `destination`, which is complete or not there. They
    /// may be the same.
    package func sealFile(
        _ source: String,
        to destination: String,
    ) throws(SealedFileError) {
        let input = Glibc.open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard input >= 0 else { throw .unreadable(errno) }
        defer { close(input) }
        let length = Int(lseek(input, 0, SEEK_END))
        let writer = try SealedFileWriter(destination, length: length, self)
        let plain = UnsafeMutableRawBufferPointer.allocate(
            byteCount: SealedFile.chunkBytes,
            alignment: 16,
        )
        defer { plain.deallocate() }
        var offset = 0
        while offset < length {
            let count = pread(input, plain.baseAddress, plain.count, offset)
            guard count > 0 else { throw .unreadable(errno) }
            try writer.append(UnsafeRawBufferPointer(rebasing: plain[..<count]))
            offset += count
        }
        try writer.finish()
    }

    fileprivate func sealChunk(_ plain: [UInt8], of header: [UInt8], _ number: Int) -> [UInt8] {
        newest.box.seal(
            plain.span.bytes,
            nonce: nextNonce(),
            associatedData: SealedFile.associated(header, chunk: number),
        )
    }

    fileprivate func fileHeader(_ length: Int) -> [UInt8] {
        // A box begins with its nonce, which never comes twice.
        let box = newest.box.seal(RawSpan(), nonce: nextNonce(), associatedData: [])
        return SealedFile.magic + newest.header.suffix(2) + box[8..<24]
            + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
    }
}
