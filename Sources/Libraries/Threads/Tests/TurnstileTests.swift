import Synchronization
import TestSupport
import Testing
import Threads

@Suite struct TurnstileTests {
    @Test("同时通过的不超过上限 · no more pass at once than may")
    func running() {
        let turnstile = Turnstile(running: 2, waiting: 14)
        let inside = Atomic(0)
        let most = Atomic(0)
        let passed = Atomic(0)
        withThreads(16) { _ in
            for _ in 0..<200 {
                let one: Int? = turnstile.pass {
                    let now = inside.add(1, ordering: .sequentiallyConsistent).newValue
                    most.max(now, ordering: .relaxed)
                    inside.subtract(1, ordering: .sequentiallyConsistent)
                    return 1
                }
                passed.add(one ?? 0, ordering: .relaxed)
            }
        }
        #expect(passed.load(ordering: .relaxed) == 3_200)
        #expect((1...2).contains(most.load(ordering: .relaxed)))
    }

    @Test("等候已满即刻回绝，出来后又可进 · who finds the queue full is turned away at once")
    func full() {
        let turnstile = Turnstile(running: 1, waiting: 0)
        let outer = turnstile.pass { turnstile.pass { 1 } == nil }
        #expect(outer == true)
        struct Failure: Error {}
        #expect(throws: Failure.self) { try turnstile.pass { throw Failure() } }
        #expect(turnstile.pass { 1 } == 1)
    }
}
