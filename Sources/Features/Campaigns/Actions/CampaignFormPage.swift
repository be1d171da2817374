package import HTML
internal import Kernel
internal import Web

extension CampaignForm {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            back: (
                L("外呼任务", en: "Call tasks"), id.map { "/campaigns/\($0)" } ?? "/campaigns"
            ),
        )
        form(
            action: id.map { "/campaigns/\($0)" } ?? "/campaigns",
            success: L("任务已保存。", en: "The task is saved."),
        ) {
            Version(version).html
            taskFields
            ruleFields
            recyclingFields
            conductFields
            submitBar(
                L("保存草稿", en: "Save draft"),
                cancel: id.map { "/campaigns/\($0)" } ?? "/campaigns",
            )
        }
    }

    private func value(_ field: String) -> String { values[field] ?? "" }

    private func number(_ field: String) -> Int? { Int(value(field)) }

    private func day(_ field: String) -> BusinessDay? { BusinessDay(value(field)) }

    private var taskFields: HTML {
        fieldGroup(
            L("任务", en: "Task"),
            L(
                "任务来自行方核心系统；编号相同的任务只建一次。使用机构与供应商创建后不能更换。",
                en: "Tasks come from the bank's core system; one number makes one task. "
                    + "Institution and vendor stay once it is created.",
            ),
        ) {
            Field(
                "core_reference",
                L("核心系统任务编号", en: "Number in the core system"),
                isRequired: true,
            ).text(value("core_reference"), maximum: 64)
            Field("name", L("任务名称", en: "Task name"), isRequired: true)
                .text(value("name"), maximum: 80)
            Field("product", L("贷款产品", en: "Loan product"), isRequired: true)
                .text(value("product"), maximum: 80)
            Field("institution_id", L("使用机构", en: "Using institution"), isRequired: true)
                .select(
                    institutions.map(\.choice),
                    chosen: value("institution_id"),
                    none: id == nil ? L("请选择", en: "Choose") : nil,
                )
            Field("vendor_id", L("供应商", en: "Vendor"), isRequired: true)
                .select(
                    vendors.map(\.choice),
                    chosen: value("vendor_id"),
                    none: id == nil ? L("请选择", en: "Choose") : nil,
                )
            Field("target_group", L("目标客群", en: "Target group"), isWide: true)
                .area(value("target_group"), rows: 2, maximum: 300)
        }
    }

    private var ruleFields: HTML {
        fieldGroup(L("外呼规则", en: "Call rules")) {
            Field("starts_on", L("开始日期", en: "First day"), isRequired: true)
                .date(day("starts_on"))
            Field("ends_on", L("结束日期", en: "Last day"), isRequired: true).date(day("ends_on"))
            Field(
                "call_hours",
                L("每日外呼时段", en: "Daily call hours"),
                help: L(
                    "仅工作日外呼，不超出 08:00–21:00；多个时段用逗号分隔。",
                    en: "Working days only, within 08:00–21:00; several stretches with commas.",
                ),
            ).text(value("call_hours"))
            Field(
                "attempts_per_day",
                L("每客户每日次数", en: "Calls per customer and day"),
                help: L("默认1次；24小时内最多5次。", en: "1 by default; never over 5 in 24 hours."),
            ).number(number("attempts_per_day"), in: CallLimits.attemptsPerDayRange)
            Field("attempts_total", L("每客户任务总次数", en: "Calls per customer in all"))
                .number(number("attempts_total"), in: CallLimits.attemptsTotalRange)
            Field(
                "priority",
                L("优先级", en: "Priority"),
                help: L("0至100，数值大的任务先外呼。", en: "0 to 100; the higher is called first."),
            ).number(number("priority"), in: 0...100)
        }
    }

    private var recyclingFields: HTML {
        fieldGroup(
            L("回收规则", en: "Recycling"),
            L(
                "出现该结果后隔多少分钟可再次外呼；留空则不再外呼。",
                en: "Minutes after which a customer with that outcome comes back; empty for never.",
            ),
        ) {
            hiddenField("recycling_sent", "1")
            for outcome in Outcome.allCases where outcome.isRecyclable {
                Field("recycling.\(outcome.rawValue)", outcome.name).number(
                    number("recycling.\(outcome.rawValue)"),
                    in: CallLimits.recyclingRange,
                    unit: L("分钟", en: "min"),
                )
            }
        }
    }

    private var conductFields: HTML {
        fieldGroup(L("话术与依据", en: "Script and basis")) {
            Field(
                "script_version_id",
                L("话术版本", en: "Script version"),
                help: L("批准任务前必须选择。", en: "Needed before the task is approved."),
            ).select(
                scriptVersions.map(\.choice),
                chosen: value("script_version_id"),
                none: L("尚未选择", en: "None yet"),
            )
            Field(
                "caller_id",
                L("外显号码", en: "Number shown to customers"),
                help: L("留空使用线路默认号码。", en: "Empty for the line's own."),
            ).text(value("caller_id"), maximum: 30)
            Field(
                "consent_basis",
                L("联系客户的合法依据", en: "Basis for calling these customers"),
                help: L(
                    "例如：客户签署的营销同意。没有依据不能批准。",
                    en: "Such as a signed marketing consent. No approval without one.",
                ),
                isWide: true,
            ).area(value("consent_basis"), rows: 2, maximum: 300)
        }
    }
}
