/// Every clause of the contract is quoted by a test's name, except those that are still open.
struct ClauseRule {
    static let contract = "docs/contract/README.md"
    static let openList = "Tests/Tidy/open-clauses.txt"

    /// The clauses of the contract, in its order.
    let clauses: [String]
    /// The clauses that no test quotes yet, each with its line in the list.
    let open: [Passage]

    init(contract: [String], open: [String]) {
        clauses = contract.compactMap(Self.defined)
        self.open = open.enumerated().compactMap { index, line in
            let clause = line.prefix { $0 != "#" && $0 != " " }
            return clause.isEmpty ? nil : Passage(text: String(clause), line: index + 1)
        }
    }

    init(_ project: Project) {
        self.init(
            contract: project.lines(Self.contract).map(\.text),
            open: project.lines(Self.openList).map(\.text),
        )
    }

    /// `quoted` holds the clauses in the names of tests.
    func findings(quoted: Set<String>) -> [Finding] {
        let listed = Set(open.map(\.text))
        let missing = clauses.filter { !quoted.contains($0) && !listed.contains($0) }.map {
            Finding(path: Self.contract, line: 1, rule: "no test quotes \($0)")
        }
        return missing + open.compactMap(staleness(quoted))
    }

    private func staleness(_ quoted: Set<String>) -> (Passage) -> Finding? {
        { entry in
            let path = Self.openList
            if quoted.contains(entry.text) {
                let rule = "a test quotes \(entry.text) now; take it off the list"
                return Finding(path: path, line: entry.line, rule: rule)
            }
            if !clauses.contains(entry.text) {
                let rule = "the contract has no \(entry.text)"
                return Finding(path: path, line: entry.line, rule: rule)
            }
            return nil
        }
    }

    /// Clauses in comments, texts and documents that the contract does not have.
    func unknown(path: String, line: Int, text: String) -> [Finding] {
        Self.quoted(in: text).filter { !clauses.contains($0) }.map {
            Finding(path: path, line: line, rule: "the contract has no \($0)")
        }
    }

    /// The clauses that the names of a file's tests and suites quote.
    static func quotedByTests(_ source: SwiftSource) -> Set<String> {
        var quoted: Set<String> = []
        for index in source.tokens.indices.dropFirst(3) {
            guard let literal = source.tokens[index].literal, source.token(index - 1) == "(",
                source.token(index - 2) == "Test" || source.token(index - 2) == "Suite",
                source.token(index - 3) == "@"
            else { continue }
            quoted.formUnion(Self.quoted(in: source.literals[literal].text))
        }
        return quoted
    }

    /// The clauses that a text quotes: `C5.1`, and both ends of `C2.1–C2.3`.
    static func quoted(in text: String) -> [String] {
        guard text.utf8.contains(0x43) else { return [] }
        return text.matches(of: #/\bC(\d)\.(\d+)\b/#).map { String($0.output.0) }
    }

    private static func defined(_ line: String) -> String? {
        guard line.hasPrefix("- **C") else { return nil }
        return quoted(in: line).first
    }
}
