import Database
import Kernel
import Synchronization
import TestSupport
import Testing
import Threads
import Web

@testable import Leads

/// A database that notes by how many leads each commit changed the table.
private final class StepDatabase: Database {
    private let database: any Database
    private let changes = Mutex<[Int64]>([])

    init(_ database: any Database) { self.database = database }

    var dialect: Dialect { database.dialect }
    var steps: [Int64] { changes.withLock { $0 } }

    func read<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        try database.read(in: lane, body)
    }

    func write<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        try database.write(in: lane) { transaction in
            let before = try leads(transaction)
            let result = try body(transaction)
            let change = try leads(transaction) - before
            changes.withLock { $0.append(change) }
            return result
        }
    }

    func close() { database.close() }

    private func leads(_ transaction: Transaction) throws -> Int64 {
        try transaction.one("SELECT COUNT(*) FROM lead").int(0)
    }
}

@Suite struct ImportStepTests {
    @Test(
        "C2.1 导入与撤销分小步提交，领取不必久等 · an import goes in and comes out in small steps",
        arguments: TestEngine.available
    )
    func steps(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let rows = (0..<1_050).map { "张示例,154\(10_000_000 + $0)\n" }
        let id = try desk.take(desk.file("姓名,手机号\n" + rows.joined()))
        let database = StepDatabase(desk.database)
        let work = ImportWork(
            database,
            vault: desk.environment.vault,
            time: desk.time,
            temporaryFolder: "\(desk.folder)/uploads",
            isLineReal: false,
        )
        try work.workOff()
        #expect(database.steps.reduce(0, +) == 1_050)
        #expect(database.steps.allSatisfy { $0 <= 200 })
        _ = try desk.ask(UndoImport(), as: "manager", ["id": id.description])
        try work.workOff()
        #expect(database.steps.reduce(0, +) == 0)
        #expect(database.steps.allSatisfy { $0 >= -200 })
    }
}
