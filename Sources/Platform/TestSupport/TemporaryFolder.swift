internal import FoundationEssentials
internal import Glibc
internal import Kernel

/// A data folder that lives as long as the value.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes the folder with the folders that a running program has in it.
    package init() throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        path = "\(place)/huihu-test-" + String(SystemRandom().next(), radix: 36)
        for folder in ["uploads", "inbox", "exports"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(folder)",
                withIntermediateDirectories: true,
            )
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // A folder that stays behind in /tmp harms no other test.
            return
        }
    }
}
