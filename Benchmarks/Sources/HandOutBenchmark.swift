import Access
import Kernel
import Leads
import Synchronization
import TestSupport
import Vault

/// How many leads are handed out in a second, with every check and the audit log's entry, durable
/// before the agent sees the lead; beside the plain way: pick a row, update it, commit, one after
/// the other. Options: `--leads N` (1,000,000), `--engine sqlite|postgres`, `--folder DIR`.
struct HandOutBenchmark: Benchmark {
    static let options: [Option] = [.leads, .engine, .folder]

    /// Agents at once, and how many leads are handed out to them in all.
    private static let levels = [(agents: 1, handOuts: 3_000), (16, 16_000), (64, 32_000)]
    /// The plain way waits for the disk each time: fewer are enough.
    private static let plainShare = 8

    private let options: HandOutOptions

    init(_ options: Options) throws {
        self.options = try HandOutOptions(options)
    }

    func run() throws {
        let stage = try HandOutStage(options)
        defer { stage.remove() }
        print("\(options.leads) leads on \(options.engine), \(try stage.durability())")
        for (agents, handOuts) in Self.levels {
            let plain = try measure(agents, handOuts / Self.plainShare) { try stage.plain($0) }
            let own = try measure(agents, handOuts) { try stage.handOut(to: $0) }
            try stage.requireNothingTwice(own.count + plain.count)
            try stage.endHandOuts()
            print("\(agents) at once")
            print("  plain: \(plain)")
            print("  huihu: \(own), \(own.times(plain)) times as many")
        }
    }

    /// Hands out `count` leads from `threads` threads, each to an agent of its own.
    private func measure(
        _ threads: Int,
        _ count: Int,
        _ body: @escaping @Sendable (Int) throws -> Void,
    ) throws -> HandOutFigures {
        let time = SystemTime()
        let next = Atomic<Int>(0)
        let waits = Mutex<[Int64]>([])
        let failure = Mutex<String?>(nil)
        let processor = Measure.processorSeconds()
        let start = time.now()
        withThreads(threads) { _ in
            var own: [Int64] = []
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < count else { break }
                let begin = time.now()
                do { try body(number) } catch { failure.withLock { $0 = "\(error)" } }
                own.append(time.now().milliseconds - begin.milliseconds)
            }
            waits.withLock { $0 += own }
        }
        let elapsed = time.now().milliseconds - start.milliseconds
        if let failure = failure.withLock({ $0 }) { throw HandOutFailure(what: failure) }
        return HandOutFigures(
            waits: waits.withLock { $0.sorted() },
            milliseconds: elapsed,
            processorSeconds: Measure.processorSeconds() - processor,
        )
    }
}

/// What was measured.
struct HandOutFigures: CustomStringConvertible {
    /// How long each one took, in milliseconds, the shortest first.
    let waits: [Int64]
    /// How long all of them took together.
    let milliseconds: Int64
    /// How long this process's processors worked for them.
    let processorSeconds: Double

    var count: Int { waits.count }

    var perSecond: Int { Int(Int64(count) * 1_000 / max(1, milliseconds)) }

    var description: String {
        "\(perSecond)/s, p50 \(part(50)) ms, p99 \(part(99)) ms, longest \(waits.last ?? 0) ms, "
            + "processor \(Int(processorSeconds * 1_000_000) / max(1, count)) µs each"
    }

    /// How many times as many as `other`, with one decimal.
    func times(_ other: HandOutFigures) -> String {
        let tenths = perSecond * 10 / max(1, other.perSecond)
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func part(_ percent: Int) -> Int64 {
        waits.isEmpty ? 0 : waits[min(count - 1, count * percent / 100)]
    }
}

/// What makes the measurement impossible or wrong.
struct HandOutFailure: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}

/// What the command line says.
struct HandOutOptions {
    let leads: Int
    let engine: String
    let folder: String

    init(_ options: Options) throws {
        engine = options.text("--engine") ?? "sqlite"
        folder = options.text("--folder") ?? "/tmp"
        leads = try options.number("--leads", in: 100_000...20_000_000) ?? 1_000_000
        guard ["sqlite", "postgres"].contains(engine) else {
            throw UsageError.notOneOf("--engine", ["sqlite", "postgres"], engine)
        }
    }
}
