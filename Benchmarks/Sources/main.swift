import Glibc

/// What can be measured; each prints its figure beside a baseline made by the same command.
let benchmarks: [String: ([String]) throws -> Void] = [
    "handout": { try HandOutBenchmark($0).run() },
    "reports": { try ReportsBenchmark($0).run() },
    "import": { try ImportBenchmark($0).run() },
    "seats": { try SeatsBenchmark($0).run() },
]

let arguments = Array(CommandLine.arguments.dropFirst())
guard let name = arguments.first, let benchmark = benchmarks[name] else {
    print("usage: huihu-bench (\(benchmarks.keys.sorted().joined(separator: " | "))) [options]")
    exit(2)
}
do {
    try benchmark(Array(arguments.dropFirst()))
} catch {
    print("\(error)")
    exit(1)
}
