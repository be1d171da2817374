/// Words that have no place in the code, and the few places where they have one.
enum WordRule {
    /// Where a word is right after all. One that no longer covers anything fails the test.
    static let exemptions: [Exemption] = [
        Exemption(
            path: "Sources/Platform/Kernel/Time.swift",
            word: "clock_gettime",
            reason: "SystemTime is the one place that reads the clock.",
        ),
        Exemption(
            path: "Sources/Platform/Kernel/Random.swift",
            word: "SystemRandomNumberGenerator",
            reason: "SystemRandom is the one place that asks the system's generator.",
        ),
        Exemption(
            path: "Sources/Platform/Kernel/BoundedJSON.swift",
            word: "JSONDecoder",
            reason: "The one place that parses JSON, after its bounds were checked.",
        ),
        Exemption(
            path: "Sources/Libraries/Threads/ThreadStart.swift",
            word: "pthread_create",
            reason: "The one place that makes a thread, with a stack of a known size.",
        ),
        Exemption(
            path: "Sources/Platform/TestSupport/Threads.swift",
            word: "pthread_create",
            reason: "Threads of a test, which wait for each other.",
        ),
        Exemption(
            path: "Benchmarks/Sources/Measure.swift",
            word: "clock_gettime",
            reason: "A request takes microseconds; the product's clock counts milliseconds.",
        ),
    ]

    /// Words of which each use is a breach, wherever they stand.
    private static let refused: [String: String] = {
        var refused: [String: String] = [:]
        let clock = "reads a clock; take the moment from a TimeSource"
        let clocks = [
            "clock_gettime", "gettimeofday", "timespec_get", "ContinuousClock", "SuspendingClock",
            "DispatchTime", "CFAbsoluteTimeGetCurrent", "systemUptime",
        ]
        for word in clocks { refused[word] = clock }
        let generator = "asks a generator; take it from a RandomSource"
        let generators = [
            "SystemRandomNumberGenerator", "arc4random", "arc4random_uniform", "getrandom",
            "getentropy", "drand48", "UUID", "randombytes_buf", "randombytes_random",
        ]
        for word in generators { refused[word] = generator }
        for word in ["sleep", "usleep", "nanosleep"] {
            refused[word] = "waits for time to pass; wait for the thing itself"
        }
        refused["JSONDecoder"] = "parses without bounds; use BoundedJSON"
        refused["JSONSerialization"] = "parses without bounds; use BoundedJSON"
        refused["pthread_create"] = "takes a stack of any size; use LoopThread or LanePool"
        refused["fatalError"] = "throw a refusal, or state the invariant with precondition"
        refused["public"] = "nothing is public; what targets share is package"
        refused["Foundation"] = "import FoundationEssentials instead"
        return refused
    }()

    /// Calls that are a breach: the word, what stands before it, what comes after it, and why.
    private static let refusedCalls:
        [(word: String, isMember: Bool, after: [String], rule: String)] = {
            let clock = "reads a clock; take the moment from a TimeSource"
            let generator = "asks a generator; take it from a RandomSource"
            return [
                ("Date", false, ["(", ")"], clock), ("time", false, ["(", "nil"], clock),
                ("rand", false, ["(", ")"], generator), ("random", false, ["(", ")"], generator),
                ("random", true, ["(", "in"], generator), ("random", true, ["(", ")"], generator),
                ("randomElement", true, ["(", ")"], generator),
                ("shuffled", true, ["(", ")"], generator),
                ("shuffle", true, ["(", ")"], generator),
            ]
        }()

    private static let vagueEndings = ["Manager", "Helper", "Helpers", "Utils", "Utilities"]

    /// What stands before a sign that negates, and not before one that unwraps.
    private static let operatorWords: Set<String> = [
        "return", "in", "where", "if", "guard", "while", "else", "throw", "case", "switch",
    ]

    static func findings(_ source: SwiftSource) -> [Finding] {
        words(source) + unwrapping(source) + vagueNames(source) + leftovers(source)
            + unguarded(source)
    }

    /// Exemptions that cover nothing, so that the list stays as short as it can.
    static func unused(_ sources: [SwiftSource]) -> [Finding] {
        exemptions.filter { exemption in
            !sources.contains { source in
                source.path.hasPrefix(exemption.path)
                    && source.tokens.contains { $0.text == exemption.word }
            }
        }.map { Finding(path: $0.path, line: 1, rule: "the exemption of \($0.word) is not used") }
    }

