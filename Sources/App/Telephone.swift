internal import Janus
internal import Kernel
internal import Telephony

/// The telephone's settings, from a file that only the program's own user may read: it holds
/// secrets.
enum Telephone {
    /// Reads the settings. Throws a `StartRefusal` that says what is wrong with the file.
    static func settings(_ path: String) throws -> JanusSettings {
        let bytes = try SecretFile.read(path) { StartRefusal.telephone(path, $0) }
        do {
            return try JanusSettings(json: bytes)
        } catch {
            throw StartRefusal.telephone(path, "\(error)")
        }
    }
}
