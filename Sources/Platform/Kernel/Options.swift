/// An option of a command: `--port N`, or `--empty` without a value.
package struct Option: Sendable {
    /// What is written on the command line, such as `--port`.
    package let name: String
    let value: String?
    let meaning: L

    /// An option; `value` is what its value is called.
    package init(_ name: String, _ value: String, _ meaning: L) {
        self.name = name
        self.value = value
        self.meaning = meaning
    }

    /// An option that stands without a value.
    package init(_ name: String, _ meaning: L) {
        self.name = name
        value = nil
        self.meaning = meaning
    }
}

/// What a command line says. An option that the command does not know is refused, never ignored.
package struct Options: Sendable {
    private let given: [String: [String]]
    /// What stands there besides the options, in its order.
    package let words: [String]

    /// Reads `arguments`. Throws `UsageError` naming what is wrong. `words` is how many arguments
    /// the command takes that are no options.
    package init(
        _ arguments: some Sequence<String>,
        of known: [Option],
        words most: Int = 0,
    ) throws(UsageError) {
        var rest = Array(arguments)[...]
        var given: [String: [String]] = [:]
        var words: [String] = []
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                words.append(argument)
                if words.count > most { throw .unexpected(argument) }
                continue
            }
            guard let option = known.first(where: { $0.name == argument }) else {
                throw .unknown(argument)
            }
            if option.value == nil {
                given[argument] = [""]
            } else if let value = rest.popFirst(), !value.hasPrefix("--") {
                given[argument, default: []].append(value)
            } else {
                throw .noValue(argument)
            }
        }
        self.given = given
        self.words = words
    }

    /// Whether the option is there.
    package func has(_ name: String) -> Bool { given[name] != nil }

    /// What the option says; nil without it. Said twice, the last one counts.
    package func text(_ name: String) -> String? { given[name]?.last }

    /// Everything that an option says which may stand there several times.
    package func all(_ name: String) -> [String] { given[name] ?? [] }

    /// The whole number that the option says; nil without it. Throws outside `range`.
    package func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .notInRange(name, range, text)
        }
        return number
    }

    /// Whether the command line asks what there is to say.
    package static func asksForHelp(_ arguments: some Sequence<String>) -> Bool {
        arguments.contains { $0 == "--help" || $0 == "-h" }
    }

    /// What a command takes, a line each in both languages.
    package static func help(_ known: [Option]) -> String {
        let heads = known.map { "  \($0.name)" + ($0.value.map { " \($0)" } ?? "") }
        let width = (heads.map(\.count).max() ?? 0) + 2
        return zip(known, heads).map { option, head in
            let space = String(repeating: " ", count: width - head.count)
            let indent = String(repeating: " ", count: width)
            return "\(head)\(space)\(option.meaning.chinese)\n\(indent)\(option.meaning.english)\n"
        }.joined()
    }
}

/// The program was called the wrong way.
package enum UsageError: UserFacing, Hashable {
    /// No command, or one that does not exist.
    case noCommand(String)
    /// The command does not know the option.
    case unknown(String)
    /// The option needs a value.
    case noValue(String)
    /// The option's number is none, or outside its range.
    case notInRange(String, ClosedRange<Int>, String)
    /// The option's value is not one of these.
    case notOneOf(String, [String], String)
    /// The command does not take the argument.
    case unexpected(String)
    /// The command needs an argument, by its name.
    case missing(String)

    package var code: String { "usage" }
    package var status: RefusalStatus { .badRequest }

    package var message: L {
        switch self {
        case .noCommand(let given):
            given.isEmpty
                ? L("请给出命令。", en: "Say what to do.")
                : L("没有命令 \(given)。", en: "There is no command \(given).")
        case .unknown(let name):
            L("没有选项 \(name)；可用选项见 --help。", en: "No option \(name); --help lists them.")
        case .noValue(let name):
            L("选项 \(name) 需要一个值。", en: "\(name) needs a value.")
        case .notInRange(let name, let range, let text):
            L(
                "选项 \(name) 应为\(range.lowerBound)到\(range.upperBound)之间的整数，不能是“\(text)”。",
                en: "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not “\(text)”.",
            )
        case .notOneOf(let name, let choices, let text):
            L(
                "选项 \(name) 应为 \(choices.joined(separator: "、")) 之一，不能是“\(text)”。",
                en: "\(name) takes \(choices.joined(separator: ", ")), not “\(text)”.",
            )
        case .unexpected(let word):
            L("不需要参数“\(word)”。", en: "The argument “\(word)” is not taken.")
        case .missing(let name):
            L("缺少参数 \(name)。", en: "The argument \(name) is missing.")
        }
    }
}
