internal import Glibc
internal import Kernel
internal import Leads

/// `huihu leads from-uci FILE [--output FILE] [--seed N]`.
package enum LeadsCommand {
    /// Turns the public data set into a lead file; tells how many leads it has.
    package static func run(_ arguments: some Sequence<String>) throws -> String {
        var rest = Array(arguments)[...]
        guard rest.popFirst() == "from-uci", let input = rest.popFirst() else {
            throw UsageError("leads takes from-uci and a file")
        }
        var output = "leads.csv"
        var seed: UInt64 = 1
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw UsageError("\(option) needs a value") }
            switch option {
            case "--output": output = value
            case "--seed":
                guard let number = UInt64(value) else {
                    throw UsageError("--seed takes a number, not \(value)")
                }
                seed = number
            default: throw UsageError("unknown option \(option)")
            }
        }
        let file = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StartRefusal.noFolder(output) }
        defer { close(file) }
        let count = try FromUCI(seed: seed).convert(input) { bytes in
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
