import Calendar
import Kernel
import Testing

@Suite("C7.2 C7.5 C3.3 Deadlines on the working calendar")
struct DeadlineTests {
    private let calendar = WorkingCalendar()
    /// Every day of the years that are known, but for what runs out of the last one.
    private let days = (BusinessDay(2023, 1, 1).number...BusinessDay(2026, 10, 31).number)
        .map { BusinessDay(number: $0) }

    @Test(
        "C7.5 2023–2026每一天起算，末日都是第n个工作日 · from every day the last one is the nth working day",
        arguments: [1, 2, 10, 20]
    )
    func everyDay(count: Int) throws {
        var before = BusinessDay(2023, 1, 1)
        for start in days {
            let deadline = try Deadline.workingDays(count, after: start, calendar)
            let due = deadline.due
            #expect(try calendar.isWorkingDay(due), "\(start)")
            #expect(try calendar.workingDays(from: start.next, to: due) == count, "\(start)")
            #expect(before <= due, "\(start)")
            // A day off more at the start moves nothing.
            if try !calendar.isWorkingDay(start.next) {
                #expect(try Deadline.workingDays(count, after: start.next, calendar).due == due)
            }
            before = due
        }
    }

    @Test("C7.5 没有数据的年份不推算 · a year without data is refused")
    func unknownYear() throws {
        #expect(throws: CalendarRefusal.yearMissing(2027)) {
            try Deadline.workingDays(20, after: BusinessDay(2026, 12, 20), calendar)
        }
        #expect(throws: CalendarRefusal.yearMissing(2022)) {
            try Deadline.workingDays(1, after: BusinessDay(2022, 12, 1), calendar)
        }
        // A named day needs no calendar.
        let named = Deadline(due: BusinessDay(2031, 5, 4))
        #expect(try named.updated(by: calendar, on: BusinessDay(2031, 1, 1)) == named)
    }

    @Test("C7.5 后来的放假通知只移动仍在走的期限 · a later notice moves only what still runs")
    func laterNotice() throws {
        let start = BusinessDay(2026, 11, 2)
        let deadline = try Deadline.workingDays(5, after: start, calendar)
        #expect(deadline.due == BusinessDay(2026, 11, 9))
        let notice = HolidayNotice(
            year: 2026,
            holidays: [
                Holiday(
                    L("增设", en: "Added"),
                    from: BusinessDay(2026, 11, 5),
                    through: BusinessDay(2026, 11, 6),
                )
            ],
        )
        let later = WorkingCalendar(imported: [notice])
        #expect(later.version != calendar.version)
        let moved = try deadline.updated(by: later, on: deadline.due)
        #expect(moved.due == BusinessDay(2026, 11, 11))
        #expect(moved.count?.calendar == later.version)
        #expect(try moved.updated(by: later, on: start) == moved)
        #expect(try deadline.updated(by: later, on: deadline.due.next) == deadline)
        #expect(try deadline.updated(by: calendar, on: start) == deadline)
    }

    @Test("日历版本只随放假安排变化 · the version changes with the days alone")
    func version() {
        #expect(WorkingCalendar().version == calendar.version)
        let next = HolidayNotice(year: 2027, holidays: [])
        #expect(WorkingCalendar(imported: [next]).version != calendar.version)
    }

    @Test(
        "到期前90、60、30天提醒，到期次日失效 · told at 90, 60 and 30 days, over on the day after",
        arguments: [
            (91, DeadlineStanding.far(days: 91)), (90, .near(days: 90, mark: 90)),
            (61, .near(days: 61, mark: 90)), (60, .near(days: 60, mark: 60)),
            (31, .near(days: 31, mark: 60)), (30, .near(days: 30, mark: 30)),
            (0, .near(days: 0, mark: 30)), (-1, .over(days: 1)),
        ]
    )
    func standing(left: Int, expected: DeadlineStanding) {
        let due = BusinessDay(2026, 6, 30)
        #expect(Deadline(due: due).standing(on: due.adding(days: -left)) == expected)
        #expect(
            Deadline(due: due).standing(on: due, warnAt: []) == .far(days: 0)
        )
    }
}
