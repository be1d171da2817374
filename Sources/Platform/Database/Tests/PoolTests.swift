import Synchronization
import TestSupport
import Testing

@testable import Database

@Suite struct PoolTests {
    @Test("连接逐个借出，坏的另建 · each is lent to one thread, a broken one is made anew")
    func lends() throws {
        let made = Mutex(0)
        let pool = Pool<Int>(limit: 2) {
            made.withLock {
                $0 += 1
                return $0
            }
        }
        let lent = Mutex<Set<Int>>([])
        let loans = Mutex(0)
        inThreads(16) { thread in
            for turn in 0..<50 {
                try pool.with { element, isBroken in
                    #expect(lent.withLock { $0.insert(element).inserted && $0.count <= 2 })
                    loans.withLock { $0 += 1 }
                    isBroken = thread == 0 && turn % 10 == 0
                    _ = lent.withLock { $0.remove(element) }
                }
            }
        }
        #expect(loans.withLock { $0 } == 800)
        let all = made.withLock { $0 }
        #expect(all >= 5 && all <= 7)
        pool.close()
        #expect(throws: DatabaseError.self) { try pool.with { _, _ in } }
    }
}
