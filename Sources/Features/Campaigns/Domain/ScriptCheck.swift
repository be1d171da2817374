package import Kernel

/// A rule that a script breaks. The raw value of its rule is a stable code.
package struct ScriptFinding: Hashable, Sendable {
    /// What the checks look for.
    package enum Rule: String, CaseIterable, Sendable {
        case openingFirst = "opening_first"
        case identity
        case recordingNotice = "recording_notice"
        case permission
        case pitch
        case closing
        case refusalBranch = "refusal_branch"
        case forbiddenPhrase = "forbidden_phrase"
        case annualCost = "annual_cost"
        case subjectToApproval = "subject_to_approval"
        case unreachable
    }

    /// The rule.
    package let rule: Rule
    /// The step or objection where it is broken; empty for the whole script.
    package let place: String
    /// The phrase that breaks it; empty when something is missing instead.
    package let phrase: String

    /// What is wrong and what would be right.
    package var message: L {
        switch rule {
        case .openingFirst: L("第一个步骤应是【开场】。", en: "The first step must be an opening.")
        case .identity:
            L(
                "【开场】应表明身份：说明受银行委托，并报工号。",
                en: "The opening must say who calls: on behalf of the bank, with the staff number.",
            )
        case .recordingNotice:
            L("【开场】应告知客户通话录音。", en: "The opening must say that the call is recorded.")
        case .permission:
            L(
                "缺少【许可】：先征得客户同意再介绍。",
                en: "A step that asks permission is missing: ask before pitching."
            )
        case .pitch: L("缺少【介绍】。", en: "A pitch is missing.")
        case .closing: L("缺少【结束】。", en: "A closing is missing.")
        case .refusalBranch:
            L(
                "【许可】应有一个直接到【结束】的分支，客户拒绝时不再推销。",
                en:
                    "Asking permission needs a branch straight to a closing: who refuses is not pushed.",
            )
        case .forbiddenPhrase:
            L(
                "“\(place)”含有禁用语“\(phrase)”。",
                en: "“\(place)” uses the forbidden phrase “\(phrase)”."
            )
        case .annualCost where phrase.isEmpty:
            L(
                "应明示年化综合融资成本。",
                en: "The all-in annualised cost must be stated.",
            )
        case .annualCost:
            L(
                "“\(place)”提到“\(phrase)”，须同时说明年化综合融资成本。",
                en: "“\(place)” speaks of “\(phrase)”: state the all-in annualised cost beside it.",
            )
        case .subjectToApproval:
            L("应说明“以审批为准”。", en: "It must say that approval decides.")
        case .unreachable:
            L("步骤“\(place)”无法到达。", en: "No way leads to the step “\(place)”.")
        }
    }
}

