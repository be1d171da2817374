import Jobs
import Kernel
import Testing

@Suite struct SchedulerTests {
    private let report = JobName("test.report")
    private let remind = JobName("test.remind")
    private let day = BusinessDay(2026, 3, 31)

    @Test("每天定时，按上海时间 · once a day, by Shanghai's clock")
    func daily() {
        var scheduler = Scheduler(
            [report: .daily(at: TimeOfDay(20, 30))],
            startingAt: day.at(TimeOfDay(9, 0))
        )
        #expect(scheduler.nextDue == day.at(TimeOfDay(20, 30)))
        #expect(scheduler.due(at: day.at(TimeOfDay(20, 29))) == [])
        #expect(scheduler.due(at: day.at(TimeOfDay(20, 30))) == [report])
        #expect(scheduler.due(at: day.at(TimeOfDay(20, 30))) == [])
        #expect(scheduler.due(at: day.next.at(TimeOfDay(20, 29))) == [])
        #expect(scheduler.due(at: day.next.at(TimeOfDay(23, 0))) == [report])
    }

    @Test("间隔从午夜算起 · intervals are counted from midnight")
    func interval() {
        let schedule = Schedule.every(.minutes(15))
        let now = day.at(TimeOfDay(9, 7))
        #expect(schedule.latest(atOrBefore: now) == day.at(TimeOfDay(9, 0)))
        #expect(schedule.next(after: now) == day.at(TimeOfDay(9, 15)))
        #expect(schedule.next(after: day.at(TimeOfDay(9, 15))) == day.at(TimeOfDay(9, 30)))
        #expect(schedule.latest(atOrBefore: day.start) == day.start)
        let before1970 = BusinessDay(1969, 12, 31).at(TimeOfDay(23, 59))
        #expect(
            schedule.latest(atOrBefore: before1970)
                == BusinessDay(1969, 12, 31).at(TimeOfDay(23, 45))
        )
    }

    @Test("错过多次只补一次，先到期者在前 · what was missed is made up once, in order")
    func missed() {
        var scheduler = Scheduler(
            [report: .daily(at: TimeOfDay(20, 0)), remind: .every(.hours(1))],
            startingAt: day.at(TimeOfDay(19, 30))
        )
        #expect(scheduler.due(at: day.adding(days: 5).at(TimeOfDay(9, 0))) == [remind, report])
        #expect(scheduler.due(at: day.adding(days: 5).at(TimeOfDay(9, 1))) == [])
    }

    @Test("已由先前进程办结的不再到期 · what an earlier process settled is over")
    func settled() {
        let start = day.at(TimeOfDay(21, 0))
        var scheduler = Scheduler([report: .daily(at: TimeOfDay(20, 0))], startingAt: start)
        #expect(scheduler.due(at: start) == [])
        scheduler.settle(report, upTo: day.adding(days: -1).at(TimeOfDay(20, 0)))
        scheduler.settle(remind, upTo: start)
        #expect(scheduler.due(at: start) == [report])
        #expect(Scheduler([:], startingAt: start).nextDue == nil)
    }

    @Test("一个月每天恰好一次 · a month, once each day")
    func month() {
        let start = BusinessDay(2026, 3, 1).start
        var scheduler = Scheduler([report: .daily(at: TimeOfDay(0, 0))], startingAt: start)
        var count = 0
        for minute in stride(from: 0, through: 31 * 1_440, by: 7) {
            count += scheduler.due(at: start + .minutes(minute)).count
        }
        #expect(count == 30)
    }

    @Test("重试间隔加倍，有上限 · waits double up to a limit")
    func retry() {
        let policy = RetryPolicy(attempts: 5, firstWait: .seconds(10), longestWait: .seconds(60))
        let waits = (1...5).map { policy.wait(afterAttempts: $0) }
        #expect(waits == [.seconds(10), .seconds(20), .seconds(40), .seconds(60), nil])
    }
}
