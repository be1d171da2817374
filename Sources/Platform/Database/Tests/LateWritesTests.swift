import Synchronization
import TestSupport
import Testing

@testable import Database

@Suite struct LateWritesTests {
    private let database: FullDatabase
    private let late: LateWrites
    private let reports = Reports()

    private final class Reports: Sendable {
        private let all = Mutex<[String]>([])
        var count: Int { all.withLock(\.count) }
        func add(_ text: String) { all.withLock { $0.append(text) } }
    }

    init() throws {
        let reports = reports
        database = FullDatabase(try TestEngine.sqlite.database([tables]))
        late = LateWrites(database, most: 5) { reports.add($0) }
    }

    private func add(_ name: String) throws {
        try late.write { try $0.execute("INSERT INTO counter(name, n) VALUES (\(name), 0)") }
    }

    @Test("磁盘满时先记在内存，有空间后按序入库 · what cannot be stored waits and keeps its order")
    func waiting() throws {
        database.fill(true)
        for name in ["a", "b"] { try add(name) }
        late.tryAgain()
        #expect(late.count == 2)
        database.fill(false)
        // It does not pass by those that wait, and depends on one of them.
        try late.write { try $0.execute("UPDATE counter SET n = n + 1 WHERE name = 'b'") }
        #expect(late.count == 3)
        late.tryAgain()
        #expect(late.count == 0)
        #expect(try database.counters() == ["a": 0, "b": 1])
        try add("c")
        #expect(try database.counters().count == 3)
        #expect(reports.count == 2)
    }

    @Test("不是暂时故障的写入不重试，也不挡住后面的 · a defect is told and holds up no other")
    func defects() throws {
        #expect(throws: DatabaseError.self) { try late.write { try $0.execute("NO SQL") } }
        database.fill(true)
        try late.write { try $0.execute("NO SQL") }
        try add("a")
        database.fill(false)
        late.tryAgain()
        #expect(late.count == 0)
        #expect(try database.counters() == ["a": 0])
    }

    @Test("等待的有上限 · what waits has a limit")
    func bounded() throws {
        database.fill(true)
        for name in ["a", "b", "c", "d", "e"] { try add(name) }
        #expect(throws: DatabaseError.self) { try add("f") }
    }

    @Test(
        "哪些错误是暂时的 · which errors pass",
        arguments: [
            ("13", true), ("778", true), ("5", true), ("1544", true), ("53100", true),
            ("08006", true), ("57P01", true), ("25006", true), ("1", false), ("2067", false),
            ("23505", false), ("42P01", false), ("closed", false),
        ]
    )
    func passing(code: String, passes: Bool) {
        #expect(DatabaseError(code: code, message: "", sql: "").isPassing == passes)
    }
}
