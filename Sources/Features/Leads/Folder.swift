internal import Glibc

/// A folder on disk, as far as the inbox needs one.
enum Folder {
    /// The names in a folder, in order; none where there is no folder.
    static func entries(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The size of a plain file; nil for anything else, also for a link.
    static func size(_ path: String) -> Int? {
        var information = stat()
        guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int(information.st_size)
    }

    /// Writes a file into a folder that is made if need be; it is whole or not there.
    static func write(_ bytes: [UInt8], to folder: String, as name: String) -> Bool {
        var rest: [UInt8]? = bytes
        return write(to: folder, as: name) {
            defer { rest = nil }
            return rest
        }
    }

    /// Writes a file chunk by chunk, until `next` gives none.
    static func write(
        to folder: String,
        as name: String,
        next: () throws -> [UInt8]?,
    ) rethrows -> Bool {
        mkdir(folder, 0o700)
        let part = "\(folder)/.\(name).part"
        let file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        while let bytes = try next() {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
        }
        return rename(part, "\(folder)/\(name)") == 0
    }
}
