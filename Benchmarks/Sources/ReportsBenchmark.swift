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
/// Options: `--calls N` (200,000), `--leads N` (1,000,000), `--seats N` (3,000),
/// `--engine sqlite|postgres`, `--folder DIR`.
struct ReportsBenchmark {
    private static let repetitions = 9

    private let options: HandOutOptions
    private let calls: Int
    private let seats: Int

    init(_ arguments: [String]) throws {
        options = try HandOutOptions(arguments)
        calls = Measure.option("--calls", arguments, usual: 200_000)
        seats = Measure.option("--seats", arguments, usual: 3_000)
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
