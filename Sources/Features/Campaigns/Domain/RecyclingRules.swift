/// After which outcomes a task's leads come back, and after how many minutes.
///
/// Kept in the form in which it is stored, `busy=60,no_answer=1440`: every hand-out reads it, and
/// few ask it anything.
package struct RecyclingRules: Hashable, Sendable {
    /// The rules as they are stored.
    package let text: String

    /// Rules as they were stored.
    init(stored text: String) {
        self.text = text
    }

    /// Rules from minutes by outcome.
    package init(_ minutes: [Outcome: Int]) {
        text = Outcome.allCases.compactMap { outcome in
            minutes[outcome].map { "\(outcome.rawValue)=\($0)" }
        }.joined(separator: ",")
    }

    /// The minutes by outcome.
    package var minutes: [Outcome: Int] {
        var minutes: [Outcome: Int] = [:]
        for rule in text.split(separator: ",") {
            let parts = rule.split(separator: "=")
            guard parts.count == 2, let outcome = Outcome(rawValue: String(parts[0])),
                let delay = Int(parts[1])
            else { preconditionFailure("Recycling rules are stored as busy=60.") }
            minutes[outcome] = delay
        }
        return minutes
    }
}
