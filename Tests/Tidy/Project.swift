import FoundationEssentials

/// The project's files as they lie on the disk, read once for all the rules.
struct Project: Sendable {
    static let shared = Project(root: here)

    /// The project's folder: three levels above this file.
    private static var here: String {
        String(#filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/\($1)" })
    }

    /// What is built, downloaded or run there, and never committed.
    private static let ignored: Set<String> = [
        ".git", ".build", ".swiftpm", ".venv", "__pycache__", "data",
    ]

    private static let binaries: Set<Substring> = [
        "png", "jpg", "gif", "ico", "woff", "woff2", "xlsx", "zip", "gz",
    ]

    /// The folder, without a slash at its end.
    let root: String
    /// Every file, relative to the root, in order.
    let paths: [String]
    /// Every Swift file, read into tokens.
    let swift: [SwiftSource]

    init(root: String) {
        self.root = root
        paths = Self.files(in: root, below: "").sorted()
        let root = root
        swift = paths.filter { $0.hasSuffix(".swift") }.map { path in
            SwiftSource(path: path, bytes: Self.bytes("\(root)/\(path)"))
        }
    }

    /// Swift files under `Sources`, without their tests.
    var product: [SwiftSource] {
        swift.filter { $0.path.hasPrefix("Sources/") && !$0.isTest }
    }

    /// Every file that holds text.
    var texts: [String] {
        paths.filter { path in
            guard let dot = path.lastIndex(of: ".") else { return true }
            return !Self.binaries.contains(path[path.index(after: dot)...])
        }
    }

    /// The content of a file.
    func bytes(_ path: String) -> [UInt8] { Self.bytes("\(root)/\(path)") }

    /// The lines of a file, with their numbers from 1.
    func lines(_ path: String) -> [(number: Int, text: String)] {
        bytes(path).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map {
            (number: $0 + 1, text: String(decoding: $1, as: UTF8.self))
        }
    }

    /// Whether a path leads to a file or a folder.
    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(root)/\(path)")
    }

    /// Whether a path leads to something that can be started.
    func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "\(root)/\(path)")
    }

    private static func bytes(_ path: String) -> [UInt8] {
        FileManager.default.contents(atPath: path).map { Array($0) } ?? []
    }

    private static func files(in folder: String, below prefix: String) -> [String] {
        var found: [String] = []
        for name in names(in: folder) where !ignored.contains(name) {
            let path = "\(folder)/\(name)"
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                continue
            }
            if isFolder {
                found += files(in: path, below: "\(prefix)\(name)/")
            } else {
                found.append(prefix + name)
            }
        }
        return found
    }

    private static func names(in folder: String) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            preconditionFailure("Cannot read \(folder): \(error)")
        }
    }
}
