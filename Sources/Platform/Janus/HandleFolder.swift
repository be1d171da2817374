internal import FoundationEssentials
internal import Glibc
internal import Kernel
internal import Telephony

/// A softphone's handle as a later run finds it, with the call on it.
struct KeptHandle: Codable, Hashable, Sendable {
    /// The node's address, and its session: a handle of another session is none.
    let node: String
    let session: Int64
    let handle: Int64
    let call: KeptCall?
}

/// Keeps what a program that was killed must know to go on with its calls: a small file for each
/// softphone that has a handle. It is written anew or not at all, and does not wait for the disk:
/// what outlives the program is enough, since no call outlives the machine.
struct HandleFolder: Sendable {
    private let path: String
    private let report: @Sendable (String) -> Void

    /// The folder at `path`, made where it is missing.
    init(_ path: String, report: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.report = report
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            report("\(path) cannot be made: errno \(errno)")
        }
    }

    private func file(_ phone: SoftphoneID) -> String { "\(path)/\(phone).json" }

    /// Keeps a softphone's handle, or forgets it. False when the disk does not take it.
    func set(_ phone: SoftphoneID, _ handle: KeptHandle?) -> Bool {
        guard let handle else { return unlink(file(phone)) == 0 || errno == ENOENT }
        do {
            let new = "\(file(phone)).new"
            guard try write(JSONEncoder().encode(handle), to: new) else {
                unlink(new)
                return false
            }
            return rename(new, file(phone)) == 0
        } catch {
            report("softphone \(phone) cannot be kept: \(error)")
            return true
        }
    }

    private func write(_ bytes: Data, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            == bytes.count
    }

    /// What a former run kept.
    func all() -> [SoftphoneID: KeptHandle] {
        var found: [SoftphoneID: KeptHandle] = [:]
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                guard name.hasSuffix(".json"), let number = Int64(name.dropLast(5)) else {
                    continue
                }
                found[SoftphoneID(number)] = read(SoftphoneID(number))
            }
        } catch {
            report("\(path) cannot be read: \(error)")
        }
        return found
    }

    private func read(_ phone: SoftphoneID) -> KeptHandle? {
        guard let json = FileManager.default.contents(atPath: file(phone)) else { return nil }
        do {
            return try BoundedJSON.decode(KeptHandle.self, from: Array(json), most: 4_096)
        } catch {
            report("\(file(phone)) cannot be read: \(error)")
            return nil
        }
    }
}
