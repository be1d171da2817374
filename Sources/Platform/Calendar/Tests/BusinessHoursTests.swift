import Calendar
import Kernel
import Testing

@Suite("C2.1 Calls are made within hours")
struct BusinessHoursTests {
    private let calendar = WorkingCalendar()
    private let friday = BusinessDay(2026, 3, 27)

    @Test(
        "C2.1 时段的多种写法 · hours in many spellings",
        arguments: [
            ("09:00-12:00,14:00-20:00", "09:00-12:00,14:00-20:00"),
            ("14:00-20:00, 9:00-12:00", "09:00-12:00,14:00-20:00"),
            ("9：00至12：00；14：00～20：00", "09:00-12:00,14:00-20:00"),
            ("09:00-12:00,12:00-18:00", "09:00-18:00"), ("0:00-24:00", "00:00-24:00"),
        ]
    )
    func spellings(text: String, stored: String) throws {
        #expect("\(try BusinessHours(text))" == stored)
    }

    @Test("C2.1 写错的时段给出原因 · wrong hours are refused with their reason")
    func refusals() {
        let cases: [(String, BusinessHours.Problem)] = [
            ("", .empty), (" , ", .empty), ("9-12", .unreadable("9-12")),
            ("09:00", .unreadable("09:00")), ("09:00-25:00", .unreadable("09:00-25:00")),
            ("12:00-09:00", .reversed("12:00-09:00")), ("09:00-09:00", .reversed("09:00-09:00")),
            ("09:00-12:00,11:00-13:00", .overlapping("09:00-12:00", "11:00-13:00")),
        ]
        for (text, problem) in cases {
            #expect(throws: problem) { try BusinessHours(text) }
            #expect(!problem.message.chinese.isEmpty && !problem.message.english.isEmpty)
        }
    }

    @Test("C2.1 起止分钟 · the first minute belongs to the hours, the last does not")
    func edges() {
        let hours = BusinessHours.standard
        #expect(!hours.contains(TimeOfDay(8, 59)))
        #expect(hours.contains(TimeOfDay(9, 0)))
        #expect(hours.contains(TimeOfDay(11, 59)))
        #expect(!hours.contains(TimeOfDay(12, 0)))
        #expect(hours.contains(friday.at(TimeOfDay(19, 59))))
        #expect(!hours.contains(friday.at(TimeOfDay(20, 0))))
    }

    @Test("C2.1 任何设置都不得超出八点至二十一点 · nothing reaches beyond 8:00 to 21:00")
    func outerLimit() throws {
        #expect("\(try BusinessHours("06:00-23:00").clamped)" == "08:00-21:00")
        let night = try BusinessHours("21:00-23:00").clamped
        #expect(night.isEmpty)
        #expect(
            try night.nextOpening(after: friday.start, calendar: calendar, workingDaysOnly: false)
                == nil
        )
    }

    @Test("C2.1 任务与省份的时段取交集 · a task's and a province's hours hold together")
    func intersection() throws {
        let province = try BusinessHours("09:30-18:00")
        let both = BusinessHours.standard.intersection(province)
        #expect("\(both)" == "09:30-12:00,14:00-18:00")
        #expect(both == province.intersection(.standard))
        #expect(both.intersection(try BusinessHours("12:00-14:00")).isEmpty)
    }

    private func next(_ moment: Moment, workingDaysOnly: Bool = true) throws -> String {
        let opening = try BusinessHours.standard.nextOpening(
            after: moment,
            calendar: calendar,
            workingDaysOnly: workingDaysOnly,
        )
        return "\(try #require(opening))"
    }

    @Test("C2.1 下一次可外呼的时刻 · the next time calls may be made")
    func nextOpening() throws {
        #expect(try next(friday.at(TimeOfDay(8, 0))) == "2026-03-27 09:00:00")
        #expect(try next(friday.at(TimeOfDay(10, 30))) == "2026-03-27 10:30:00")
        #expect(try next(friday.at(TimeOfDay(12, 0))) == "2026-03-27 14:00:00")
        #expect(try next(friday.at(TimeOfDay(20, 0))) == "2026-03-30 09:00:00")
        #expect(try next(friday.next.at(TimeOfDay(10, 0))) == "2026-03-30 09:00:00")
    }

    @Test("C2.1 长假顺延，调休日可呼 · a long holiday is passed over, a make-up day is not")
    func holidays() throws {
        #expect(try next(BusinessDay(2026, 9, 30).at(TimeOfDay(21, 0))) == "2026-10-08 09:00:00")
        #expect(try next(BusinessDay(2026, 10, 9).at(TimeOfDay(21, 0))) == "2026-10-10 09:00:00")
        let holiday = BusinessDay(2026, 10, 1).at(TimeOfDay(10, 0))
        #expect(try next(holiday, workingDaysOnly: false) == "2026-10-01 10:00:00")
    }

    @Test("C2.1 没有节假日数据的年份被拒绝 · a year without holidays is refused, where they matter")
    func unknownYear() throws {
        let moment = BusinessDay(2026, 12, 31).at(TimeOfDay(20, 0))
        #expect(throws: CalendarRefusal.yearMissing(2027)) { try next(moment) }
        #expect(try next(moment, workingDaysOnly: false) == "2027-01-01 09:00:00")
    }
}
