import Glibc
import Kernel

/// Wall-clock time and memory of what is measured.
enum Measure {
    /// How long `body` takes, in seconds.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = SystemTime().now().milliseconds
        try body()
        return Double(SystemTime().now().milliseconds - start) / 1_000
    }

    /// The largest resident memory of this process so far, in megabytes.
    static var peakMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_024
    }

    /// A number with two decimals.
    static func text(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// What option `name` says among `arguments`, a whole number; `usual` without it.
    static func option(_ name: String, _ arguments: [String], usual: Int) -> Int {
        guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else {
            return usual
        }
        return Int(arguments[place + 1]) ?? usual
    }
}
