import Glibc
import Testing

/// A folder for one test, removed with all that lies in it when the test is over.
final class Folder {
    let path: String
    private var files: [String] = []

    init() throws {
        var template = Array("/tmp/tables-XXXXXX".utf8CString)
        let made = mkdtemp(&template) != nil
        try #require(made)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }

    func name(_ file: String) -> String {
        files.append("\(path)/\(file)")
        return "\(path)/\(file)"
    }

    func write(_ bytes: [UInt8], as file: String = "table.csv") throws -> String {
        let path = name(file)
        let handle = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(handle >= 0)
        defer { close(handle) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                Glibc.write(handle, all.baseAddress?.advanced(by: written), all.count - written)
            }
            try #require(count > 0)
            written += count
        }
        return path
    }

    func write(_ text: String, as file: String = "table.csv") throws -> String {
        try write(Array(text.utf8), as: file)
    }

    func read(_ file: String) throws -> [UInt8] {
        let handle = open("\(path)/\(file)", O_RDONLY)
        try #require(handle >= 0)
        defer { close(handle) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = Glibc.read(handle, &bytes, bytes.count)
        try #require(count >= 0)
        return Array(bytes.prefix(count))
    }

    /// What lies in the folder besides the files that the test made.
    func strangers() throws -> [String] {
        let folder = try #require(opendir(path))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != "..", !files.contains("\(path)/\(name)") { names.append(name) }
        }
        return names
    }
}
