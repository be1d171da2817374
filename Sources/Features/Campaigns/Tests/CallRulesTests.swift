import Calendar
import Kernel
import Testing

@testable import Campaigns

@Suite struct CallRulesTests {
    private func rules(
        state: CampaignState = .running,
        from: BusinessDay = BusinessDay(2026, 4, 1),
        until: BusinessDay = BusinessDay(2026, 6, 30),
        hours: CallHours = .standard,
        regions: [Province: CallHours] = [:],
        recycling: [Outcome: Int] = [.busy: 30, .strongRefusal: 30],
    ) -> CallRules {
        CallRules(
            campaign: ID(1),
            state: state,
            vendor: ID(2),
            institution: ID(3),
            institutionDailyVolume: 400,
            startsOn: from,
            endsOn: until,
            hours: hours,
            attemptsPerDay: 1,
            attemptsTotal: 3,
            priority: 50,
            scriptVersion: ID(4),
            callerID: "",
            recycling: RecyclingRules(recycling),
            regionHours: ProvincialHours(regions),
        )
    }

    private func opening(
        _ rules: CallRules,
        _ day: BusinessDay,
        _ time: String,
        region: String = "",
    ) throws -> CallRules.Opening {
        let time = try #require(TimeOfDay(time))
        return rules.opening(at: day.at(time), region: region, calendar: WorkingCalendar())
    }

    @Test(
        "默认时段 9–12、14–20，其余时间关闭 · open within the hours only",
        arguments: [
            ("08:59", "09:00"), ("09:00", ""), ("11:59", ""), ("12:00", "14:00"),
            ("13:59", "14:00"),
            ("14:00", ""), ("19:59", ""),
        ]
    )
    func hours(time: String, opens: String) throws {
        let day = BusinessDay(2026, 4, 29)
        let opening = try opening(rules(), day, time)
        guard let next = TimeOfDay(opens) else {
            #expect(opening == .open)
            return
        }
        #expect(opening == .closed(until: day.at(next), reason: .outsideHours(.standard)))
    }

