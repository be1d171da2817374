import Glibc
import Kernel

/// Wall-clock time and memory of what is measured.
enum Measure {
    /// Microseconds since some moment: a request takes fewer milliseconds than the product's clock
    /// tells apart.
    static func microseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }

    /// What many requests took, each in milliseconds.
    static func line(_ name: String, _ times: [Double]) -> String {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return "\(name): none came" }
        func at(_ share: Double) -> String {
            text(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
        }
        return "\(name): p50 \(at(0.5)) ms, p99 \(at(0.99)) ms, max \(at(1)) ms of \(sorted.count)"
    }

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

    /// The processor's time that this process or, with `children`, the programs that it ran have
    /// used so far, in seconds.
    static func processorSeconds(children: Bool = false) -> Double {
        var usage = rusage()
        let who = children ? RUSAGE_CHILDREN.rawValue : Int32(RUSAGE_SELF.rawValue)
        getrusage(__rusage_who_t(who), &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000 }
    }

    /// A number with two decimals.
    static func text(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
