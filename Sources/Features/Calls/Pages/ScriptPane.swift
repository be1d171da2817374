internal import Campaigns
package import HTML
package import Kernel
internal import Web

/// The approved script beside the call. C4.12.
package struct ScriptPane: Resource {
    /// A step to be said.
    struct Step: Encodable, Sendable {
        let kind: L
        let title: String
        let text: String
        let branches: [Branch]
        /// Whether the customer is told here that the call is recorded.
        let notice: Bool
    }

    /// Where an answer of the customer leads.
    struct Branch: Encodable, Sendable {
        let answer: String
        let target: Int
    }

    /// What to say to an objection.
    struct Objection: Encodable, Sendable {
        let concern: String
        let answer: String
    }

    let name: String
    let version: Int
    let steps: [Step]
    let objections: [Objection]

    /// `filling` replaces the script's blanks with what the agent says in their place.
    init(_ version: ScriptVersionRecord, filling blanks: [String: String]) {
        func filled(_ text: String) -> String {
            blanks.reduce(text) { $0.replacing($1.key, with: $1.value) }
        }
        name = version.name
        self.version = version.number
        steps = version.body.steps.map { step in
            Step(
                kind: step.kind.name,
                title: step.title,
                text: filled(step.text),
                branches: step.branches.map { Branch(answer: $0.answer, target: $0.target) },
                notice: step.announcesRecording,
            )
        }
        objections = version.body.objections.map {
            Objection(concern: $0.concern, answer: filled($0.answer))
        }
    }

    package var title: L { L(same: name) }
    package var page: HTML {
        for step in steps {
            element("h2") { step.title }
            element("p") { step.text }
        }
        for objection in objections {
            element("h3") { objection.concern }
            element("p") { objection.answer }
        }
    }
}
