import Access
import Campaigns
import Glibc
import HTML
import Kernel
import Leads
import Reports
import Web

/// How long the floor, the day report and a task's page take on a busy day, read from the sums that
/// are kept and rendered; beside the same figures counted plainly from the rows in the same run.
/// First with a tenth of the day's calls and leads, then with all: what is kept does not grow.
struct ReportsBenchmark: Benchmark {
    static let options = [
        Option("--calls", "N", L("当日通话数（200000）", en: "calls of the day (200,000)")),
        Option("--seats", "N", L("坐席数（3000）", en: "seats (3,000)")),
        .leads, .engine, .folder,
    ]

    private static let repetitions = 9

    private let options: HandOutOptions
    private let calls: Int
    private let seats: Int

    init(_ options: Options) throws {
        self.options = try HandOutOptions(options)
        calls = try options.number("--calls", in: 10...20_000_000) ?? 200_000
        seats = try options.number("--seats", in: 1...20_000) ?? 3_000
    }

    func run() throws {
        let stage = try ReportsStage(options, seats: seats)
        defer { stage.remove() }
        print("\(seats) seats on \(options.engine)")
        for share in [10, 1] {
            try stage.fill(leads: options.leads / share, calls: calls / share)
            print("\(calls / share) calls today, \(options.leads / share) leads")
            try compare("floor", stage.plainFloor, stage.floor)
            try compare("day report", stage.plainReport, stage.report)
            try compare("task page", stage.plainTask, stage.task)
        }
    }

    private func compare(
        _ name: String,
        _ plain: () throws -> Int,
        _ own: () throws -> (read: Double, bytes: Int),
    ) throws {
        let before = try middle(of: 3) { try Measure.seconds { _ = try plain() } }
        var bytes = 0
        var reads: [Double] = []
        let after = try middle(of: Self.repetitions) {
            try Measure.seconds {
                let page = try own()
                bytes = page.bytes
                reads.append(page.read)
            }
        }
        let read = reads.sorted()[reads.count / 2]
        print(
            "  \(name): plain recount \(milliseconds(before)) ms; huihu \(milliseconds(after)) ms"
                + " (read \(milliseconds(read)) ms), page \(bytes / 1_000) kB"
        )
    }

    private func middle(of count: Int, _ body: () throws -> Double) rethrows -> Double {
        var all: [Double] = []
        for _ in 0..<count { all.append(try body()) }
        return all.sorted()[count / 2]
    }

    private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1_000).rounded()) }
}
