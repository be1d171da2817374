/// What documents and scripts keep: links that lead somewhere, and nothing of one machine.
enum DocumentRule {
    /// The parts of a decision record, in order.
    static let decisionParts = ["Context", "Decision", "Consequences", "Alternatives"]

    /// Links to files or headings that are not there.
    static func links(_ path: String, in project: Project) -> [Finding] {
        prose(project.lines(path)).flatMap { line in
            targets(line.text).compactMap { target in
                let isThere = leads(target, from: path, in: project)
                let rule = "the link \(target) leads nowhere"
                return isThere ? nil : Finding(path: path, line: line.number, rule: rule)
            }
        }
    }

    /// The targets of the Markdown links and pictures in a line.
    static func targets(_ line: String) -> [String] {
        line.matches(of: #/\]\(([^)\s]+)[^)]*\)/#).map { String($0.output.1) }
    }

    /// How a heading is named in a link: lower case, no punctuation, dashes for spaces.
    static func anchor(_ heading: String) -> String {
        let text = heading.drop { $0 == "#" || $0 == " " }.lowercased()
        let kept = text.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
        return kept.replacing(" ", with: "-")
    }

    /// Folders of one person's machine, and tickets that a reader of the source cannot open.
    static func machines(path: String, line: Int, text: String) -> [Finding] {
        let folders = ["wo" + "rk", "ho" + "me", "ro" + "ot", "Us" + "ers"]
        var found = folders.filter { text.contains("/\($0)/") && isAbsolute(text, "/\($0)/") }.map {
            Finding(path: path, line: line, rule: "/\($0)/ is a folder of one machine")
        }
        if text.firstMatch(of: #/\b[Ii]ssue #?\d/#) != nil {
            found.append(
                Finding(path: path, line: line, rule: "say it, instead of a ticket number")
            )
        }
        return found
    }

    /// Decision records: numbered without a gap, each with all its parts.
    static func decisions(_ project: Project) -> [Finding] {
        let folder = "docs/decisions/"
        let records = project.paths.filter { path in
            path.hasPrefix(folder) && path.hasSuffix(".md") && !path.hasSuffix("README.md")
        }
        return records.enumerated().flatMap { index, path -> [Finding] in
            let digits = String(index + 1)
            let number = String(repeating: "0", count: 4 - digits.count) + digits
            let headings = project.lines(path).filter { $0.text.hasPrefix("## ") }.map {
                String($0.text.dropFirst(3))
            }
            var rules: [String] = []
            if !path.hasPrefix("\(folder)\(number)-") {
                rules.append("number \(number) is missing")
            }
            if headings != decisionParts {
                rules.append("its parts are \(decisionParts.joined(separator: ", "))")
            }
            return rules.map { Finding(path: path, line: 1, rule: $0) }
        }
    }

    /// Scripts that cannot be started.
    static func scripts(_ project: Project) -> [Finding] {
        project.paths.filter { $0.hasPrefix("bin/") || $0 == ".ci/run" }.filter { path in
            !project.isExecutable(path)
        }.map { Finding(path: $0, line: 1, rule: "not executable: chmod +x") }
    }

    private static func isAbsolute(_ text: String, _ folder: String) -> Bool {
        text.ranges(of: folder).contains { range in
            guard range.lowerBound > text.startIndex else { return true }
            let before = text[text.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || "._-*}".contains(before))
        }
    }

    /// The lines outside fenced code.
    private static func prose(
        _ lines: [(number: Int, text: String)]
    ) -> [(number: Int, text: String)] {
        var isCode = false
        return lines.filter { line in
            if line.text.hasPrefix("```") { isCode.toggle() }
            return !isCode
        }
    }

    private static func leads(_ target: String, from path: String, in project: Project) -> Bool {
        if target.contains("://") || target.hasPrefix("mailto:") { return true }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let file = parts[0].isEmpty ? path : resolve(String(parts[0]), from: path)
        guard project.exists(file) else { return false }
        guard parts.count == 2, file.hasSuffix(".md") else { return true }
        return prose(project.lines(file)).contains { line in
            line.text.hasPrefix("#") && anchor(line.text) == parts[1]
        }
    }

    private static func resolve(_ target: String, from path: String) -> String {
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
