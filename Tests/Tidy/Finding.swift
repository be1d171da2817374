import Testing

/// One breach of a rule: where it stands and what the rule wants.
struct Finding: Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let rule: String

    var description: String { "\(path):\(line): \(rule)" }
}

/// Fails the test once for each finding, so that each has its own readable line.
func report(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
    for finding in findings {
        Issue.record(Comment(rawValue: finding.description), sourceLocation: sourceLocation)
    }
}

/// A place where a rule does not hold, with the reason why it need not.
struct Exemption {
    /// A file, or a folder with its slash.
    let path: String
    /// The word that the rule refuses.
    let word: String
    /// Why the word is right there.
    let reason: String

    func covers(_ path: String, _ word: String) -> Bool {
        word == self.word && path.hasPrefix(self.path)
    }
}
