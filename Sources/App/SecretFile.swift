internal import Glibc

/// A file of settings with secrets in it, which only the program's own user may read.
enum SecretFile {
    /// Its content. Throws what `refusal` makes of the reason.
    static func read(_ path: String, _ refusal: (String) -> StartRefusal) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw refusal("it is not there") }
        defer { fclose(file) }
        var status = stat()
        guard fstat(fileno(file), &status) == 0, status.st_mode & 0o077 == 0 else {
            throw refusal("others may read it: chmod 600")
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
