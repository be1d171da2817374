internal import Glibc
internal import Kernel
internal import Leads

/// `huihu leads from-uci FILE [--output FILE] [--seed N]`.
package enum LeadsCommand {
    /// What the command takes.
    static let options = [
        Option("--output", "FILE", L("写入的文件（leads.csv）", en: "the file to write (leads.csv)")),
        Option("--seed", "N", L("随机种子（1）", en: "the seed of what is made up (1)")),
    ]

    /// Turns the public data set into a lead file; tells how many leads it has.
    package static func run(_ arguments: some Sequence<String>) throws -> String {
        let options = try Options(arguments, of: Self.options, words: 2)
        guard options.words.first == "from-uci" else {
            throw UsageError.noCommand(
                ["leads", options.words.first].compactMap(\.self)
                    .joined(separator: " ")
            )
        }
        guard options.words.count == 2 else { throw UsageError.missing("FILE") }
        let output = options.text("--output") ?? "leads.csv"
        let seed = try options.number("--seed", in: 0...Int.max) ?? 1
        let file = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StartRefusal.noFolder(output) }
        defer { close(file) }
        let count = try FromUCI(seed: UInt64(seed)).convert(options.words[1]) { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                guard written > 0 else { throw StartRefusal.noFolder(output) }
                rest = rest.dropFirst(written)
            }
        }
        return "\(count) leads in \(output)"
    }
}
