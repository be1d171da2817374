import Calendar
import Kernel
import Testing

private func day(_ text: String) throws -> BusinessDay { try #require(BusinessDay(text)) }

@Suite("C7.2 C7.5 Working days follow the State Council's notices")
struct WorkingCalendarTests {
    private let calendar = WorkingCalendar()

    @Test(
        "C7.5 调休上班的周末是工作日 · a make-up Saturday or Sunday is worked",
        arguments: [
            "2023-01-28", "2024-02-04", "2025-01-26", "2026-01-04", "2026-02-14", "2026-10-10",
        ]
    )
    func makeUpDays(text: String) throws {
        #expect(try day(text).weekday > 5)
        #expect(try calendar.isWorkingDay(day(text)))
        #expect(calendar.makeUp(on: try day(text)) != nil)
        #expect(calendar.holiday(on: try day(text)) == nil)
    }

    @Test(
        "C7.5 节假日与普通周末不是工作日 · holidays and other weekends are not",
        arguments: [
            "2023-01-02", "2024-09-17", "2025-10-08", "2026-02-23", "2026-10-01", "2026-03-07",
        ]
    )
    func daysOff(text: String) throws {
        #expect(try !calendar.isWorkingDay(day(text)))
    }

    @Test("C7.5 国庆长假前后 · National Day week of 2026")
    func nationalDay() throws {
        let eve = try day("2026-09-30")
        #expect(try calendar.isWorkingDay(eve))
        #expect(try calendar.workingDays(from: day("2026-10-01"), to: day("2026-10-07")) == 0)
        #expect(try calendar.addingWorkingDays(1, to: eve) == day("2026-10-08"))
        #expect(try calendar.addingWorkingDays(3, to: eve) == day("2026-10-10"))
        #expect(try calendar.nextWorkingDay(onOrAfter: day("2026-10-03")) == day("2026-10-08"))
        #expect(calendar.holiday(on: try day("2026-10-01"))?.chinese == "国庆节")
    }

    @Test("C7.2 季度结束后十个工作日内提交 · 10 working days after each quarter's end")
    func quarterReports() throws {
        let deadlines = [
            ("2025-12-31", "2026-01-15"), ("2026-03-31", "2026-04-15"),
            ("2026-06-30", "2026-07-14"), ("2026-09-30", "2026-10-20"),
        ]
        for (end, deadline) in deadlines {
            #expect(try calendar.addingWorkingDays(10, to: day(end)) == day(deadline))
        }
    }

    @Test("C7.5 收到发票后二十个工作日内付款，遇节假日顺延 · 20 working days, moved by holidays")
    func payments() throws {
        #expect(try calendar.addingWorkingDays(20, to: day("2026-01-20")) == day("2026-02-24"))
        #expect(try calendar.addingWorkingDays(20, to: day("2025-09-15")) == day("2025-10-17"))
    }

    @Test("C3.3 正式更换十个工作日前书面告知 · a notice 10 working days before the change")
    func noticeBefore() throws {
        #expect(try calendar.addingWorkingDays(-10, to: day("2026-05-11")) == day("2026-04-23"))
    }

    @Test("C7.2 跨年计算 · spans across New Year")
    func newYear() throws {
        #expect(try calendar.addingWorkingDays(1, to: day("2025-12-31")) == day("2026-01-04"))
        #expect(try calendar.workingDays(from: day("2025-12-29"), to: day("2026-01-05")) == 5)
        #expect(try calendar.addingWorkingDays(0, to: day("2026-01-01")) == day("2026-01-01"))
        #expect(try calendar.workingDays(from: day("2026-01-05"), to: day("2026-01-04")) == 0)
    }

    @Test("C7.2 没有数据的年份被拒绝，绝不猜测 · a year without data is refused, never guessed")
    func unknownYears() throws {
        #expect(throws: CalendarRefusal.yearMissing(2027)) {
            try calendar.isWorkingDay(day("2027-03-01"))
        }
        #expect(throws: CalendarRefusal.yearMissing(2022)) {
            try calendar.isWorkingDay(day("2022-12-31"))
        }
        #expect(throws: CalendarRefusal.yearMissing(2027)) {
            try calendar.addingWorkingDays(10, to: day("2026-12-31"))
        }
        #expect(throws: CalendarRefusal.yearMissing(2027)) {
            try calendar.workingDays(from: day("2026-12-30"), to: day("2027-01-02"))
        }
        #expect(CalendarRefusal.yearMissing(2027).status == .refused)
        #expect(CalendarRefusal.yearMissing(2027).message.chinese.contains("2027年放假通知"))
    }

    @Test("C7.2 导入年度通知后即可计算 · an imported notice makes its year known")
    func importedYear() throws {
        let notice = HolidayNotice(
            year: 2027,
            holidays: [
                Holiday(
                    L("元旦", en: "New Year"),
                    from: try day("2027-01-01"),
                    through: try day("2027-01-03"),
                    makeUpDays: [try day("2026-12-27")],
                )
            ],
        )
        let calendar = WorkingCalendar(imported: [notice])
        #expect(calendar.years == [2023, 2024, 2025, 2026, 2027])
        #expect(try calendar.addingWorkingDays(1, to: day("2026-12-31")) == day("2027-01-04"))
        #expect(try calendar.isWorkingDay(day("2026-12-27")))
    }

    @Test(
        "C7.2 每年工作日总数 · each year's count of working days",
        arguments: [(2023, 249), (2024, 251), (2025, 248), (2026, 248)]
    )
    func yearTotals(year: Int, total: Int) throws {
        let days = try calendar.workingDays(
            from: BusinessDay(year, 1, 1),
            to: BusinessDay(year, 12, 31),
        )
        #expect(days == total)
    }
}
