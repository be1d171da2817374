internal import Access
package import HTML
package import Kernel
internal import Web

/// A script version as a reader sees it: the wording, and what the checks find.
package struct ScriptVersionView: Resource {
    /// One way to go on from a step.
    package struct Branch: Encodable, Sendable {
        /// What the customer says or does.
        package let answer: String
        /// The step that follows.
        package let target: String
    }

    /// One step.
    package struct Step: Encodable, Sendable {
        /// What the step is for, by its stable name.
        package let kind: String
        /// Its title.
        package let title: String
        /// What the agent says.
        package let text: String
        /// The ways to go on.
        package let branches: [Branch]
    }

    /// What a customer may hold against it.
    package struct Objection: Encodable, Sendable {
        /// What the customer says.
        package let concern: String
        /// What the agent answers.
        package let answer: String
    }

    /// A rule that the wording breaks.
    package struct Finding: Encodable, Sendable {
        /// The rule's stable name.
        package let rule: String
        /// What is wrong and what would be right.
        package let message: L
    }

    /// The version.
    package let id: Int64
    /// The script.
    package let scriptId: Int64
    /// The script's name.
    package let name: String
    /// The version's number.
    package let number: Int
    /// The state's stable name.
    package let state: String
    /// Who wrote it.
    package let createdBy: String
    /// When it was written.
    package let createdAt: String
    /// Who approved it; nil before approval.
    package let approvedBy: String?
    /// When it was approved; nil before approval.
    package let approvedAt: String?
    /// The steps.
    package let steps: [Step]
    /// The objections.
    package let objections: [Objection]
    /// What the checks find; empty when it may be approved.
    package let findings: [Finding]
    /// What the reader saw; sent with an approval and a retirement.
    package let version: Int64
    let offers: Offers

    private enum CodingKeys: String, CodingKey {
        case id, scriptId, name, number, state, createdBy, createdAt, approvedBy, approvedAt
        case steps, objections, findings, version
    }

    init(
        _ version: ScriptVersionRecord,
        accounts: [Int64: String],
        _ seen: Version,
        for viewer: Viewer,
    ) {
        self.version = seen.rawValue
        id = version.id.rawValue
        scriptId = version.script.rawValue
        name = version.name
        number = version.number
        state = version.state.rawValue
        createdBy = accounts[version.createdBy.rawValue] ?? ""
        createdAt = version.createdAt.description
        approvedBy = version.approvedBy.flatMap { accounts[$0.rawValue] }
        approvedAt = version.approvedAt?.description
        let body = version.body
        steps = body.steps.map { step in
            Step(
                kind: step.kind.rawValue,
                title: step.title,
                text: step.text,
                branches: step.branches.map {
                    Branch(answer: $0.answer, target: body.steps[$0.target].title)
                },
            )
        }
        objections = body.objections.map { Objection(concern: $0.concern, answer: $0.answer) }
        findings = ScriptCheck.findings(body).map {
            Finding(rule: $0.rule.rawValue, message: $0.message)
        }
        offers = version.offers(to: viewer, seen, keepsRules: findings.isEmpty)
    }

    package var title: L { L(same: "\(name) v\(number)") }
}

extension ScriptVersionView {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            back: (L(same: name), "/scripts/\(scriptId)"),
            state: ScriptState.mark(state),
        ) { offers.html }
        checks
        card(L("版本", en: "Version")) {
            facts([
                (L("编写", en: "Written by"), "\(createdBy) \(createdAt)".html),
                (L("批准", en: "Approved by"), "\(approvedBy ?? "") \(approvedAt ?? "")".html),
            ])
        }
        for step in steps { panel(step) }
        if !objections.isEmpty {
            card(L("异议应答", en: "Objections")) {
                facts(objections.map { (L(same: $0.concern), Self.lines($0.answer)) })
            }
        }
    }

    private var checks: HTML {
        HTML {
            if findings.isEmpty {
                notice(.good, L("话术通过全部检查。", en: "The wording keeps every rule."))
            } else {
                notice(
                    .bad,
                    L("话术未通过检查，不能批准：", en: "The wording breaks rules and is not approved:"),
                ) {
                    element("ul") {
                        for finding in findings { element("li") { finding.message } }
                    }
                }
            }
        }
    }

    private func panel(_ step: Step) -> HTML {
        let kind = ScriptBody.Kind(rawValue: step.kind)?.name ?? L(same: step.kind)
        return card(kind + L(same: " · \(step.title)")) {
            Self.lines(step.text)
            if !step.branches.isEmpty {
                element("p") {
                    for branch in step.branches {
                        badge(
                            L(same: "\(branch.answer) → \(branch.target)"),
                            .info,
                            icon: .arrowRight,
                        )
                        " "
                    }
                }
            }
        }
    }

    /// A text with its own line breaks.
    private static func lines(_ text: String) -> HTML {
        HTML {
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                element("p") { String(line) }
            }
        }
    }
}

extension ScriptVersionRecord {
    /// What the viewer may do with the version as it stands; nobody approves what they wrote.
    fileprivate func offers(to viewer: Viewer, _ seen: Version, keepsRules: Bool) -> Offers {
        let new = Offer.link(
            NewScriptVersionPage.self,
            of: script.rawValue,
            L("新版本", en: "New version"),
            icon: .edit,
            key: "e",
        )
        let retirement = Offer.act(
            RetireScriptVersion.self,
            of: id.rawValue,
            L("停用", en: "Retire"),
            icon: .ban,
            .danger,
            asks: .init(
                L("停用话术版本", en: "Retire the version"),
                L("停用后不能再用于任务。", en: "No task may use it then."),
            ),
        )
        let approval = Offer.act(
            ApproveScriptVersion.self,
            of: id.rawValue,
            L("批准", en: "Approve"),
            icon: .check,
            .primary,
            key: "a",
            asks: .init(
                L("批准话术版本", en: "Approve the version"),
                L(
                    "批准后可用于外呼任务；不能批准自己编写的话术。",
                    en: "Tasks may use it then; nobody approves their own wording.",
                ),
            ),
        )
        let mayApprove = keepsRules && FourEyes.allows(viewer.account, not: [createdBy])
        return Offers(
            viewer,
            version: seen,
            [
                new, state.allows(.retire) ? retirement : nil,
                mayApprove && state.allows(.approve) ? approval : nil,
            ],
        )
    }
}