    private static func words(_ source: SwiftSource) -> [Finding] {
        source.tokens.indices.compactMap { index in
            let word = source.tokens[index].text
            guard let rule = rule(source, index, word) else { return nil }
            if exemptions.contains(where: { $0.covers(source.path, word) }) { return nil }
            return source.finding(at: index, "\(word) \(rule)")
        }
    }

    private static func rule(_ source: SwiftSource, _ index: Int, _ word: String) -> String? {
        if let rule = refused[word] { return rule }
        guard source.token(index - 1) != "func" else { return nil }
        return refusedCalls.first { call in
            word == call.word && (source.token(index - 1) == ".") == call.isMember
                && source.token(index + 1) == call.after[0]
                && source.token(index + 2) == call.after[1]
        }?.rule
    }

    /// `try?`, `try!`, `as!` and `value!`.
    private static func unwrapping(_ source: SwiftSource) -> [Finding] {
        source.tokens.indices.dropFirst().compactMap { index in
            let sign = source.tokens[index]
            guard sign.text == "!" || sign.text == "?", !sign.isSpaced else { return nil }
            let before = source.tokens[index - 1]
            if before.text == "try" { return source.finding(at: index, "try\(sign.text) hides") }
            guard sign.text == "!" else { return nil }
            if before.text == "as" { return source.finding(at: index, "as! may trap") }
            let isValue =
                (before.isWord && !operatorWords.contains(before.text))
                || [")", "]", "?", "\""].contains(before.text)
            let isComparison = source.token(index + 1) == "=" && !source.tokens[index + 1].isSpaced
            guard isValue, !isComparison else { return nil }
            return source.finding(at: index, "\(before.text)! unwraps by force")
        }
    }

    private static func vagueNames(_ source: SwiftSource) -> [Finding] {
        let kinds: Set<String> = ["struct", "class", "enum", "protocol", "actor"]
        return source.tokens.indices.dropFirst().compactMap { index in
            let name = source.tokens[index].text
            guard kinds.contains(source.tokens[index - 1].text),
                vagueEndings.contains(where: name.hasSuffix)
            else { return nil }
            return source.finding(at: index, "\(name) says little; name it by what it is")
        }
    }

    private static func leftovers(_ source: SwiftSource) -> [Finding] {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
        return source.comments.flatMap { comment in
            marks.filter { contains(comment.text, word: $0) }.map {
                Finding(path: source.path, line: comment.line, rule: "leftover \($0)")
            }
        }
    }

    /// Whether `text` holds `word` as a word of its own.
    static func contains(_ text: String, word: String) -> Bool {
        text.split { !($0.isLetter || $0.isNumber) }.contains { $0 == word }
    }

    /// What lets time pass in Python, and in the JavaScript that it hands to a browser.
    private static let waits = [
        "sleep", "wait_for_timeout", "setTimeout", "setInterval", "select", "Timer",
    ]

    /// Lines of Python that wait for time to pass. Only `until`, which asks between its looks for a
    /// thing, may: its line says so by `# until`.
    static func python(path: String, line: Int, text: String) -> [Finding] {
        let isUntil = path == "Tests/Browser/conftest.py" && text.hasSuffix("  # until")
        return waits.filter { !isUntil && calls($0, in: text) }.map {
            Finding(path: path, line: line, rule: "\($0) waits for time; wait for the thing itself")
        }
    }

    /// Whether `text` calls `word`, or takes it from a module.
    private static func calls(_ word: String, in text: String) -> Bool {
        let isImport = text.contains("import ") && text.hasPrefix("from ")
        return text.ranges(of: word).contains { range in
            let before = text[..<range.lowerBound].last
            guard before.map({ $0.isLetter || $0.isNumber || $0 == "_" }) != true else {
                return false
            }
            return text[range.upperBound...].hasPrefix("(")
                || (isImport && text[range.upperBound...].allSatisfy { !$0.isLetter })
        }
    }

    /// `@unchecked Sendable` and `nonisolated(unsafe)` without a comment that says what guards it.
    private static func unguarded(_ source: SwiftSource) -> [Finding] {
        source.tokens.indices.dropFirst().compactMap { index in
            let word = source.tokens[index].text
            let isUnchecked = word == "unchecked" && source.token(index - 1) == "@"
            let isUnsafe = word == "unsafe" && source.token(index - 2) == "nonisolated"
            guard isUnchecked || isUnsafe else { return nil }
            let line = source.tokens[index].line
            let isExplained = source.comments.contains { ($0.line >= line - 2) && $0.line <= line }
            return isExplained
                ? nil : source.finding(at: index, "say in a comment what guards it")
        }
    }
}
