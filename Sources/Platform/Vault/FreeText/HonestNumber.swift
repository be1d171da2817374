/// Dates, times and amounts among the digits of a run: what a note needs and identifies nobody.
///
/// Each is recognised by its whole form, so that a number cannot hide behind the beginning of one.
struct HonestNumber {
    private let run: NumberRun
    private let text: ScannedText

    init(_ run: NumberRun, _ text: ScannedText) {
        self.run = run
        self.text = text
    }

    /// The group after the date, time or amount that begins at `group`; nil where none does. A
    /// previous one may touch it, as in `09:00-12:00`.
    func end(at group: Int, afterHonest: Bool) -> Int? {
        let isFree = group == 0 || afterHonest || run.gaps[group - 1].isPause
        if let end = withUnit(group), isFree { return end }
        guard isFree || isSpaced(run.gaps[group - 1]), let end = form(group) else { return nil }
        guard end < run.groups.count else { return end }
        let gap = run.gaps[end - 1]
        if gap.isPause || isSpaced(gap) { return end }
        if "%％‰".unicodeScalars.contains(text.scalars[gap.range.lowerBound]) { return end }
        return isBare(gap, "-~–—～/－") && (form(end) ?? withUnit(end)) != nil ? end : nil
    }

    // MARK: Forms

    private func form(_ group: Int) -> Int? {
        compactDay(group) ?? day(group) ?? time(group) ?? groupedAmount(group) ?? decimal(group)
            ?? years(group) ?? address(group) ?? amount(group)
    }

    /// `20260331`, `20260331-0012`
    private func compactDay(_ group: Int) -> Int? {
        guard let digits = plain(group), digits.count == 8, let year = number(digits.prefix(4)),
            (2000...2039).contains(year),
            isDay(digits.dropFirst(4).prefix(2), digits.suffix(2))
        else { return nil }
        if sign(group) == "-", let serial = plain(group + 1), serial.count <= 4 { return group + 2 }
        return group + 1
    }

    /// `2026-03-31`, `2026/3/31`, `2026.03.31`
    private func day(_ group: Int) -> Int? {
        guard let year = plain(group), year.count == 4, let number = number(year),
            (1900...2100).contains(number), let month = plain(group + 1), month.count <= 2,
            let day = plain(group + 2), day.count <= 2, isDay(month, day),
            let sign = sign(group), sign == self.sign(group + 1),
            "-/.－—．／".unicodeScalars.contains(sign)
        else { return nil }
        return group + 3
    }

    /// `14:00`, `14:00:05`, `14:00:05.123`
    private func time(_ group: Int) -> Int? {
        guard let hour = plain(group), hour.count <= 2, let hours = number(hour), hours < 25,
            isColon(group), isSixtieth(group + 1)
        else { return nil }
        guard isColon(group + 1), isSixtieth(group + 2) else { return group + 2 }
        guard sign(group + 2) == ".", let part = plain(group + 3), part.count == 3 else {
            return group + 3
        }
        return group + 4
    }

    /// `1,200,000.00`
    private func groupedAmount(_ group: Int) -> Int? {
        guard let first = plain(group), first.count <= 3, let comma = sign(group),
            comma == "," || comma == "，", group == 0 || sign(group - 1) != comma
        else { return nil }
        var end = group + 1
        while end < group + 4, sign(end - 1) == comma, let part = plain(end), part.count == 3 {
            end += 1
        }
        guard end > group + 1, sign(end - 1) != comma, run.digits(group..<end).count <= 9 else {
            return nil
        }
        guard sign(end - 1) == ".", let part = plain(end), part.count <= 2 else { return end }
        return end + 1
    }

    /// `3.85`, `120000.50`
    private func decimal(_ group: Int) -> Int? {
        guard let whole = plain(group), let dot = sign(group), dot == "." || dot == "．",
            let part = plain(group + 1), whole.count <= 8, part.count <= (whole.count < 3 ? 4 : 2),
            sign(group + 1) != dot
        else { return nil }
        return group + 2
    }

    /// `2024-2026`
    private func years(_ group: Int) -> Int? {
        guard let from = plain(group), from.count == 4, let sign = sign(group),
            "-~–—～".unicodeScalars.contains(sign), let through = plain(group + 1),
            through.count == 4, let first = number(from), let last = number(through),
            (1990...2060).contains(first), (first...2060).contains(last)
        else { return nil }
        return group + 2
    }

