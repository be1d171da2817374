internal import Glibc

/// On what terms a body is taken in; decided at the request's head, before its first byte is kept.
package struct BodyTerms: Sendable {
    /// The most bytes.
    let limit: Int
    /// Asked before the first byte goes to the disk, with the beginning of the body; nil for a body
    /// that stays in memory, whatever its size.
    let spools: (@Sendable (_ beginning: [UInt8]) -> SpoolVerdict)?

    /// A body that stays in memory.
    package static func memory(limit: Int) -> BodyTerms {
        BodyTerms(limit: limit, spools: nil)
    }

    /// A body that may go to the disk when it is large and `verdict` grants it.
    package static func spooled(
        limit: Int,
        _ verdict: @escaping @Sendable (_ beginning: [UInt8]) -> SpoolVerdict,
    ) -> BodyTerms {
        BodyTerms(limit: limit, spools: verdict)
    }
}

/// Whether a body may go to the disk.
package enum SpoolVerdict: Sendable {
    /// It may; the value is held for as long as the file is there.
    case granted(any Sendable)
    /// It may not, and this is answered.
    case refused(Response)
}

/// What the server says at a request's head.
package enum Admission: Sendable {
    /// The body is taken in.
    case taken(BodyTerms)
    /// Nothing of it is kept, and this is answered.
    case refused(Response)
}

/// What the server itself refuses, before a handler is asked.
package enum ServerRefusal: Error, Sendable, Hashable {
    /// The head contradicts itself, or has more fields than anyone needs.
    case malformed
    /// More bytes than the terms allow.
    case tooLarge(limit: Int)
    /// The disk takes nothing more.
    case noRoom
    /// The address has too many requests under way.
    case tooMany
    /// The request's lane has no room for one more to wait.
    case tooBusy
}

/// Takes a body in: into memory, and beyond that into a file, if it may.
final class Intake {
    /// What stays in memory of a body that may go to the disk.
    static let inMemory = 256 << 10

    /// Why no more is taken.
    enum Refusal: Error {
        case server(ServerRefusal)
        case answered(Response)
    }

    private struct Spool {
        let descriptor: Int32
        let held: any Sendable
    }

    private let terms: BodyTerms
    private let folder: String
    private var memory: [UInt8] = []
    private var spool: Spool?
    private var received = 0

    init(_ terms: BodyTerms, folder: String) {
        self.terms = terms
        self.folder = folder
    }

    deinit {
        if let spool { close(spool.descriptor) }
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        received += bytes.count
        if received > terms.limit { throw .server(.tooLarge(limit: terms.limit)) }
        if spool == nil, let spools = terms.spools, received > Self.inMemory {
            memory.append(contentsOf: bytes)
            try begin(spools)
        } else if let spool {
            guard writeAll(spool.descriptor, bytes) else { throw .server(.noRoom) }
        } else {
            memory.append(contentsOf: bytes)
        }
    }

    private func begin(_ spools: ([UInt8]) -> SpoolVerdict) throws(Refusal) {
        switch spools(memory) {
        case .refused(let response): throw .answered(response)
        case .granted(let held):
            var template = Array("\(folder)/\(SpooledFile.prefix)XXXXXX".utf8CString)
            let descriptor = mkstemp(&template)
            guard descriptor >= 0 else { throw .server(.noRoom) }
            unlink(template)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            spool = Spool(descriptor: descriptor, held: held)
            guard memory.withUnsafeBytes({ writeAll(descriptor, $0) }) else {
                throw .server(.noRoom)
            }
            memory = []
        }
    }

    /// The body, once it is complete.
    func finish() -> Body {
        if let spool {
            self.spool = nil
            return .file(
                SpooledFile(owning: spool.descriptor, size: received, held: spool.held)
            )
        }
        defer { memory = [] }
        return memory.isEmpty ? .none : .memory(memory)
    }
}