    @Test("节假日与调休：五一放假，补班日可呼 · holidays close, a make-up day opens")
    func holidays() throws {
        let evening = try opening(rules(), BusinessDay(2026, 4, 30), "20:00")
        let monday = BusinessDay(2026, 5, 6).at(TimeOfDay(9, 0))
        #expect(evening == .closed(until: monday, reason: .outsideHours(.standard)))
        let holiday = BusinessDay(2026, 5, 4)
        #expect(
            try opening(rules(), holiday, "10:00")
                == .closed(until: monday, reason: .notWorkingDay(holiday))
        )
        #expect(try opening(rules(), BusinessDay(2026, 5, 9), "10:00") == .open)
        #expect(try !opening(rules(), BusinessDay(2026, 5, 10), "10:00").isOpen)
    }

    @Test("C2.1 任务未启动或不在期限内不可外呼 · a task that is not running or not in its period")
    func period() throws {
        let day = BusinessDay(2026, 4, 29)
        for state in CampaignState.allCases where state != .running {
            #expect(
                try opening(rules(state: state), day, "10:00")
                    == .closed(until: nil, reason: .notRunning(state))
            )
        }
        let later = rules(from: BusinessDay(2026, 5, 1))
        #expect(
            try opening(later, day, "10:00")
                == .closed(
                    until: BusinessDay(2026, 5, 6).at(TimeOfDay(9, 0)),
                    reason: .beforePeriod(BusinessDay(2026, 5, 1)),
                )
        )
        let earlier = rules(until: day)
        #expect(try opening(earlier, day, "19:59") == .open)
        #expect(
            try opening(earlier, day, "20:00")
                == .closed(until: nil, reason: .outsideHours(.standard))
        )
        #expect(
            try opening(earlier, day.next, "10:00")
                == .closed(until: nil, reason: .afterPeriod(day))
        )
    }

    @Test("没有节假日数据的年份拒绝外呼 · a year without data is refused, never guessed")
    func noCalendar() throws {
        let rules = rules(until: BusinessDay(2027, 6, 30))
        #expect(
            try opening(rules, BusinessDay(2027, 1, 4), "10:00")
                == .closed(until: nil, reason: .noCalendar(2027))
        )
    }

    @Test("各省时段更严时按省执行 · a province's hours narrow the task's")
    func regions() throws {
        let zhejiang = try CallHours("10:00-11:30,15:00-18:00")
        let rules = rules(regions: [.zhejiang: zhejiang])
        let day = BusinessDay(2026, 4, 29)
        for region in ["浙江", "浙江省杭州市", "Zhejiang", "zhejiang"] {
            #expect(
                try opening(rules, day, "09:30", region: region)
                    == .closed(
                        until: day.at(TimeOfDay(10, 0)),
                        reason: .regionHours(.zhejiang, zhejiang),
                    )
            )
            #expect(try opening(rules, day, "10:00", region: region) == .open)
        }
        #expect(try opening(rules, day, "09:30", region: "江苏") == .open)
        #expect(
            rules.opening(at: day.at(TimeOfDay(9, 30)), region: nil, calendar: WorkingCalendar())
                == .open
        )
        let lunch = neverOpen
        #expect(
            try opening(lunch, day, "09:30", region: "浙江")
                == .closed(until: nil, reason: .regionHours(.zhejiang, lunchHours))
        )
    }

    @Test("省份不明按各省最严时段 · an unknown province gets the hours that every province allows")
    func unknownRegion() throws {
        let rules = rules(regions: [
            .zhejiang: try CallHours("10:00-12:00,15:00-20:00"),
            .tibet: try CallHours("09:00-11:30,16:00-18:00"),
        ])
        let day = BusinessDay(2026, 4, 29)
        for region in ["", "unknown", "朝阳", "江苏/浙江"] {
            #expect(
                try opening(rules, day, "09:30", region: region)
                    == .closed(
                        until: day.at(TimeOfDay(10, 0)),
                        reason: .unknownRegion(try CallHours("10:00-11:30,16:00-18:00")),
                    )
            )
            #expect(try opening(rules, day, "10:00", region: region) == .open)
            #expect(try !opening(rules, day, "11:45", region: region).isOpen)
        }
        // Without hours of any province there is nothing to be strict about.
        #expect(try opening(self.rules(), day, "09:30", region: "unknown") == .open)
        #expect(try !opening(neverOpen, day, "09:30", region: "").isOpen)
    }

    @Test(
        "名单里的省份写法 · what lead files write for a province",
        arguments: [
            ("乌鲁木齐市", Province.xinjiang), ("650100", .xinjiang), ("650100.0", .xinjiang),
            ("中国新疆", .xinjiang),
            ("Xinjiang Uygur", .xinjiang), ("新疆维吾尔自治区", .xinjiang), ("内蒙", .innerMongolia),
            ("沪", .shanghai), ("苏州", .jiangsu), ("苏", .jiangsu), ("宿州市", .anhui),
            ("吉林市", .jilin), ("吉林省吉林市", .jilin), ("海南藏族自治州", .qinghai), ("海南", .hainan),
            ("海南省海口市", .hainan), ("北京市朝阳区", .beijing), ("朝阳市", .liaoning),
            ("辽宁省朝阳市", .liaoning), ("延边朝鲜族自治州", .jilin), ("江苏省/南京市/鼓楼区", .jiangsu),
            ("浙江杭州", .zhejiang), ("苏州市吴中区", .jiangsu), ("广西壮族自治区", .guangxi),
            ("Guangxi Zhuang Autonomous Region", .guangxi), ("Shaanxi Province", .shaanxi),
            ("shanxi", .shanxi), ("ANHUI", .anhui), ("inner_mongolia", .innerMongolia),
            ("Hangzhou, Zhejiang", .zhejiang), ("China Tibet", .tibet), ("　上海市 ", .shanghai),
            ("３１０１０１", .shanghai), ("锡林郭勒盟", .innerMongolia), ("黔东南苗族侗族自治州", .guizhou),
        ]
    )
    func provinces(_ text: String, _ province: Province) {
        #expect(Province(recognising: text) == province)
    }

    @Test(
        "看不懂或有歧义的省份不猜 · what is not understood is no province",
        arguments: [
            "", "unknown", "朝阳", "朝阳区", "浙江/江苏", "浙江省苏州市", "北京路12号", "南京东路", "990100",
            "65", "6501001", "香港", "海外", "东方",
        ]
    )
    func noProvince(_ text: String) {
        #expect(Province(recognising: text) == nil)
    }

    private var lunchHours: CallHours {
        CallHours(stored: "12:30-13:30")
    }

    /// A province whose hours never meet the task's.
    private var neverOpen: CallRules {
        rules(regions: [.zhejiang: lunchHours])
    }

    @Test("同一客户的次数上限 · calls to one customer are limited")
    func attempts() {
        func limit(_ today: Int, _ campaign: Int, _ day: Int) -> AttemptLimit? {
            rules().limitReached(
                AttemptCounts(today: today, inCampaign: campaign, in24Hours: day)
            )
        }
        #expect(limit(0, 2, 4) == nil)
        #expect(limit(1, 1, 1) == .day)
        #expect(limit(0, 3, 0) == .campaign)
        #expect(limit(0, 0, 5) == .hours24)
    }

    @Test("C4.12 强烈拒绝即使设有规则也不回收 · who refused never comes back")
    func recycling() {
        let now = BusinessDay(2026, 4, 29).start
        #expect(rules().returns(after: .busy, at: now) == now + .minutes(30))
        #expect(rules().returns(after: .noAnswer, at: now) == nil)
        #expect(rules().returns(after: .strongRefusal, at: now) == nil)
    }
}

@Suite struct CallHoursTests {
    @Test(
        "时段的写法 · how people write hours",
        arguments: [
            ("9:00-12:00,14:00-20:00", "09:00-12:00,14:00-20:00"),
            (" 14:00 – 20:00 ， 09:00至12:00 ", "09:00-12:00,14:00-20:00"),
            ("08:00-21:00", "08:00-21:00"), ("9：00～12：00；", "09:00-12:00"),
        ]
    )
    func readable(text: String, hours: String) throws {
        #expect(try CallHours(text).description == hours)
        #expect(CallHours(stored: hours) == (try CallHours(text)))
    }

    @Test(
        "写错的时段被拒绝 · hours that are refused",
        arguments: [
            ("", CallHours.Problem.hours(.empty)), ("，", .hours(.empty)),
            ("上午", .hours(.unreadable("上午"))),
            ("9-12", .hours(.unreadable("9-12"))),
            ("12:00-09:00", .hours(.reversed("12:00-09:00"))),
            ("09:00-12:00,11:00-13:00", .hours(.overlapping("09:00-12:00", "11:00-13:00"))),
            ("07:59-12:00", .beyondOuterLimit), ("20:00-21:01", .beyondOuterLimit),
        ]
    )
    func refused(text: String, problem: CallHours.Problem) {
        #expect(throws: problem) { try CallHours(text) }
    }
}
