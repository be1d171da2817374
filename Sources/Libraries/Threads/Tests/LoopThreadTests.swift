import Synchronization
import TestSupport
import Testing
import Threads

@Suite struct LoopThreadTests {
    @Test("线程按要求重复并能停止 · a thread repeats its step and stops")
    func repeats() {
        let count = Atomic(0)
        let reached = Gate()
        let thread = LoopThread {
            if count.add(1, ordering: .relaxed).newValue == 100 { reached.open() }
            return .none
        }
        reached.wait()
        thread.stop()
        let after = count.load(ordering: .relaxed)
        #expect(after >= 100)
        thread.stop()
        #expect(count.load(ordering: .relaxed) == after)
    }

    @Test("等待中的线程可被唤醒 · a waiting thread is woken")
    func woken() {
        let steps = Atomic(0)
        let first = Gate()
        let second = Gate()
        let thread = LoopThread {
            switch steps.add(1, ordering: .relaxed).newValue {
            case 1: first.open()
            case 2: second.open()
            default: break
            }
            return .untilWoken
        }
        first.wait()
        thread.wake()
        second.wait()
        thread.stop()
        #expect(steps.load(ordering: .relaxed) >= 2)
    }

    @Test("停止会打断等待 · stopping ends a wait")
    func stopsWhileWaiting() {
        let entered = Gate()
        let thread = LoopThread {
            entered.open()
            return .milliseconds(.max)
        }
        entered.wait()
        thread.stop()
    }
}
