internal import FoundationEssentials
internal import Kernel

/// A script as the database keeps it: JSON of its own, apart from the domain's value.
struct StoredScript: Codable {
    struct Branch: Codable {
        let answer: String
        let target: Int
    }

    struct Step: Codable {
        let kind: String
        let title: String
        let text: String
        let branches: [Branch]
    }

    struct Objection: Codable {
        let concern: String
        let answer: String
    }

    let steps: [Step]
    let objections: [Objection]

    /// The JSON to keep.
    static func text(_ body: ScriptBody) throws -> String {
        let stored = StoredScript(
            steps: body.steps.map { step in
                Step(
                    kind: step.kind.rawValue,
                    title: step.title,
                    text: step.text,
                    branches: step.branches.map { Branch(answer: $0.answer, target: $0.target) },
                )
            },
            objections: body.objections.map { Objection(concern: $0.concern, answer: $0.answer) },
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(stored), as: UTF8.self)
    }

    /// The script in JSON that `text` made.
    static func body(_ text: String) throws -> ScriptBody {
        let stored = try BoundedJSON.decode(
            StoredScript.self,
            from: Array(text.utf8),
            most: 16 << 20,
        )
        let steps = try stored.steps.map { step in
            guard let kind = ScriptBody.Kind(rawValue: step.kind) else {
                throw StoredValueError(value: step.kind, column: "script_version.body")
            }
            return ScriptBody.Step(
                kind: kind,
                title: step.title,
                text: step.text,
                branches: step.branches.map { .init(answer: $0.answer, target: $0.target) },
            )
        }
        return ScriptBody(
            steps: steps,
            objections: stored.objections.map { .init(concern: $0.concern, answer: $0.answer) },
        )
    }
}

/// A value in the database that this version of the program does not know: a defect.
struct StoredValueError: Error {
    let value: String
    let column: String

    /// The case of an enum that a column names.
    static func read<Value: RawRepresentable<String>>(
        _ text: String,
        from column: String,
        as type: Value.Type = Value.self,
    ) throws -> Value {
        guard let value = Value(rawValue: text) else {
            throw StoredValueError(value: text, column: column)
        }
        return value
    }
}
