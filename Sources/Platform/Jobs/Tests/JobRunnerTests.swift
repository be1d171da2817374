import Database
import Jobs
import Kernel
import Synchronization
import TestSupport
import Testing

/// A defect, as far as the runner knows.
private struct Broken: Error {}

/// An outbox on a simulated clock, with what ran and what failed.
private final class Bench: Sendable {
    let time = SimulatedTime(at: BusinessDay(2026, 3, 31).at(TimeOfDay(9, 0)))
    let database: any Database
    let ran = Mutex<[String]>([])
    let failures = Mutex<[String]>([])

    init(_ engine: TestEngine) throws {
        database = try engine.database(
            Outbox.migrations + [
                Migration(
                    capability: "test",
                    number: 1,
                    sql: "CREATE TABLE note(id {id}, text TEXT NOT NULL);"
                )
            ]
        )
    }

    func note(_ text: String) { ran.withLock { $0.append(text) } }

    func runner(_ definitions: [JobDefinition]) throws -> JobRunner {
        try JobRunner(definitions, on: database, time: time) { [self] failure in
            let name = failure.job?.payload ?? "outbox"
            let retry = failure.retryAt.map { $0.clock } ?? "never"
            failures.withLock { $0.append("\(name) \(retry)") }
        }
    }

    @discardableResult
    func add(
        _ name: JobName,
        _ payload: String,
        key: String? = nil,
        dueAt due: Moment? = nil
    ) throws -> ID<Job>? {
        let now = time.now()
        return try database.write {
            try Outbox($0).add(name, payload: payload, key: key, dueAt: due, at: now)
        }
    }

    func job(_ id: ID<Job>?) throws -> Job {
        let id = try #require(id)
        return try #require(try database.read { try Outbox($0).find(id) })
    }

    func notes() throws -> [String] {
        try database.read {
            try $0.rows("SELECT text FROM note ORDER BY id").map { try $0.text("text") }
        }
    }
}

@Suite struct JobRunnerTests {
    private let send = JobName("test.send")

    private func plain(
        _ bench: Bench,
        retry: RetryPolicy = RetryPolicy(),
        _ work: @escaping @Sendable (JobContext) throws -> Void = { _ in }
    ) -> JobDefinition {
        JobDefinition(
            send,
            retry: retry,
            work: .plain { context in
                bench.note(context.job.payload)
                try work(context)
            }
        )
    }

    @Test(
        "到期才执行，按到期先后 · due jobs run, in the order of their moments",
        arguments: TestEngine.available
    )
    func order(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = try bench.runner([plain(bench)])
        let now = bench.time.now()
        try bench.add(send, "later", dueAt: now + .minutes(10))
        try bench.add(send, "second")
        try bench.add(send, "first", dueAt: now - .minutes(1))
        try bench.add(JobName("test.unknown"), "somebody else's")
        #expect(try runner.runDue() == [send, send])
        bench.time.advance(by: .minutes(10))
        #expect(try runner.runDue() == [send])
        #expect(try runner.runDue() == [])
        #expect(bench.ran.withLock { $0 } == ["first", "second", "later"])
        let counts = try bench.database.read { try Outbox($0).counts() }
        #expect(counts == [.done: 3, .waiting: 1])
    }

    @Test("相同键只入队一次 · a key goes in once", arguments: TestEngine.available)
    func key(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = try bench.runner([plain(bench)])
        #expect(try bench.add(send, "a", key: "k") != nil)
        #expect(try bench.add(send, "b", key: "k") == nil)
        try runner.runDue()
        #expect(try bench.add(send, "c", key: "k") == nil)
        #expect(try bench.add(send, "d", key: "other") != nil)
        #expect(try bench.add(send, "e") != nil)
        #expect(try bench.add(send, "f") != nil)
    }

    @Test(
        "失败会记录、上报、重试，最后交给人 · a failure is kept, reported, retried, given up",
        arguments: TestEngine.available
    )
    func retries(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let policy = RetryPolicy(attempts: 3, firstWait: .seconds(10), longestWait: .minutes(1))
        let runner = try bench.runner([plain(bench, retry: policy) { _ in throw Broken() }])
        let id = try bench.add(send, "x")
        #expect(try runner.runDue() == [send])
        var job = try bench.job(id)
        #expect(job.state == .waiting)
        #expect(job.attempts == 1)
        #expect(job.lastError == "Broken: Broken()")
        #expect(job.dueAt == bench.time.now() + .seconds(10))
        bench.time.advance(by: .seconds(9))
        #expect(try runner.runDue() == [])
        bench.time.advance(by: .seconds(1))
        #expect(try runner.runDue() == [send])
        bench.time.advance(by: .seconds(20))
        #expect(try runner.runDue() == [send])
        job = try bench.job(id)
        #expect(job.state == .failed)
        #expect(job.attempts == 3)
        bench.time.advance(by: .hours(24))
        #expect(try runner.runDue() == [])
        #expect(bench.failures.withLock { $0 } == ["x 09:00:10", "x 09:00:30", "x never"])
        #expect(try bench.database.read { try Outbox($0).list(.failed) }.map(\.id) == [job.id])
        let now = bench.time.now()
        #expect(try bench.database.write { try Outbox($0).retry(job.id, at: now) })
        #expect(try !bench.database.write { try Outbox($0).retry(job.id, at: now) })
        #expect(try runner.runDue() == [send])
        #expect(try bench.job(id).attempts == 1)
    }

