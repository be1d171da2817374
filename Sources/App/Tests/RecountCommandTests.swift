import Calls
import Database
import Kernel
import Leads
import TestSupport
import Testing

@testable import App

@Suite struct RecountCommandTests {
    @Test("重算命令更正合计并说明 · the command puts sums right and tells so")
    func recount() throws {
        let outer = try TemporaryFolder()
        let folder = "\(outer.path)/data"
        let database = try openDatabase(url: "sqlite:\(try DataFolder(folder).database)")
        try Migrator.run(
            LeadsSchema.migrations + CallsSchema.migrations,
            on: database,
            at: BusinessDay(2026, 5, 6).start,
        )
        try database.write { transaction in
            _ = try transaction.execute(
                """
                INSERT INTO lead_count(campaign_id, state, held_back, stripe, leads)
                VALUES (7, 'ready', '', 0, 3)
                """
            )
            _ = try transaction.execute(
                """
                INSERT INTO seat_log(agent_id, vendor_id, day, state, from_at, to_at)
                VALUES (1, 2, \(BusinessDay(2026, 5, 6)), 'talking', 0, 60000)
                """
            )
        }
        database.close()
        let told = try RecountCommand.run(["--data", folder])
        #expect(told.contains("2026-05-06") && told.contains("task 7"))
        #expect(try RecountCommand.run(["--data", folder]).contains("agree"))
        #expect(throws: UsageError.self) { try RecountCommand.run(["--what"]) }
    }
}
