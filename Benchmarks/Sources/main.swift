import Glibc
import Kernel

/// What can be measured; each prints its figure beside a baseline made by the same command.
let benchmarks: [String: any Benchmark.Type] = [
    "floor": FloorBenchmark.self,
    "handout": HandOutBenchmark.self,
    "import": ImportBenchmark.self,
    "reports": ReportsBenchmark.self,
    "seats": SeatsBenchmark.self,
]

let arguments = Array(CommandLine.arguments.dropFirst())
let names = benchmarks.keys.sorted().joined(separator: " | ")
guard let name = arguments.first, let benchmark = benchmarks[name] else {
    print("huihu-bench (\(names)) [选项 OPTION…]\nhuihu-bench NAME --help")
    exit(arguments.first.map { Options.asksForHelp([$0]) } == true ? 0 : 2)
}
if Options.asksForHelp(arguments) {
    print("huihu-bench \(name) [选项 OPTION…]\n" + Options.help(benchmark.options))
    exit(0)
}
do {
    try benchmark.init(Options(arguments.dropFirst(), of: benchmark.options)).run()
} catch let error as UsageError {
    print("\(error.message.chinese)\n\(error.message.english)")
    exit(2)
} catch {
    print("\(error)")
    exit(1)
}
