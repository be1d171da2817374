internal import Glibc
internal import Janus
internal import Kernel
internal import Telephony

/// The telephone's settings, from a file that only the program's own user may read: it holds
/// secrets.
enum Telephone {
    /// Reads the settings. Throws a `StartRefusal` that says what is wrong with the file.
    static func settings(_ path: String) throws -> JanusSettings {
        guard let file = fopen(path, "r") else {
            throw StartRefusal.telephone(path, "it is not there")
        }
        defer { fclose(file) }
        var status = stat()
        guard fstat(fileno(file), &status) == 0, status.st_mode & 0o077 == 0 else {
            throw StartRefusal.telephone(path, "others may read it: chmod 600")
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        do {
            return try JanusSettings(json: Array(bytes.prefix(count)))
        } catch {
            throw StartRefusal.telephone(path, "\(error)")
        }
    }
}
