internal import Access
internal import HTML
internal import Kernel
internal import Web

/// What a call task says, as a page or the bank's core system sends it. C2.1.
///
/// A missing field takes the default of a new task, where there is one.
enum CampaignFields {
    static let reference = InputField.text(
        "core_reference",
        L("核心系统任务编号", en: "Number in the core system"),
        maximum: 64,
    )
    static let name = InputField.text("name", L("任务名称", en: "Task name"), maximum: 80)
    static let product = InputField.text("product", L("贷款产品", en: "Loan product"), maximum: 80)
    static let institution = InputField<ID<Institution>>.id(
        "institution_id",
        L("使用机构", en: "Using institution"),
    )
    static let vendor = InputField<ID<Organisation>>.id("vendor_id", L("供应商", en: "Vendor"))
    static let targetGroup = InputField.optionalText(
        "target_group",
        L("目标客群", en: "Target group"),
        maximum: 300,
        rows: 2,
    )
    static let startsOn = InputField.day("starts_on", L("开始日期", en: "First day"))
    static let endsOn = InputField.day("ends_on", L("结束日期", en: "Last day"))
    static let hours = InputField.callHours(
        "call_hours",
        L("每日外呼时段", en: "Daily call hours"),
        help: L(
            "仅工作日外呼，不超出 08:00–21:00；多个时段用逗号分隔。",
            en: "Working days only, within 08:00–21:00; several stretches with commas.",
        ),
    )
    static let attemptsPerDay = InputField.optionalInt(
        "attempts_per_day",
        L("每客户每日次数", en: "Calls per customer and day"),
        in: CallLimits.attemptsPerDayRange,
        help: L("默认1次；24小时内最多5次。", en: "1 by default; never over 5 in 24 hours."),
    )
    static let attemptsTotal = InputField.optionalInt(
        "attempts_total",
        L("每客户任务总次数", en: "Calls per customer in all"),
        in: CallLimits.attemptsTotalRange,
    )
    static let priority = InputField.optionalInt(
        "priority",
        L("优先级", en: "Priority"),
        in: 0...100,
        help: L("0至100，数值大的任务先外呼。", en: "0 to 100; the higher is called first."),
    )
    static let script = InputField<ID<ScriptVersion>?>.optionalID(
        "script_version_id",
        L("话术版本", en: "Script version"),
        help: L("批准任务前必须选择。", en: "Needed before the task is approved."),
        none: L("尚未选择", en: "None yet"),
    )
    static let consentBasis = InputField.optionalText(
        "consent_basis",
        L("联系客户的合法依据", en: "Basis for calling these customers"),
        maximum: 300,
        rows: 2,
        help: L(
            "例如：客户签署的营销同意。没有依据不能批准。",
            en: "Such as a signed marketing consent. No approval without one.",
        ),
    )
    /// The number that customers see: digits, with the dashes that people write left out.
    static let callerID = InputField<String>(
        "caller_id",
        L("外显号码", en: "Number shown to customers"),
        help: L("留空使用线路默认号码。", en: "Empty for the line's own."),
        shown: \.self,
        control: { field, text, _ in field.text(text, maximum: 30) },
    ) { form, name throws(InvalidInput) in
        let number = (try form.optionalText(name, maximum: 30) ?? "")
            .filter { $0 != "-" && $0 != " " }
        let isNumber = number.allSatisfy { $0.isASCII && $0.isNumber }
        guard number.isEmpty || isNumber && (3...12).contains(number.count) else {
            throw InvalidInput(
                name,
                L("外显号码应为3至12位数字。", en: "The number shown to customers has 3 to 12 digits."),
            )
        }
        return number
    }
    /// Tells a form that leaves every rule empty from a program that names none.
    static let recyclingSent = "recycling_sent"

    /// After how many minutes customers with an outcome come back.
    static func recycling(_ outcome: Outcome) -> InputField<Int?> {
        InputField.optionalInt(
            "recycling.\(outcome.rawValue)",
            outcome.name,
            in: CallLimits.recyclingRange,
            unit: L("分钟", en: "min"),
        )
    }
}

// MARK: Reading

extension CampaignDetails {
    /// Reads a task; throws every field that is wrong, each with its own message.
    init(_ form: Form) throws(InvalidInput) {
        typealias Fields = CampaignFields
        var reader = FieldReader(form)
        let reference = reader.read(Fields.reference)
        let name = reader.read(Fields.name)
        let product = reader.read(Fields.product)
        let institution = reader.read(Fields.institution)
        let vendor = reader.read(Fields.vendor)
        let startsOn = reader.read(Fields.startsOn)
        let endsOn = reader.read(Fields.endsOn)
        if let startsOn, let endsOn, endsOn < startsOn {
            reader.report(
                Fields.endsOn.name,
                L("结束日期不能早于开始日期。", en: "The last day cannot lie before the first."),
            )
        }
        let attempts = Self.attempts(&reader)
        let hours = reader.read(Fields.hours) ?? .standard
        let priority = reader.read(Fields.priority) ?? Self.defaultPriority
        let script = reader.read(Fields.script)
        let targetGroup = reader.read(Fields.targetGroup) ?? ""
        let consentBasis = reader.read(Fields.consentBasis) ?? ""
        let callerID = reader.read(Fields.callerID) ?? ""
        let recycling = Self.recycling(&reader)
        try reader.finish()
        guard let reference, let name, let product, let institution, let vendor, let startsOn,
            let endsOn
        else { preconditionFailure("A field that must be there was reported where it is not.") }
        self.init(
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
        let day = reader.read(CampaignFields.attemptsPerDay) ?? CallLimits.attemptsPerDay
        let total =
            reader.read(CampaignFields.attemptsTotal) ?? max(day, CallLimits.attemptsTotal)
        if total < day {
            reader.report(
                CampaignFields.attemptsTotal.name,
                L(
                    "任务总次数不能少于每日次数（\(day)）。",
                    en: "The calls in the whole task cannot be fewer than those of a day (\(day)).",
                ),
            )
        }
        return (day, total)
    }

    /// Without any rule the defaults hold; a form that leaves one empty has no rule for that
    /// outcome.
    private static func recycling(_ reader: inout FieldReader) -> [Outcome: Int] {
        var rules: [Outcome: Int] = [:]
        var sent = false
        for outcome in Outcome.allCases {
            let field = CampaignFields.recycling(outcome)
            guard reader.has(field.name) else { continue }
            sent = true
            guard let minutes = reader.read(field) else { continue }
            guard outcome.isRecyclable else {
                reader.report(
                    field.name,
                    L(
                        "“\(outcome.name.chinese)”的客户不得再次外呼，不能设置回收。",
                        en: "Customers with “\(outcome.name.english)” never come back.",
                    ),
                )
                continue
            }
            rules[outcome] = minutes
        }
        return sent || reader.form.flag(CampaignFields.recyclingSent) ? rules : defaultRecycling
    }
}
