package import Access
internal import Calendar
internal import Database
package import HTML
package import Kernel
package import Web

/// The demo's day: a clock that the visitor speeds up, kept so that a restart goes on with it.
package final class DemoClock: Sendable {
    /// The clock that the whole product runs by.
    package let time: ScaledTime
    /// The speeds that the visitor may choose.
    static let speeds = [1, 5, 10, 30, 60, 120]
    private static let fact = "demo_clock"

    /// Begins shortly before nine on a working day: today's date, or the last one whose holidays
    /// are known.
    init(speed: Int, wall: any TimeSource, calendar: WorkingCalendar) {
        time = ScaledTime(
            at: Self.morning(wall.now().day, calendar, speed),
            speed: speed,
            base: wall,
        )
    }

    /// The moment from which nine o'clock is twelve of the visitor's seconds away, at most two of
    /// the day's minutes.
    private static func morning(
        _ day: BusinessDay,
        _ calendar: WorkingCalendar,
        _ speed: Int,
    ) -> Moment {
        let before = Duration.seconds(min(120, 12 * speed))
        do {
            return try calendar.nextWorkingDay(onOrAfter: day).at(TimeOfDay(9, 0)) - before
        } catch {
            return BusinessDay(2026, 6, 15).at(TimeOfDay(9, 0)) - before
        }
    }

    /// Goes on where the clock stood when the program stopped.
    func resume(from database: some Database) throws {
        let stored = try database.read { try Facts($0)[Self.fact] }
        if let stored, let milliseconds = Int64(stored) {
            time.jump(to: Moment(milliseconds: milliseconds))
        }
    }

    /// Keeps where the clock stands.
    func keep(in database: some Database) throws {
        let now = String(time.now().milliseconds)
        try database.write { try Facts($0).set(Self.fact, now) }
    }

    /// The night, in which nobody calls.
    private static func isNight(_ now: Moment) -> Bool {
        now.timeOfDay >= TimeOfDay(20, 10) || now.timeOfDay < TimeOfDay(8, 50)
    }

    /// After the calling day, and once no call goes on, the clock goes on to the next working day's
    /// morning; true when it did. Where the next day's holidays are not known it goes on as it is:
    /// a clock that turned back would give the same day twice.
    func skipNight(_ calendar: WorkingCalendar, isQuiet: () throws -> Bool) throws -> Bool {
        let now = time.now()
        guard Self.isNight(now), try isQuiet() else { return false }
        let day = now.timeOfDay < TimeOfDay(8, 50) ? now.day : now.day.next
        let morning = Self.morning(day, calendar, time.speed)
        guard morning > now else { return false }
        time.jump(to: morning)
        return true
    }

    /// The line above every page: the demo's time and the choice of its speed.
    package var banner: HTML {
        let now = time.now()
        let speed = time.speed
        return element("div", .class("demo-banner")) {
            element("span") { L("演示环境", en: "Demo") }
            element("span", .data("clock-day", "")) { now.day.description }
            runningClock(now)
            element(
                "form",
                .class("demo-speed"),
                Attribute("method", "post"),
                Attribute("action", "/demo/speed"),
                .data("enhanced", ""),
                .data("stay", ""),
            ) {
                HTML.csrfField
                element("label", .for("demo-speed")) { L("时间速度", en: "Speed") }
                element("select", .id("demo-speed"), .name("speed"), .data("autosubmit", "")) {
                    for choice in Set(Self.speeds + [speed]).sorted() {
                        element(
                            "option",
                            .value(String(choice)),
                            choice == speed ? .selected : nil,
                        ) { "\(choice)×" }
                    }
                }
                element("button", .type("submit"), .class("btn btn-sm btn-outline-secondary")) {
                    L("应用", en: "Apply")
                }
            }
        }
    }
}

/// What the demo contributes beside the capabilities.
package enum Demo {
    /// The choice of the clock's speed.
    static func capability(_ clock: DemoClock) -> Capability {
        Capability(name: "demo", endpoints: [ChangeDemoSpeed(clock)])
    }
}

/// Changes how fast the demo's day runs.
package struct ChangeDemoSpeed: Endpoint {
    package static let route = Route(.post, "/demo/speed")
    package static let permission = Permission.signedIn("demo.speed")
    package static let act: LoggedAct? = LoggedAct(
        "demo.speed",
        L("调整演示速度", en: "Changed the demo's speed"),
    )
    package static let access = DatabaseAccess.own

    package struct Input: FormInput {
        let speed: Int

        package init(_ form: Form) throws(InvalidInput) {
            speed = try form.int("speed", in: 0...600)
        }
    }

    private let clock: DemoClock

    init(_ clock: DemoClock) { self.clock = clock }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        clock.time.run(atSpeed: input.speed)
        return Done("/")
    }
}
