import Database
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Jobs

/// A defect, as far as the runner knows.
private struct Broken: Error {}

/// Two clocks, a database, what ran and what was reported.
private final class Bench: Sendable {
    let time = SimulatedTime(at: BusinessDay(2026, 3, 31).at(TimeOfDay(9, 0)))
    let wall = SimulatedTime(at: BusinessDay(2026, 11, 3).at(TimeOfDay(14, 0)))
    let database: any Database
    let ran = Mutex<[String]>([])
    let reports = Mutex<[String]>([])

    init(_ engine: TestEngine) throws {
        database = try engine.database(
            JobStore.migrations + [
                Migration(
                    capability: "test",
                    number: 1,
                    sql: "CREATE TABLE note(id {id}, text TEXT NOT NULL);"
                )
            ]
        )
    }

    func runner(_ jobs: [JobDefinition], holder: String = "one") -> JobRunner {
        JobRunner(jobs, on: database, time: time, wall: wall, holder: holder) { [self] text in
            reports.withLock { $0.append(text) }
        }
    }

    /// A job that says that it ran.
    func own(
        _ name: String,
        _ schedule: Schedule,
        _ work: @escaping @Sendable (JobContext) throws -> Void = { _ in },
    ) -> JobDefinition {
        JobDefinition(
            name,
            L("试", en: "Test"),
            schedule,
            .own { [self] context in
                ran.withLock { $0.append(name) }
                try work(context)
            },
        )
    }

    /// A job that writes a line.
    func writing(
        _ name: String,
        _ schedule: Schedule,
        _ work: @escaping @Sendable () throws -> Void = {},
    ) -> JobDefinition {
        JobDefinition(
            name,
            L("试", en: "Test"),
            schedule,
            .transaction { transaction, _ in
                try transaction.execute("INSERT INTO note(text) VALUES (\(name))")
                try work()
            },
        )
    }

    func stored(_ name: String) throws -> JobStanding? {
        try database.read { try JobStore($0).standings()[name] }
    }

    func notes() throws -> Int {
        try Int(database.read { try $0.one("SELECT COUNT(*) FROM note").int(0) })
    }

    func advance(_ duration: Duration) {
        time.advance(by: duration)
        wall.advance(by: duration)
    }
}

@Suite struct JobRunnerTests {
    private static let six = Schedule.daily(at: TimeOfDay(18, 0))

    @Test(
        "每日作业按营业时钟，错过多日只补一次 · daily by the business clock; what was missed is made up once",
        arguments: TestEngine.available
    )
    func daily(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = bench.runner([bench.own("test.daily", Self.six)])
        #expect(try runner.runDue() == [])
        bench.wall.advance(by: .hours(48))
        #expect(try runner.runDue() == [])
        bench.time.advance(by: .hours(9))
        #expect(try runner.runDue() == ["test.daily"])
        #expect(try runner.runDue() == [])
        runner.stop()
        bench.time.advance(by: .hours(100))
        let next = bench.runner([bench.own("test.daily", Self.six)], holder: "two")
        #expect(try next.runDue() == ["test.daily"])
        #expect(try next.runDue() == [])
        let due = try #require(try bench.stored("test.daily")).dueAt
        #expect(due == BusinessDay(2026, 4, 5).at(TimeOfDay(18, 0)))
    }

    @Test(
        "间隔作业按机器时钟 · what runs every so often goes by the machine's clock",
        arguments: TestEngine.available
    )
    func interval(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = bench.runner([bench.own("test.often", .every(.seconds(30)))])
        #expect(try runner.runDue() == [])
        bench.time.advance(by: .hours(1))
        #expect(try runner.runDue() == [])
        bench.wall.advance(by: .seconds(30))
        #expect(try runner.runDue() == ["test.often"])
        bench.wall.advance(by: .seconds(29))
        #expect(try runner.runDue() == [])
        bench.wall.advance(by: .seconds(1))
        #expect(try runner.runDue() == ["test.often"])
    }

