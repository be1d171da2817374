package import Kernel

/// A script as people write it, in plain text:
///
///     【开场】自我介绍
///     您好，我是{机构}委托的外呼专员，工号{工号}，本次通话将会录音。
///     → 是本人：征得同意
///     → 不是本人：礼貌结束
///
///     【异议】利率太高
///     我们的年化综合融资成本……
///
/// A line in 【】 begins a step or an objection; lines with an arrow are the ways to go on.
package enum ScriptText {
    /// Reads a script; throws every problem with its line, as problems of the field `body`.
    package static func parse(_ text: String) throws(InvalidInput) -> ScriptBody {
        var reader = Reader()
        for (index, line) in text.split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        .enumerated() {
            reader.read(trimmed(line), number: index + 1)
        }
        return try reader.finish()
    }

    /// Writes a script so that reading it gives the same script.
    package static func print(_ body: ScriptBody) -> String {
        let steps = body.steps.map { step in
            let branches = step.branches.map { "→ \($0.answer)：\(body.steps[$0.target].title)" }
            return (["【\(step.kind.name.chinese)】\(step.title)", step.text] + branches)
                .filter { !$0.isEmpty }.joined(separator: "\n")
        }
        let objections = body.objections.map { "【\(objectionMark)】\($0.concern)\n\($0.answer)" }
        return (steps + objections).joined(separator: "\n\n") + "\n"
    }

    static let objectionMark = "异议"

    /// The text without the white space around it.
    static func trimmed(_ text: some StringProtocol) -> String {
        let head = text.drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}

/// Gathers the blocks of a script line by line.
private struct Reader {
    struct Block {
        /// Nil for an objection.
        let kind: ScriptBody.Kind?
        let title: String
        let line: Int
        var text: [String] = []
        var branches: [(answer: String, target: String, line: Int)] = []
    }

    private var blocks: [Block] = []
    private var problems: [InvalidInput.Problem] = []

    mutating func read(_ line: String, number: Int) {
        if line.hasPrefix("【") {
            begin(line, number)
        } else if let branch = Self.arrows.first(where: line.hasPrefix) {
            goOn(ScriptText.trimmed(line.dropFirst(branch.count)), number)
        } else if blocks.isEmpty {
            guard !line.isEmpty else { return }
            report(number, L("正文之前需要【开场】这样的标题行", en: "a heading must come first"))
        } else if !line.isEmpty || !blocks[blocks.count - 1].text.isEmpty {
            blocks[blocks.count - 1].text.append(line)
        }
    }

    private static let arrows = ["→", "->", "=>", "＞", "⇒"]

    private mutating func begin(_ line: String, _ number: Int) {
        guard let end = line.firstIndex(of: "】") else {
            return report(number, L("标题缺少“】”", en: "the heading lacks its “】”"))
        }
        let mark = ScriptText.trimmed(line[line.index(after: line.startIndex)..<end])
        let title = ScriptText.trimmed(line[line.index(after: end)...])
        let isObjection = mark == ScriptText.objectionMark || mark.lowercased() == "objection"
        let kind = ScriptBody.Kind.allCases.first {
            $0.name.chinese == mark || $0.rawValue == mark.lowercased()
        }
        guard isObjection || kind != nil else {
            return report(
                number,
                L(
                    "不认识的标题【\(mark)】，可用：开场、许可、介绍、步骤、结束、异议",
                    en:
                        "unknown heading; use opening, permission, pitch, step, closing or objection",
                ),
            )
        }
        let name = title.isEmpty ? (kind?.name.chinese ?? "") : title
        if name.isEmpty { report(number, L("请写明客户的异议", en: "say what the customer objects")) }
        if kind != nil, blocks.contains(where: { $0.kind != nil && $0.title == name }) {
            report(number, L("步骤“\(name)”重复", en: "the step “\(name)” stands there twice"))
        }
        blocks.append(Block(kind: isObjection ? nil : kind, title: name, line: number))
    }

    private mutating func goOn(_ text: String, _ number: Int) {
        guard let last = blocks.indices.last, blocks[last].kind != nil else {
            return report(number, L("分支只能写在步骤里", en: "a branch belongs into a step"))
        }
        guard let colon = text.lastIndex(where: { $0 == "：" || $0 == ":" }) else {
            return report(
                number,
                L("分支应写作“→ 客户的回答：下一步骤”", en: "write a branch as “→ answer：next step”"),
            )
        }
        let answer = ScriptText.trimmed(text[..<colon])
        let target = ScriptText.trimmed(text[text.index(after: colon)...])
        guard !answer.isEmpty, !target.isEmpty else {
            return report(
                number,
                L("分支缺少客户的回答或下一步骤", en: "the branch lacks its answer or its next step"),
            )
        }
        blocks[last].branches.append((answer, target, number))
    }

    mutating func finish() throws(InvalidInput) -> ScriptBody {
        let stepBlocks = blocks.filter { $0.kind != nil }
        if stepBlocks.isEmpty {
            problems.append(.init("body", L("话术没有任何步骤。", en: "The script has no step.")))
        }
        var steps: [ScriptBody.Step] = []
        var objections: [ScriptBody.Objection] = []
        for block in blocks {
            let text = ScriptText.trimmed(block.text.joined(separator: "\n"))
            if text.isEmpty {
                report(block.line, L("“\(block.title)”没有内容", en: "“\(block.title)” is empty"))
            }
            guard let kind = block.kind else {
                objections.append(.init(concern: block.title, answer: text))
                continue
            }
            let branches = block.branches.compactMap { branch -> ScriptBody.Branch? in
                guard let target = Self.find(branch.target, in: stepBlocks) else {
                    report(
                        branch.line,
                        L("没有步骤“\(branch.target)”", en: "there is no step “\(branch.target)”"),
                    )
                    return nil
                }
                return ScriptBody.Branch(answer: branch.answer, target: target)
            }
            steps.append(.init(kind: kind, title: block.title, text: text, branches: branches))
        }
        guard problems.isEmpty else { throw InvalidInput(Array(problems.prefix(10))) }
        return ScriptBody(steps: steps, objections: objections)
    }

    /// The step with this title, or the only one of the kind with this name.
    private static func find(_ name: String, in steps: [Block]) -> Int? {
        if let titled = steps.firstIndex(where: { $0.title == name }) { return titled }
        let ofKind = steps.indices.filter { index in
            steps[index].kind.map { $0.name.chinese == name || $0.rawValue == name } ?? false
        }
        return ofKind.count == 1 ? ofKind[0] : nil
    }

    private mutating func report(_ line: Int, _ message: L) {
        problems.append(
            .init(
                "body",
                L("第\(line)行：\(message.chinese)。", en: "Line \(line): \(message.english)."),
            )
        )
    }
}
