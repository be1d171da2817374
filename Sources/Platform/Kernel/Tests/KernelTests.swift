import Testing

@testable import Kernel

@Suite struct BusinessDayTests {
    @Test("日期往返一致 · a date survives the round trip")
    func roundTrip() {
        let broken = (-800...60_000).map { BusinessDay(number: $0) }.filter {
            BusinessDay(stored: $0.stored) != $0 || BusinessDay($0.description) != $0
        }
        #expect(broken == [])
    }

    @Test("2026-11-23 是星期一 · weekday")
    func weekday() {
        #expect(BusinessDay(2026, 11, 23).weekday == 1)
        #expect(BusinessDay(2026, 11, 29).weekday == 7)
        #expect(BusinessDay(1970, 1, 1).weekday == 4)
        #expect(BusinessDay(1969, 12, 31).weekday == 3)
        #expect(BusinessDay(1969, 12, 28).weekday == 7)
    }

    @Test(
        "不存在的日期被拒绝 · a date that does not exist is refused",
        arguments: [
            "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026/01/01", "", "2026-1-1",
        ]
    )
    func refused(text: String) {
        #expect(BusinessDay(text) == nil)
    }

    @Test("上海时间跨日 · midnight falls at Shanghai's midnight")
    func midnight() {
        let start = BusinessDay(2026, 3, 31).start
        #expect(start.description == "2026-03-31 00:00:00")
        #expect((start - .milliseconds(1)).iso8601 == "2026-03-30T23:59:59.999+08:00")
        #expect((start - .milliseconds(1)).day == BusinessDay(2026, 3, 30))
        #expect(BusinessDay(2026, 3, 31).at(TimeOfDay(9, 30)).clock == "09:30:00")
    }
}

@Suite struct MoneyTests {
    @Test("四舍五入到分 · half up, away from zero")
    func rounding() {
        #expect(Money(fen: 125).taking(BasisPoints(600)).fen == 8)
        #expect(Money(fen: 25).taking(BasisPoints(200)).fen == 1)
        #expect(Money(fen: -25).taking(BasisPoints(200)).fen == -1)
        #expect(Money(fen: 24).taking(BasisPoints(200)).fen == 0)
        #expect(Money(fen: -1_205).description == "-12.05")
    }
}

@Suite struct PhoneNumberTests {
    @Test(
        "号码归一 · what people write becomes one form",
        arguments: [
            ("13800138000", "13800138000"), ("+86 138-0013-8000", "13800138000"),
            ("86-13800138000", "13800138000"), ("008613800138000", "13800138000"),
            ("013800138000", "13800138000"), ("(010) 6655 4433", "01066554433"),
            ("+861066554433", "01066554433"), ("0571-88776655", "057188776655"),
            ("15400000001", "15400000001"), ("021-62345678.0", "02162345678"),
            ("15400010010.0", "15400010010"), ("1.5400010012E+10", "15400010012"),
            ("＋８６　１５４０００１００１３", "15400010013"), ("0086 154-0001-0014", "15400010014"),
            ("015400010018", "15400010018"), ("０１３８００１３８０００", "13800138000"),
            ("'15400010019", "15400010019"), ("=\"15400010019\"", "15400010019"),
            ("15400010020（本人）", "15400010020"),
            ("\u{200B}154\u{A0}0001\u{2013}0021\u{FEFF}", "15400010021"),
            ("(+86)15400010022", "15400010022"), ("021-6234-5678", "02162345678"),
            ("154.0001.0000", "15400010000"), ("（0316）2345678", "03162345678"),
            ("(15400010023)", "15400010023"), ("【15400010024】", "15400010024"),
            ("15400010025;", "15400010025"), ("15400010026 / ", "15400010026"),
            ("1.5400010027E+010", "15400010027"), ("15400010028E0", "15400010028"),
        ]
    )
    func normalised(text: String, digits: String) throws {
        #expect(try PhoneNumber(text).digits == digits)
    }

    @Test(
        "不是号码的被拒绝 · what is no number is refused",
        arguments: [
            ("", PhoneNumber.Problem.empty), ("  ", .empty), ("138 0013 800a", .notDigits),
            ("1380013800", .wrongLength), ("12800138000", .unknownPrefix),
            ("010123", .wrongLength), ("138001380001", .wrongLength),
            ("123456789012345678901234", .wrongLength), ("1540001001.0", .wrongLength),
            ("+1 (310) 555-0123", .foreign), ("+1 4155550123", .foreign),
            ("1 (310) 555-0123", .foreign), ("0044 20 7946 0000", .foreign),
            ("0316-2345678-1", .extension), ("0316-2345678转1", .extension),
            ("021 62345678 ext. 12", .extension), ("15400010010.5", .extension),
            ("1.54E+10", .digitsLost), ("1.54e10", .digitsLost),
            ("15400010015/15400010016", .several), ("15400010015 15400010016", .several),
            ("15400010015、16", .several), ("15400010017（配偶）", .remark),
            ("15400010017 配偶", .remark), ("配偶15400010017", .notDigits),
            ("١٥٤٠٠٠١٠٠١٧", .notDigits), ("--", .empty),
            ("手机号码（必填）", .notDigits), ("电话1/电话2", .notDigits),
            ("861540001003", .wrongLength), ("+86 1540001003", .wrongLength),
            ("01540001003", .wrongLength),
            ("0015400010030", .foreign), ("-15400010030", .notDigits),
        ]
    )
    func refused(text: String, problem: PhoneNumber.Problem) {
        #expect(throws: problem) { try PhoneNumber(text) }
    }

    @Test("每种拒绝说明怎么办，且不重复号码 · each refusal says what to do and repeats no number")
    func messages() {
        let messages = PhoneNumber.Problem.allCases.map(\.message)
        #expect(Set(messages.map(\.chinese)).count == PhoneNumber.Problem.allCases.count)
        #expect(messages.allSatisfy { $0.chinese.contains("请") })
        #expect(messages.allSatisfy { $0.english.contains("; ") })
    }
}

@Suite struct TimeTests {
    @Test("变速时钟不跳 · changing the speed does not move the moment")
    func scaled() {
        let base = SimulatedTime(at: BusinessDay(2026, 11, 23).start)
        let time = ScaledTime(at: BusinessDay(2026, 5, 6).start, speed: 60, base: base)
        base.advance(by: .seconds(2))
        #expect(time.now() == BusinessDay(2026, 5, 6).start + .minutes(2))
        time.run(atSpeed: 0)
        base.advance(by: .hours(1))
        #expect(time.now() == BusinessDay(2026, 5, 6).start + .minutes(2))
    }

    @Test("同一种子同一序列 · one seed, one sequence")
    func seeded() {
        let first = SeededRandom(7), second = SeededRandom(7), other = SeededRandom(8)
        let values = first.bytes(40)
        #expect(values == second.bytes(40))
        #expect(values != other.bytes(40))
    }
}
