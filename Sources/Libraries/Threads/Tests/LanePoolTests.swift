import Synchronization
import TestSupport
import Testing
import Threads

@Suite struct LanePoolTests {
    @Test("慢的一条道占满，快的照常 · a lane that is full holds up no other")
    func apart() {
        let pool = LanePool(threads: [.call: 1, .bulk: 2], mostWaiting: 100)
        let (release, answered) = (Gate(), Gate())
        for _ in 0..<10 {
            let isTaken = pool.submit(.bulk) {
                release.wait()
                release.open()
            }
            #expect(isTaken)
        }
        #expect(pool.submit(.call) { answered.open() })
        answered.wait()
        release.open()
        pool.stop()
    }

    @Test("排队有上限，已收下的做完 · a queue has an end, and what was taken is done")
    func bounded() {
        let pool = LanePool(threads: [.page: 1], mostWaiting: 2)
        let (entered, release) = (Gate(), Gate())
        let done = Atomic(0)
        #expect(
            pool.submit(.page) {
                entered.open()
                release.wait()
            }
        )
        entered.wait()
        for isTaken in [true, true, false] {
            let answer = pool.submit(.page) { done.add(1, ordering: .relaxed) }
            #expect(answer == isTaken)
        }
        #expect(pool.submit(.page, goesOn: true) { done.add(1, ordering: .relaxed) })
        #expect(!pool.submit(.bulk) {})
        release.open()
        pool.stop()
        #expect(done.load(ordering: .relaxed) == 3)
        #expect(!pool.submit(.page, goesOn: true) {})
    }
}