/// Checks wording against the rules on loan marketing. C4.12.
package enum ScriptCheck {
    /// Everything that the script breaks; empty when it may be approved.
    package static func findings(_ body: ScriptBody) -> [ScriptFinding] {
        structure(body) + opening(body) + phrases(body) + cost(body) + reachability(body)
    }

    /// What may not be said, nor be dodged with spaces or punctuation between.
    package static let forbidden = [
        "低门槛", "零门槛", "无门槛", "秒到账", "秒批", "秒审", "秒下款", "低风险", "零风险", "无风险",
        "高收益", "稳赚", "保本", "必批", "包过", "包批", "百分百通过", "100%通过", "一定能批",
        "肯定能批", "保证通过", "保证放款", "保证额度", "免审核", "无需审核", "不看征信", "不查征信",
        "黑户", "内部渠道", "内部名额", "全网最低", "利率最低", "最低利率", "最后机会", "错过不再",
        "提供验证码", "告诉我验证码", "报一下验证码", "提供密码", "告诉我密码", "加我微信",
    ]

    /// Rates that may not stand alone.
    private static let shortRates = [
        "日利率", "月利率", "日息", "月息", "日费率", "月费率", "万分之", "每天利息", "每日利息",
        "每月利息", "一天利息", "一天只要", "每天只要",
    ]

    private static func structure(_ body: ScriptBody) -> [ScriptFinding] {
        var findings: [ScriptFinding] = []
        if body.steps.first?.kind != .opening { findings.append(missing(.openingFirst)) }
        let kinds = Set(body.steps.map(\.kind))
        if !kinds.contains(.permission) { findings.append(missing(.permission)) }
        if !kinds.contains(.pitch) { findings.append(missing(.pitch)) }
        if !kinds.contains(.closing) { findings.append(missing(.closing)) }
        let mayLeave = body.steps.filter { $0.kind == .permission }.allSatisfy { step in
            step.branches.contains { body.steps[$0.target].kind == .closing }
        }
        if kinds.contains(.permission), !mayLeave { findings.append(missing(.refusalBranch)) }
        return findings
    }

    private static func opening(_ body: ScriptBody) -> [ScriptFinding] {
        let text = body.steps.filter { $0.kind == .opening }.map(\.text).joined()
        guard !text.isEmpty else { return [missing(.identity), missing(.recordingNotice)] }
        var findings: [ScriptFinding] = []
        let namesBank = text.contains("{机构}") || text.contains("银行")
        if !namesBank || !text.contains("工号") { findings.append(missing(.identity)) }
        if !text.contains("录音") { findings.append(missing(.recordingNotice)) }
        return findings
    }

    private static func phrases(_ body: ScriptBody) -> [ScriptFinding] {
        spoken(body).flatMap { place, text in
            let bare = bared(text)
            return forbidden.filter { bare.contains($0) }.map {
                ScriptFinding(rule: .forbiddenPhrase, place: place, phrase: $0)
            }
        }
    }

    private static func cost(_ body: ScriptBody) -> [ScriptFinding] {
        var findings: [ScriptFinding] = []
        let pitches = body.steps.filter { $0.kind == .pitch }.map { bared($0.text) }
        if !pitches.contains(where: statesAnnualCost) { findings.append(missing(.annualCost)) }
        for (place, text) in spoken(body) {
            let bare = bared(text)
            guard !statesAnnualCost(bare), let rate = shortRates.first(where: bare.contains) else {
                continue
            }
            findings.append(ScriptFinding(rule: .annualCost, place: place, phrase: rate))
        }
        let approval = spoken(body).contains { place, text in
            let bare = bared(text)
            return bare.contains("审批为准") || bare.contains("审批结果为准")
        }
        if !approval { findings.append(missing(.subjectToApproval)) }
        return findings
    }

    private static func reachability(_ body: ScriptBody) -> [ScriptFinding] {
        var reached: Set<Int> = []
        var open = body.steps.isEmpty ? [] : [0]
        while let step = open.popLast() {
            guard reached.insert(step).inserted else { continue }
            let branches = body.steps[step].branches.map(\.target)
            let next = branches.isEmpty && body.steps[step].kind != .closing ? [step + 1] : branches
            open += next.filter(body.steps.indices.contains)
        }
        return body.steps.indices.filter { !reached.contains($0) }.map {
            ScriptFinding(rule: .unreachable, place: body.steps[$0].title, phrase: "")
        }
    }

    /// What the agent says, with where; not what the customer is expected to say.
    private static func spoken(_ body: ScriptBody) -> [(place: String, text: String)] {
        body.steps.map { ($0.title, $0.text) } + body.objections.map { ($0.concern, $0.answer) }
    }

    private static func statesAnnualCost(_ bare: String) -> Bool {
        bare.contains("年化综合融资成本") || bare.contains("年化综合成本")
            || bare.contains("综合年化")
    }

    /// The text without spaces, dots, dashes and the like, so that none of them hides a phrase.
    /// What ends a clause stays, so that two clauses do not make a phrase together.
    private static func bared(_ text: String) -> String {
        String(
            text.map { $0 == "％" ? "%" : $0 }
                .filter { $0.isLetter || $0.isNumber || "%。，、；！？：\n".contains($0) }
        )
    }

    private static func missing(_ rule: ScriptFinding.Rule) -> ScriptFinding {
        ScriptFinding(rule: rule, place: "", phrase: "")
    }
}
