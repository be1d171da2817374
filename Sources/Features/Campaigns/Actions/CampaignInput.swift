internal import Access
internal import Kernel
internal import Web

/// What a call task says, as a page or the bank's core system sends it. C2.1.
///
/// Every field that is wrong gets its own message. A missing field takes the default of a new task,
/// where there is one.
struct CampaignInput: Sendable {
    let details: CampaignDetails

    init(_ form: Form) throws(InvalidInput) {
        var reader = FieldReader(form)
        let reference = reader.text("core_reference", maximum: 64)
        let name = reader.text("name", maximum: 80)
        let product = reader.text("product", maximum: 80)
        let institution: ID<Institution>? = reader.read { form throws(InvalidInput) in
            try form.id("institution_id")
        }
        let vendor: ID<Organisation>? = reader.read { form throws(InvalidInput) in
            try form.id("vendor_id")
        }
        let startsOn = reader.read { form throws(InvalidInput) in try form.day("starts_on") }
        let endsOn = reader.read { form throws(InvalidInput) in try form.day("ends_on") }
        if let startsOn, let endsOn, endsOn < startsOn {
            reader.report(
                "ends_on",
                L("结束日期不能早于开始日期。", en: "The last day cannot lie before the first."),
            )
        }
        let attempts = Self.attempts(&reader)
        let hours = reader.hours("call_hours") ?? .standard
        let priority = reader.int("priority", in: 0...100) ?? CampaignDetails.defaultPriority
        let script: ID<ScriptVersion>? = reader.optional { form throws(InvalidInput) in
            try form.optionalID("script_version_id")
        }
        let targetGroup = reader.optionalText("target_group", maximum: 300)
        let consentBasis = reader.optionalText("consent_basis", maximum: 300)
        let callerID = Self.callerID(&reader)
        let recycling = Self.recycling(&reader)
        guard reader.problems.isEmpty, let reference, let name, let product, let institution,
            let vendor, let startsOn, let endsOn
        else { throw InvalidInput(reader.problems) }
        details = CampaignDetails(
            coreReference: reference,
            name: name,
            product: product,
            institution: institution,
            vendor: vendor,
            targetGroup: targetGroup,
            startsOn: startsOn,
            endsOn: endsOn,
            hours: hours,
            attemptsPerDay: attempts.day,
            attemptsTotal: attempts.total,
            priority: priority,
            scriptVersion: script,
            consentBasis: consentBasis,
            callerID: callerID,
            recycling: recycling,
        )
    }

    private static func attempts(_ reader: inout FieldReader) -> (day: Int, total: Int) {
        let day =
            reader.int("attempts_per_day", in: CallLimits.attemptsPerDayRange)
            ?? CallLimits.attemptsPerDay
        let total =
            reader.int("attempts_total", in: CallLimits.attemptsTotalRange)
            ?? max(day, CallLimits.attemptsTotal)
        if total < day {
            reader.report(
                "attempts_total",
                L(
                    "任务总次数不能少于每日次数（\(day)）。",
                    en: "The calls in the whole task cannot be fewer than those of a day (\(day)).",
                ),
            )
        }
        return (day, total)
    }

    /// The number that customers see: digits, with the dashes that people write left out.
    private static func callerID(_ reader: inout FieldReader) -> String {
        let number = reader.optionalText("caller_id", maximum: 30).filter { $0 != "-" && $0 != " " }
        guard !number.isEmpty else { return "" }
        guard number.allSatisfy({ $0.isASCII && $0.isNumber }), (3...12).contains(number.count)
        else {
            reader.report(
                "caller_id",
                L("外显号码应为3至12位数字。", en: "The number shown to customers has 3 to 12 digits."),
            )
            return ""
        }
        return number
    }

    /// The rules `recycling.OUTCOME`, minutes each. Without any of them the defaults hold; a form
    /// that leaves one empty has no rule for that outcome.
    private static func recycling(_ reader: inout FieldReader) -> [Outcome: Int] {
        var rules: [Outcome: Int] = [:]
        var sent = false
        for outcome in Outcome.allCases {
            let field = "recycling.\(outcome.rawValue)"
            guard reader.has(field) else { continue }
            sent = true
            guard let minutes = reader.int(field, in: CallLimits.recyclingRange) else { continue }
            guard outcome.isRecyclable else {
                reader.report(
                    field,
                    L(
                        "“\(outcome.name.chinese)”的客户不得再次外呼，不能设置回收。",
                        en: "Customers with “\(outcome.name.english)” never come back.",
                    ),
                )
                continue
            }
            rules[outcome] = minutes
        }
        return sent || reader.form.flag("recycling_sent") ? rules : CampaignDetails.defaultRecycling
    }
}

/// Reads the fields of a form one after another and gathers what is wrong with each.
struct FieldReader {
    let form: Form
    private(set) var problems: [InvalidInput.Problem] = []

    init(_ form: Form) {
        self.form = form
    }

    mutating func report(_ field: String, _ message: L) {
        problems.append(.init(field, message))
    }

    /// What `body` reads; nil when it is wrong, which is then reported.
    mutating func read<Value>(_ body: (Form) throws(InvalidInput) -> Value) -> Value? {
        do throws(InvalidInput) {
            return try body(form)
        } catch {
            problems += error.problems
            return nil
        }
    }

    /// What `body` reads; nil when it is wrong, which is then reported, and when it is missing.
    mutating func optional<Value>(_ body: (Form) throws(InvalidInput) -> Value?) -> Value? {
        read(body) ?? nil
    }

    /// Whether the field came at all, even empty.
    func has(_ field: String) -> Bool { form.all(field).first != nil }

    mutating func text(_ field: String, maximum: Int) -> String? {
        read { form throws(InvalidInput) in try form.text(field, maximum: maximum) }
    }

    mutating func optionalText(_ field: String, maximum: Int) -> String {
        optional { form throws(InvalidInput) in
            try form.optionalText(field, maximum: maximum)
        } ?? ""
    }

    mutating func int(_ field: String, in range: ClosedRange<Int>) -> Int? {
        optional { form throws(InvalidInput) in try form.optionalInt(field, in: range) }
    }

    mutating func hours(_ field: String) -> CallHours? {
        guard let text = optional({ form throws(InvalidInput) in try form.optionalText(field) })
        else { return nil }
        do throws(CallHours.Problem) {
            return try CallHours(text)
        } catch {
            report(field, error.message)
            return nil
        }
    }
}
