import Access
import Calendar
import Kernel
import TestSupport
import Testing
import Web

@testable import App

/// The demo's clock between two calling days.
@Suite struct DemoClockTests {
    private let calendar = WorkingCalendar()

    private func clock(at moment: Moment) -> DemoClock {
        let clock = DemoClock(speed: 1, wall: SimulatedTime(at: moment), calendar: calendar)
        clock.time.jump(to: moment)
        return clock
    }

    @Test(
        "夜晚跳到下一个工作日的早晨 · the night leads to the next working day's morning",
        arguments: [
            (BusinessDay(2026, 11, 26), BusinessDay(2026, 11, 27)),
            (BusinessDay(2026, 11, 27), BusinessDay(2026, 11, 30)),
            (BusinessDay(2026, 9, 30), BusinessDay(2026, 10, 8)),
        ]
    )
    func nights(from evening: BusinessDay, to morning: BusinessDay) throws {
        let clock = clock(at: evening.at(TimeOfDay(20, 11)))
        #expect(try clock.skipNight(calendar) { true })
        #expect(clock.time.now().day == morning)
        #expect(clock.time.now() < morning.at(TimeOfDay(9, 0)))
        #expect(clock.time.now() >= morning.at(TimeOfDay(8, 58)))
    }

    @Test("还有通话时不跳过夜晚 · a call that goes on keeps the night from being skipped")
    func busy() throws {
        let evening = BusinessDay(2026, 11, 26).at(TimeOfDay(20, 11))
        let clock = clock(at: evening)
        #expect(try !clock.skipNight(calendar) { false })
        #expect(clock.time.now() == evening)
    }

    @Test("白天与未知节假日的年份不跳 · neither by day nor into a year without holidays does it jump")
    func stays() throws {
        let noon = BusinessDay(2026, 11, 26).at(TimeOfDay(12, 0))
        let atNoon = clock(at: noon)
        #expect(try !atNoon.skipNight(calendar) { true })
        let last = BusinessDay(2026, 12, 31).at(TimeOfDay(21, 0))
        let atLast = clock(at: last)
        #expect(try !atLast.skipNight(calendar) { true })
        #expect(atLast.time.now() == last)
    }

    @Test("演示速度只在范围内调整 · the demo's speed is changed within its bounds")
    func speed() throws {
        let clock = clock(at: BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0)))
        let world = try TestEnvironment()
        let context = Context(
            viewer: .anonymous,
            now: world.time.now(),
            wallNow: world.time.now(),
            language: .chinese,
            environment: world.environment,
            peer: "",
            transaction: nil,
        )
        let endpoint = ChangeDemoSpeed(clock)
        let done = try endpoint.answer(.init(Form(["speed": ["60"]])), context)
        #expect(clock.time.speed == 60 && done.location == "/")
        for speed in ["-1", "601", "x", ""] {
            #expect(throws: InvalidInput.self) {
                try ChangeDemoSpeed.Input(Form(["speed": [speed]]))
            }
        }
    }
}
