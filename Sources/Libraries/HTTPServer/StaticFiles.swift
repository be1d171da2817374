internal import Glibc
internal import Gzip
internal import Sodium

/// Files that are the same for everyone: style sheets, scripts, icons. Read and packed once, at
/// the start: what a page names by the version's address never changes under it.
package final class StaticFiles: Sendable {
    /// Files of one folder under one prefix, such as `/assets/`.
    package struct Folder: Sendable {
        let prefix: String
        let path: String
        let names: [String]?

        /// Serves the files of `path`, or only those of `names`; not what lies in folders below.
        package init(_ prefix: String, _ path: String, only names: [String]? = nil) {
            self.prefix = prefix
            self.path = path
            self.names = names
        }
    }

    private struct File: Sendable {
        let type: String
        let tag: String
        let bytes: [UInt8]
        let packed: [UInt8]?
    }

    /// What stands before the path in an address that names a version.
    private static let root = "/static/"
    private static let largest = 4 << 20

    private let files: [String: File]
    private let prefixes: [String]
    /// A digest of all the files; empty when there is none.
    private let version: String

    /// Reads the files.
    package init(_ folders: [Folder]) {
        var files: [String: File] = [:]
        for folder in folders {
            for name in folder.names ?? Self.names(in: folder.path) {
                files[folder.prefix + name] = Self.file("\(folder.path)/\(name)")
            }
        }
        self.files = files
        prefixes = folders.map(\.prefix)
        let all = files.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.tag)\n" }.joined()
        version = all.isEmpty ? "" : Self.digest(Array(all.utf8))
    }

    /// What a page puts before a file's path, so that a browser keeps the file for good; a new
    /// version has another one. Modules name each other relative to themselves.
    package var address: String { version.isEmpty ? "" : Self.root + version }

    /// The file's answer; nil when the path lies under no prefix.
    package func response(for request: Request) -> Response? {
        var (path, isLasting) = (request.path, false)
        if path.hasPrefix(Self.root) {
            let parts = path.dropFirst(Self.root.count).split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { return .text("Not found", status: 404) }
            // A page from before an upgrade gets what there is now, and does not keep it.
            (path, isLasting) = ("/\(parts[1])", parts[0] == version)
        } else if !prefixes.contains(where: path.hasPrefix) {
            return nil
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return .text("Method not allowed", status: 405)
        }
        guard let file = files[path] else { return .text("Not found", status: 404) }
        return answer(file, isLasting: isLasting, request)
    }

    private func answer(_ file: File, isLasting: Bool, _ request: Request) -> Response {
        let packed = Self.takesGzip(request) ? file.packed : nil
        let age = isLasting ? "max-age=31536000, immutable" : "max-age=0, must-revalidate"
        var headers = [
            ("Content-Type", file.type), ("ETag", "\"\(file.tag)\(packed == nil ? "" : "-gz")\""),
            ("Cache-Control", "public, \(age)"), ("Vary", "Accept-Encoding"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if let known = request.header("If-None-Match"), known.contains(file.tag) {
            return Response(status: 304, headers: headers, body: .bytes([]))
        }
        if packed != nil { headers.append(("Content-Encoding", "gzip")) }
        return Response(status: 200, headers: headers, body: .bytes(packed ?? file.bytes))
    }

    private static func takesGzip(_ request: Request) -> Bool {
        guard let accepted = request.header("Accept-Encoding") else { return false }
        return accepted.split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let name = parts.first, name == "gzip" || name == "*" else { return false }
            return !parts.dropFirst().contains {
                ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0)
            }
        }
    }

    // MARK: Reading

    private static func names(in folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func file(_ path: String) -> File? {
        do {
            let status = try FileStatus(path)
            guard status.isRegular, status.size <= largest else { return nil }
            let bytes = try read(path, status.size)
            return File(
                type: contentType(path),
                tag: digest(bytes),
                bytes: bytes,
                packed: gzipped(bytes),
            )
        } catch {
            // A file that cannot be read is not served: its address says so.
            return nil
        }
    }

    private static func read(_ path: String, _ size: Int) throws(BodyError) -> [UInt8] {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .unreadable(errno) }
        defer { close(source) }
        var bytes = [UInt8](repeating: 0, count: size)
        var position = 0
        while position < size {
            let got = bytes.withUnsafeMutableBytes {
                pread(
                    source,
                    $0.baseAddress.map { $0 + position },
                    size - position,
                    off_t(position)
                )
            }
            guard got > 0 else { throw .unreadable(errno) }
            position += got
        }
        return bytes
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        String(Hex.encode(Digest.of(bytes)).prefix(16))
    }

    private static func contentType(_ path: String) -> String {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "woff2": "font/woff2"
        case "json", "map": "application/json"
        case "ico": "image/x-icon"
        default: "application/octet-stream"
        }
    }
}
