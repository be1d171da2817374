import Kernel
import Testing

@testable import Campaigns

@Suite struct ScriptTests {
    private func findings(_ text: String) throws -> [ScriptFinding.Rule] {
        ScriptCheck.findings(try ScriptText.parse(text)).map(\.rule)
    }

    @Test("C4.12 话术文本往返一致 · writing and reading a script gives the same script")
    func roundTrip() throws {
        let body = try ScriptText.parse(Sample.script)
        #expect(ScriptText.print(body) == Sample.script)
        #expect(try ScriptText.parse(ScriptText.print(body)) == body)
        #expect(body.steps.map(\.kind) == [.opening, .permission, .pitch, .closing])
        #expect(body.steps[1].branches.map(\.target) == [2, 3, 3])
        #expect(body.objections.map(\.concern) == ["利率太高"])
        #expect(ScriptCheck.findings(body) == [])
        #expect(try ScriptText.parse(Sample.script.replacing("\n", with: "\r\n")) == body)
    }

    @Test(
        "C4.12 写错的话术指出行号 · a script that does not parse names its line",
        arguments: [
            ("您好", "第1行"), ("【开场", "第1行"), ("【问候】\n您好", "第1行"),
            ("【开场】\n您好\n→ 下一步", "第3行"), ("【开场】\n您好\n→ 是：没有的步骤", "第3行"),
            ("【开场】\n您好\n【开场】\n您好", "第3行"), ("【开场】\n", "第1行"), ("", "没有任何步骤"),
            ("【异议】\n不好", "第1行"), ("【异议】贵\n不贵\n→ 是：开场", "第3行"),
        ]
    )
    func unreadable(text: String, hint: String) {
        let error = #expect(throws: InvalidInput.self) { try ScriptText.parse(text) }
        #expect(error?.problems.first?.field == "body")
        #expect(error?.message.chinese.contains(hint) == true)
    }

    @Test(
        "C4.12 禁用语不予通过，空格与符号不能绕过 · forbidden phrases, however dodged",
        arguments: ["低门槛", "秒 到 账", "低·风险", "高-收益", "百分百通过", "请提供验证码"]
    )
    func forbidden(phrase: String) throws {
        let text = Sample.script.replacing("您可以", with: "\(phrase)，您可以")
        #expect(try findings(text) == [.forbiddenPhrase])
        let inAnswer = Sample.script.replacing("没有其他", with: "\(phrase)，没有其他")
        #expect(try findings(inAnswer) == [.forbiddenPhrase])
    }

    @Test("C4.12 客户的话和跨句的字不算 · the customer's words and two clauses do not count")
    func notForbidden() throws {
        let concern = Sample.script.replacing("【异议】利率太高", with: "【异议】是不是秒到账")
        #expect(try findings(concern) == [])
        let clauses = Sample.script.replacing("您可以", with: "额度高，收益归您。您可以")
        #expect(try findings(clauses) == [])
    }

    @Test("须明示年化综合成本，不得只说日利率月利率 · never only a daily or monthly rate")
    func cost() throws {
        let daily = Sample.script.replacing("年化综合融资成本为{年化成本}", with: "日利率万分之一点五")
        #expect(try findings(daily) == [.annualCost, .annualCost])
        let objection = Sample.script.replacing(
            "我们的年化综合融资成本包含全部费用",
            with: "我们的月息很低",
        )
        #expect(try findings(objection) == [.annualCost])
        let both = Sample.script.replacing("具体额度", with: "折合日利率{日利率}，具体额度")
        #expect(try findings(both) == [])
        let silent = Sample.script.replacing("以审批为准", with: "因人而异")
        #expect(try findings(silent) == [.subjectToApproval])
    }

    @Test("开场须表明身份并告知录音 · the opening tells who calls and that it is recorded")
    func opening() throws {
        #expect(try findings(Sample.script.replacing("，本次通话将会录音", with: "")) == [.recordingNotice])
        #expect(try findings(Sample.script.replacing("，工号{工号}", with: "")) == [.identity])
        let refused = Sample.script.replacing("→ 不方便：礼貌结束\n", with: "")
            .replacing("→ 拒绝：礼貌结束\n", with: "")
        #expect(try findings(refused) == [.refusalBranch])
    }

    @Test("C4.12 缺少的部分和无法到达的步骤 · missing parts and steps out of reach")
    func structure() throws {
        let rules = try findings("【步骤】随便\n您好")
        #expect(
            Set(rules) == [
                .openingFirst, .permission, .pitch, .closing, .identity, .recordingNotice,
                .annualCost, .subjectToApproval,
            ]
        )
        #expect(try findings(Sample.script + "\n【步骤】孤立\n您好") == [.unreachable])
    }

    @Test("C4.12 话术版本的状态 · a version's states")
    func states() throws {
        #expect(try ScriptState.draft.after(.approve) == .approved)
        #expect(throws: ScriptRefusal.alreadyApproved) { try ScriptState.approved.after(.approve) }
        #expect(throws: ScriptRefusal.retired) { try ScriptState.retired.after(.approve) }
        #expect(try ScriptState.approved.after(.retire) == .retired)
        #expect(throws: ScriptRefusal.retired) { try ScriptState.retired.after(.retire) }
    }
}