    /// `192.168.0.10:8080`, an address of a machine.
    private func address(_ group: Int) -> Int? {
        for part in 0..<4 {
            guard let digits = plain(group + part), let value = number(digits), value < 256,
                digits.count == 1 || digits.first != 0,
                part == 3 || sign(group + part) == "."
            else { return nil }
        }
        guard isColon(group + 3), let port = plain(group + 4), port.count <= 5 else {
            return group + 4
        }
        return group + 5
    }

    /// `¥1200000`, `余额1200000`
    private func amount(_ group: Int) -> Int? {
        guard let digits = plain(group), digits.count <= 9 else { return nil }
        // Words go on with a short one: `余额154点1234点5678`.
        if digits.count < 5, group < run.gaps.count, run.gaps[group].isWord { return nil }
        var index = run.groups[group].range.lowerBound - 1
        var steps = 0
        while index >= 0, steps < 3, ": ：为约是共达近".unicodeScalars.contains(text.scalars[index]) {
            (index, steps) = (index - 1, steps + 1)
        }
        guard index >= 0 else { return nil }
        if "¥￥$€£".unicodeScalars.contains(text.scalars[index]) { return group + 1 }
        guard index > 0 else { return nil }
        return Self.amountWords.contains(text.text(index - 1..<index + 1)) ? group + 1 : nil
    }

    private static let amountWords: Set<String> = [
        "余额", "额度", "金额", "贷款", "授信", "收入", "流水", "存款", "本金", "利息", "月供", "资产", "产值",
        "营收", "销售", "成本", "租金", "货款", "工资", "年薪", "放款", "还款", "营业", "业额",
    ]

    /// `500000元`, `36期`, `3.85%`, `三十六期`
    private func withUnit(_ group: Int) -> Int? {
        guard group < run.groups.count,
            run.groups[group].isPlain || run.groups[group].isSpoken, !isRepeated(group)
        else { return nil }
        let digits = run.digits[run.groups[group].digits]
        var index = run.groups[group].range.upperBound
        if index < text.count, text.scalars[index] == " " { index += 1 }
        guard index < text.count else { return nil }
        let unit = text.scalars[index]
        let longest =
            if "元圆块万亿千百%％‰".unicodeScalars.contains(unit) {
                9
            } else if "月日号时点分".unicodeScalars.contains(unit) {
                2
            } else if "秒岁".unicodeScalars.contains(unit) {
                3
            } else if Self.units.contains(unit) {
                6
            } else {
                0
            }
        return digits.count <= longest ? group + 1 : nil
    }

    /// Whether one character stands behind this group and behind the one before or after it, with
    /// nothing else between: it only parts a number, `154点1234点5678`.
    private func isRepeated(_ group: Int) -> Bool {
        func unit(_ group: Int) -> Unicode.Scalar? {
            guard group >= 0, group < run.groups.count else { return nil }
            let end = run.groups[group].range.upperBound
            return end < text.count ? text.scalars[end] : nil
        }
        func touches(_ gap: Int) -> Bool {
            gap >= 0 && gap < run.gaps.count && run.gaps[gap].range.count == 1
        }
        let own = unit(group)
        if touches(group), own == unit(group + 1) { return true }
        return touches(group - 1) && own == unit(group - 1)
    }

    private static let units = Set("次个人户家笔通期天周年米平亩台辆头吨倍成折页条项名位件单股套箱棵只本公小".unicodeScalars)

    // MARK: Parts

    private func plain(_ group: Int) -> ArraySlice<UInt8>? {
        guard group < run.groups.count, run.groups[group].isPlain else { return nil }
        return run.digits[run.groups[group].digits]
    }

    private func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.count > 9 ? nil : digits.reduce(0) { $0 * 10 + Int($1) }
    }

    /// The one sign behind a group; nil for more than one.
    private func sign(_ group: Int) -> Unicode.Scalar? {
        guard group < run.gaps.count, run.gaps[group].range.count == 1 else { return nil }
        return text.scalars[run.gaps[group].range.lowerBound]
    }

    private func isColon(_ group: Int) -> Bool { sign(group) == ":" || sign(group) == "：" }

    private func isSixtieth(_ group: Int) -> Bool {
        guard let digits = plain(group), digits.count == 2, let number = number(digits) else {
            return false
        }
        return number < 60
    }

    private func isDay(_ month: ArraySlice<UInt8>, _ day: ArraySlice<UInt8>) -> Bool {
        guard let month = number(month), let day = number(day) else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    private func isBare(_ gap: NumberRun.Gap, _ signs: String) -> Bool {
        gap.range.count == 1 && signs.unicodeScalars.contains(text.scalars[gap.range.lowerBound])
    }

    private func isSpaced(_ gap: NumberRun.Gap) -> Bool {
        text.scalars[gap.range].contains { $0.properties.isWhitespace }
    }
}
