import Kernel
import Testing

@testable import Web

@Suite struct HomeSourceTests {
    private let now = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))

    @Test("最急的在前，同样急的等得久的在前 · the most urgent first, then who has waited longest")
    func order() {
        let items = [
            WorkItem(L(same: "a"), href: "/a"),
            WorkItem(L(same: "b"), href: "/b", urgency: .today, clock: .since(now)),
            WorkItem(L(same: "c"), href: "/c", urgency: .today, clock: .since(now - .hours(1))),
            WorkItem(L(same: "d"), href: "/d", urgency: .overdue),
            WorkItem(L(same: "e"), href: "/e", urgency: .soon),
        ]
        let sorted = items.sorted(by: WorkItem.precedes).map(\.title.chinese)
        #expect(sorted == ["d", "c", "b", "e", "a"])
    }

    @Test("多出的合成一条，数目不少 · those beyond the most are one more, and all are counted")
    func gathered() throws {
        let items = (1...9).map { WorkItem(L(same: "\($0)"), href: "/\($0)", count: $0) }
        let shown = WorkItem.gathered(items, all: "/all")
        #expect(shown.count == WorkItem.most)
        #expect(shown.map(\.count).reduce(0, +) == 45)
        #expect(shown.last?.href == "/all")
        #expect(
            WorkItem.gathered(Array(items.prefix(6)), all: "/all").map(\.count) == [
                1, 2, 3, 4, 5, 6,
            ]
        )
    }

    @Test("半小时内算同一次来访 · within half an hour it is the same visit")
    func visits() {
        let first = HomeVisits.Visit.next(after: nil, at: now)
        #expect(first.visit == HomeVisits.Visit(since: nil, seenAt: now))
        #expect(first.isNew)
        let soon = HomeVisits.Visit.next(after: first.visit, at: now + .minutes(1))
        #expect(soon.visit.since == nil)
        #expect(!soon.isNew)
        let later = HomeVisits.Visit.next(after: first.visit, at: now + .minutes(31))
        #expect(later.visit == HomeVisits.Visit(since: now, seenAt: now + .minutes(31)))
        #expect(later.isNew)
    }

    @Test(
        "编号的各种写法 · how a thing's number is written",
        arguments: [
            ("17", 17), ("#17", 17), ("通话17", 17), ("通话 17", 17), ("th17", 17), ("Call 17", 17),
            ("通 17", 17), ("任务17", nil), ("17a", nil), ("通话", nil), ("", nil),
            ("99999999999999999999", nil),
        ] as [(String, Int64?)]
    )
    func number(_ typed: String, _ number: Int64?) {
        #expect(SearchText(typed).number(of: L("通话", en: "Call")) == number)
    }

    @Test("C4.4 完整号码才是号码 · only a full telephone number is one")
    func phone() {
        #expect(SearchText(" 154 0001-0001 ").phone?.digits == "15400010001")
        #expect(SearchText("1540001").phone == nil)
        #expect(SearchText("春季").phone == nil)
    }
}