    @Test(
        "规则拒绝不重试 · a refusal is final, what is unavailable is not",
        arguments: TestEngine.available
    )
    func refusals(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = try bench.runner([
            plain(bench) { context in
                if context.job.payload == "gone" { throw NotFound(L(same: "x")) }
                throw MigrationRefusal.unknown(capability: "a", number: 1)
            }
        ])
        let gone = try bench.add(send, "gone")
        let down = try bench.add(send, "down")
        try runner.runDue()
        #expect(try bench.job(gone).state == .failed)
        #expect(try bench.job(gone).lastError == "not_found")
        #expect(try bench.job(down).state == .waiting)
        #expect(try bench.job(down).lastError == "migration.unknown")
    }

    @Test(
        "事务型作业失败时不留痕迹 · work in a transaction leaves nothing when it fails",
        arguments: TestEngine.available
    )
    func transaction(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let fails = Mutex(true)
        let runner = try bench.runner([
            JobDefinition(
                send,
                work: .transaction { transaction, context in
                    try transaction.execute(
                        "INSERT INTO note(text) VALUES (\(context.job.payload))"
                    )
                    if fails.withLock({ $0 }) { throw Broken() }
                }
            )
        ])
        let id = try bench.add(send, "written")
        try runner.runDue()
        #expect(try bench.notes() == [])
        fails.withLock { $0 = false }
        bench.time.advance(by: .seconds(15))
        try runner.runDue()
        #expect(try bench.notes() == ["written"])
        #expect(try bench.job(id).state == .done)
        #expect(try bench.job(id).attempts == 2)
    }

    @Test(
        "崩溃节点的作业在租期后被接手 · a dead node's job is taken over after its lease",
        arguments: TestEngine.available
    )
    func lease(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let other = Mutex<JobRunner?>(nil)
        let runner = try bench.runner([
            plain(bench) { context in
                // While the first one hangs, its lease ends and another node takes the job.
                guard context.job.attempts == 1 else { return }
                let node = try #require(other.withLock { $0 })
                bench.time.advance(by: .minutes(29))
                let early = try node.runDue()
                #expect(early == [])
                bench.time.advance(by: .minutes(1))
                let late = try node.runDue()
                #expect(late == [JobName("test.send")])
            }
        ])
        let second = try bench.runner([plain(bench)])
        other.withLock { $0 = second }
        let id = try bench.add(send, "x")
        #expect(try runner.runDue() == [send])
        #expect(try bench.job(id).state == .done)
        #expect(try bench.job(id).attempts == 2)
        #expect(bench.failures.withLock { $0.count } == 1)
    }

    @Test(
        "暂停的作业下次继续，不计次数 · paused work goes on and is not counted",
        arguments: TestEngine.available
    )
    func paused(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let pauses = Mutex(true)
        let runner = try bench.runner([
            plain(bench) { context in
                guard pauses.withLock({ $0 }) else { return }
                pauses.withLock { $0 = false }
                throw JobPaused()
            }
        ])
        let id = try bench.add(send, "x")
        try runner.runDue()
        #expect(try bench.job(id).state == .done)
        #expect(try bench.job(id).attempts == 1)
        #expect(bench.failures.withLock { $0 } == [])
    }

    @Test("多节点定时作业只执行一次 · a scheduled job runs on one node only", arguments: TestEngine.available)
    func schedule(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let definition = JobDefinition(
            JobName("test.close"),
            schedule: .daily(at: TimeOfDay(20, 0)),
            work: .plain { bench.note($0.now.description) }
        )
        let nodes = [try bench.runner([definition]), try bench.runner([definition])]
        var names: [JobName] = []
        for _ in 0..<48 {
            bench.time.advance(by: .minutes(30))
            for node in nodes { names += try node.runDue() }
        }
        #expect(names == [JobName("test.close")])
        bench.time.advance(by: .hours(60))
        let restarted = try bench.runner([definition])
        #expect(try restarted.runDue() == [JobName("test.close")])
        for node in nodes { #expect(try node.runDue() == []) }
        #expect(
            bench.ran.withLock { $0 } == ["2026-03-31 20:00:00", "2026-04-03 21:00:00"]
        )
    }

    @Test("64 个线程同时取，每个作业只执行一次 · 64 threads, each job once", arguments: TestEngine.available)
    func claims(engine: TestEngine) throws {
        let bench = try Bench(engine)
        for number in 1...200 { try bench.add(send, "\(number)") }
        let definition = plain(bench)
        withThreads(64) { _ in
            #expect(throws: Never.self) { try bench.runner([definition]).runDue() }
        }
        let ran = bench.ran.withLock { $0 }
        #expect(ran.count == 200)
        #expect(Set(ran).count == 200)
    }

    @Test(
        "已完成的可清除，失败的保留 · done jobs are removed, failed ones stay",
        arguments: TestEngine.available
    )
    func removal(engine: TestEngine) throws {
        let bench = try Bench(engine)
        let runner = try bench.runner([
            plain(bench, retry: RetryPolicy(attempts: 1)) { context in
                if context.job.payload == "bad" { throw Broken() }
            }
        ])
        try bench.add(send, "good")
        try bench.add(send, "bad")
        try runner.runDue()
        let later = bench.time.now() + .minutes(1)
        #expect(try bench.database.write { try Outbox($0).removeDone(before: later) } == 1)
        #expect(try bench.database.read { try Outbox($0).counts() } == [.failed: 1])
    }

    @Test("线程被唤醒后执行，停止后不再执行 · the thread runs what is due until it is stopped")
    func thread() throws {
        let bench = try Bench(.sqlite)
        let done = Gate()
        let runner = try bench.runner([plain(bench) { _ in done.open() }])
        runner.start()
        try bench.add(send, "x")
        runner.wake()
        done.wait()
        runner.stop()
        try bench.add(send, "y")
        runner.wake()
        #expect(bench.ran.withLock { $0 } == ["x"])
        #expect(try runner.runDue() == [send])
    }
}
