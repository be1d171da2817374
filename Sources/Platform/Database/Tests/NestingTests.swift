import Database
import TestSupport
import Testing

@Suite struct NestingTests {
    @Test("写事务中再写，立即停止而不死锁 · a write within a write stops at once")
    func write() async {
        let result = await #expect(
            processExitsWith: .failure,
            observing: [\.standardErrorContent]
        ) {
            let database = try TestEngine.sqlite.database([tables])
            try database.write { _ in try database.addCounter("a") }
        }
        expectReason(result)
    }

    @Test("读事务中再读，立即停止而不死锁 · a read within a read stops at once")
    func read() async {
        let result = await #expect(
            processExitsWith: .failure,
            observing: [\.standardErrorContent]
        ) {
            let database = try TestEngine.sqlite.database([tables])
            _ = try database.read { _ in try database.counters() }
        }
        expectReason(result)
    }

    private func expectReason(_ result: ExitTest.Result?) {
        let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(words.contains("A thread has one transaction at a time"))
    }
}