    @Test("间隔从午夜算起 · intervals are counted from midnight")
    func midnight() {
        let day = BusinessDay(2026, 3, 31)
        let schedule = Schedule.every(.minutes(15))
        #expect(schedule.next(after: day.at(TimeOfDay(9, 7))) == day.at(TimeOfDay(9, 15)))
        #expect(schedule.next(after: day.at(TimeOfDay(9, 15))) == day.at(TimeOfDay(9, 30)))
        let before1970 = BusinessDay(1969, 12, 31)
        #expect(
            schedule.next(after: before1970.at(TimeOfDay(23, 50))) == BusinessDay(1970, 1, 1).start
        )
        #expect(Self.six.next(after: day.at(TimeOfDay(18, 0))) == day.next.at(TimeOfDay(18, 0)))
    }

    @Test("失败后越等越久，有上限 · the waits after failures grow, up to a limit")
    func waits() {
        let seconds = { (schedule: Schedule) in
            (1...12).map { schedule.wait(afterFailures: $0).wholeSeconds }
        }
        #expect(
            seconds(.every(.seconds(5))) == [5, 10, 20, 40, 60, 60, 60, 60, 60, 60, 60, 60]
        )
        #expect(
            seconds(Self.six)
                == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600, 3_600, 3_600]
        )
        #expect(seconds(.every(.minutes(3)))[...3] == [60, 120, 180, 180])
    }

    @Test(
        "事务作业失败则全部退回，越等越久地重试，成功后归零 · a failure takes everything back and is tried again",
        arguments: TestEngine.available
    )
    func retry(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let isBroken = Mutex(true)
        let runner = bench.runner([
            bench.writing("test.daily", Self.six) {
                if isBroken.withLock({ $0 }) { throw Broken() }
            }
        ])
        try runner.runDue()
        bench.advance(.hours(9))
        for (count, wait) in [(1, 60), (2, 120), (3, 240)] {
            #expect(try runner.runDue() == ["test.daily"])
            let standing = try #require(try bench.stored("test.daily"))
            #expect(standing.failures == count)
            #expect(standing.error == "Broken: Broken()")
            #expect(standing.dueAt == bench.time.now() + .seconds(wait))
            #expect(try runner.runDue() == [])
            bench.advance(.seconds(wait))
        }
        #expect(try bench.notes() == 0)
        #expect(bench.reports.withLock { $0.count } == 3)
        isBroken.withLock { $0 = false }
        try runner.runDue()
        let standing = try #require(try bench.stored("test.daily"))
        #expect(try bench.notes() == 1)
        #expect(standing.failures == 0 && standing.error == nil)
        #expect(standing.dueAt == BusinessDay(2026, 4, 1).at(TimeOfDay(18, 0)))
    }

    @Test(
        "中途崩溃的作业仍然到期 · what a crash cut off is due again",
        arguments: TestEngine.available
    )
    func crash(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        try bench.runner([bench.own("test.daily", Self.six)]).runDue()
        bench.advance(.hours(9))
        // A program that ends in the middle stores nothing and does not let go.
        let crashing = bench.runner([bench.own("test.daily", Self.six) { _ in throw JobPaused() }])
        #expect(try crashing.runDue() == ["test.daily"])
        let next = bench.runner([bench.own("test.daily", Self.six)], holder: "two")
        #expect(try next.runDue() == [])
        try next.takeOver()
        #expect(try next.runDue() == ["test.daily"])
        #expect(try next.runDue() == [])
        #expect(bench.reports.withLock { $0 } == [])
    }

    @Test(
        "多个程序中同时只有一个执行 · of several programs one runs a job at a time",
        arguments: TestEngine.available
    )
    func one(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let often = Schedule.every(.seconds(30))
        let others = (2...4).map {
            bench.runner([bench.own("test.often", often)], holder: "program \($0)")
        }
        let first = Mutex<JobRunner?>(nil)
        let runner = bench.runner([
            bench.own("test.often", often) { _ in
                // While it runs nobody else begins it, nor does its own program once more.
                for other in others + [first.withLock { $0 }].compactMap(\.self) {
                    let begun = try other.runDue()
                    #expect(begun == [])
                }
            }
        ])
        first.withLock { $0 = runner }
        for runner in [runner] + others { #expect(try runner.runDue() == []) }
        bench.advance(.seconds(30))
        #expect(try runner.runDue() == ["test.often"])
        #expect(bench.ran.withLock { $0 } == ["test.often"])
        // It falls silent: another one goes on with the jobs.
        bench.advance(JobRunner.hold + .seconds(30))
        #expect(try others[1].runDue() == ["test.often"])
        #expect(try others[0].runDue() == [])
        #expect(try runner.runDue() == [])
    }

    @Test(
        "失去作业权的程序写不进结果 · what a program did after another took the jobs goes back",
        arguments: TestEngine.available
    )
    func taken(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let second = bench.runner([bench.writing("test.daily", Self.six)], holder: "two")
        let first = bench.runner([
            JobDefinition(
                "test.daily",
                L("试", en: "Test"),
                Self.six,
                .own { context in
                    #expect(!context.isStopping)
                    // It stands still so long that its hold runs out.
                    bench.advance(JobRunner.hold)
                    #expect(context.isStopping)
                    let begun = try second.runDue()
                    #expect(begun == ["test.daily"])
                },
            )
        ])
        try first.runDue()
        bench.advance(.hours(9))
        try first.runDue()
        #expect(try bench.notes() == 1)
        #expect(try bench.stored("test.daily")?.took == .zero)
        #expect(try first.runDue() == [])
        #expect(bench.reports.withLock { $0 } == [])
    }

    @Test(
        "立即执行一次，之后照常 · asked for, it runs at once and then as ever",
        arguments: TestEngine.available
    )
    func ask(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = bench.runner([bench.own("test.daily", Self.six)])
        try runner.runDue()
        try bench.database.write { try JobStore($0).ask("test.daily", at: bench.wall.now()) }
        #expect(try runner.runDue() == ["test.daily"])
        #expect(try runner.runDue() == [])
        let standing = try #require(try bench.stored("test.daily"))
        #expect(standing.askedAt == nil && standing.ranAt == bench.time.now())
        #expect(standing.dueAt == BusinessDay(2026, 3, 31).at(TimeOfDay(18, 0)))
    }

    @Test(
        "每隔几秒的作业不逐次写库，停止时记下 · frequent runs are stored together, and at the end",
        arguments: TestEngine.available
    )
    func notes(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = bench.runner([bench.own("test.often", .every(.seconds(5)))])
        try runner.runDue()
        bench.advance(.seconds(5))
        try runner.runDue()
        #expect(try bench.stored("test.often")?.ranAt == nil)
        let shown = try bench.database.read { try runner.standings($0) }
        #expect(shown.map(\.standing.ranAt) == [bench.wall.now()])
        bench.advance(.seconds(10))
        try runner.runDue()
        #expect(try bench.stored("test.often")?.ranAt == bench.wall.now() - .seconds(10))
        runner.stop()
        #expect(try bench.stored("test.often")?.ranAt == bench.wall.now())
    }

    @Test(
        "已失败的高频作业当即记下，重启后仍可见 · a failure is stored at once",
        arguments: TestEngine.available
    )
    func failureStored(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = bench.runner([
            bench.own("test.often", .every(.seconds(5))) { _ in throw Broken() }
        ])
        try runner.runDue()
        bench.advance(.seconds(5))
        try runner.runDue()
        #expect(try bench.stored("test.often")?.failures == 1)
    }

    @Test("线程自行执行到期作业 · the threads run what is due", arguments: TestEngine.available)
    func threads(_ engine: TestEngine) throws {
        let bench = try Bench(engine)
        let gate = Gate()
        let runner = bench.runner([
            bench.own("test.often", .every(.seconds(5))) { _ in gate.open() }
        ])
        try runner.runDue()
        bench.advance(.seconds(5))
        runner.start()
        gate.wait()
        runner.stop()
        #expect(bench.ran.withLock { $0 } == ["test.often"])
        #expect(try bench.stored("test.often")?.ranAt == bench.wall.now())
    }
}
