internal import Glibc
package import Kernel

/// Debian's list of what people take for passwords.
package enum CommonPasswords {
    /// Where Debian's package `john-data` keeps its list.
    package static let path = "/usr/share/john/password.lst"

    /// Reads a list, one word a line, lines with `#!comment` left out. Throws where there is none:
    /// without it the rule would let everything through.
    package static func read(
        _ path: String = Self.path,
    ) throws(CommonPasswordsMissing) -> Set<String> {
        guard let file = fopen(path, "r") else { throw CommonPasswordsMissing(path: path) }
        defer { fclose(file) }
        var words: Set<String> = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0, let line {
            let word = String(cString: line).filter { !$0.isNewline }.lowercased()
            if !word.isEmpty, !word.hasPrefix("#!") { words.insert(word) }
        }
        return words
    }
}

/// The list of common passwords is not there.
package struct CommonPasswordsMissing: UserFacing, Hashable {
    /// Where it was looked for.
    package let path: String

    package var code: String { "start.no_common_passwords" }
    package var status: RefusalStatus { .unavailable }
    package var message: L {
        L(
            "缺少常用口令表 \(path)，请安装Debian软件包 john-data（bin/setup会安装）后再启动。",
            en: "The list of common passwords \(path) is missing: install the Debian package "
                + "john-data, as bin/setup does, and start again.",
        )
    }
}
