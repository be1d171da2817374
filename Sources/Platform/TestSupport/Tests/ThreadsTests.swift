import Synchronization
import TestSupport
import Testing

@Test("全部线程都跑完 · every thread has run")
func everyThreadRuns() {
    let count = Mutex(0)
    withThreads(16) { _ in count.withLock { $0 += 1 } }
    #expect(count.withLock { $0 } == 16)
}
