package import Kernel

/// What a new password has to be: long, of letters and digits, and nothing that is tried first.
/// GB/T 22239 8.1.4.1.
package struct PasswordRule: Sendable {
    /// The fewest characters.
    package static let shortest = 10

    private let common: Set<String>
    /// The most letters of a common word.
    private let longestCommon: Int

    /// A rule that refuses the words of `common`, in small letters, and what is made of them.
    package init(common: Set<String>) {
        self.common = common.union(Self.ofThisTrade)
        longestCommon = min(20, self.common.map(\.count).max() ?? 0)
    }

    /// Checks a new password. `personal` is what others know of its holder: sign-in name, name,
    /// staff number, organisation; `old` is the password that it replaces, where that was told.
    package func check(
        _ password: String,
        personal: [String],
        old: String? = nil,
        field: String = "password",
    ) throws(InvalidInput) {
        if let problem = problem(password, personal, old) { throw InvalidInput(field, problem) }
    }

    private func problem(_ password: String, _ personal: [String], _ old: String?) -> L? {
        let text = SignInName.plain(password)
        if password.count < Self.shortest {
            return L(
                "密码至少\(Self.shortest)个字符。",
                en: "A password has at least \(Self.shortest) characters.",
            )
        }
        if !password.contains(where: \.isLetter) || !password.contains(where: \.isNumber) {
            return L("密码须同时含有字母和数字。", en: "A password has both letters and digits.")
        }
        if isPersonal(text, personal) {
            return L(
                "密码不能包含登录名、姓名、工号或机构名称，用数字代替其中字母的也不行。",
                en: "A password does not contain the sign-in name, the name, the staff number or "
                    + "the organisation, nor these with digits for letters.",
            )
        }
        if let old, isSame(text, as: SignInName.plain(old)) {
            return L(
                "新密码与原密码相同或只改了数字、符号，请换一个不同的密码。",
                en: "The new password is the old one, or differs in digits and signs only. Choose "
                    + "another.",
            )
        }
        if Set(text).count < 5 || isRuns(text) {
            return L(
                "密码是键盘上相邻的键、顺序的字母数字或重复的字符，容易被猜到，请换一个。",
                en: "The password is keys in a row, letters or digits in order, or repeats itself: "
                    + "too easy to guess. Choose another.",
            )
        }
        if isCommon(text) {
            return L(
                "密码属于常用密码，或由几个常用词相连，或只是在其上加了大写、数字、符号，请换一个。",
                en: "The password is a common one, a few common words in a row, or one of these "
                    + "with capitals, digits and signs added. Choose another.",
            )
        }
        return nil
    }

    private func isSame(_ new: String, as old: String) -> Bool {
        new == old || letters(new) == letters(old)
    }

    private func letters(_ text: String) -> String { text.filter(\.isLetter) }

    private func spelled(_ text: String) -> String {
        String(text.map { Self.spelling[$0] ?? $0 })
    }

    /// Whether it holds something of its holder's, whole or a longer word of it.
    private func isPersonal(_ text: String, _ personal: [String]) -> Bool {
        let readings = [spelled(text), letters(text), letters(spelled(text))]
        return personal.map(SignInName.plain).contains { known in
            let words = known.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            let parts = [known] + words.filter { $0.count >= 4 && $0.contains(where: \.isLetter) }
            return parts.contains { part in
                part.count >= 2 && text.contains(part)
                    || part.count >= 4 && readings.contains { $0.contains(part) }
            }
        }
    }

    // MARK: Common words

    /// Whether it is a common word, with digits and signs before, after or between, with digits in
    /// place of letters, or a few such words.
    private func isCommon(_ text: String) -> Bool {
        let core = text.drop { !$0.isLetter }
        guard let last = core.lastIndex(where: \.isLetter) else { return common.contains(text) }
        let trimmed = String(core[...last])
        let candidates = [
            text, trimmed, letters(text), letters(spelled(trimmed)), letters(spelled(text)),
        ]
        if candidates.contains(where: isWordOrTwice) { return true }
        let words = text.split { !$0.isLetter }.map(String.init)
        return words.count <= 3 && words.allSatisfy { $0.count <= 2 || isWordOrTwice($0) }
    }

    /// Whether it is a common word, or one several times.
    private func isWordOrTwice(_ text: String) -> Bool {
        if common.contains(text) || isWords(text) { return true }
        let characters = Array(text)
        return (3...max(3, characters.count / 2)).contains { length in
            guard characters.count.isMultiple(of: length), characters.count > length else {
                return false
            }
            let word = characters[..<length]
            let isRepeated = characters.indices.allSatisfy {
                characters[$0] == word[$0 % length]
            }
            return isRepeated && common.contains(String(word))
        }
    }

    /// Whether it is two or three common words in a row, none of fewer than four letters.
    private func isWords(_ text: String) -> Bool {
        let characters = Array(text)
        guard (8...3 * longestCommon).contains(characters.count) else { return false }
        // How many words at least make up the beginning, by its length.
        var words = [Int?](repeating: nil, count: characters.count + 1)
        words[0] = 0
        for start in characters.indices {
            guard let before = words[start], before < 3 else { continue }
            let room = min(longestCommon, characters.count - start)
            for length in stride(from: 4, through: room, by: 1)
            where common.contains(String(characters[start..<start + length])) {
                words[start + length] = min(words[start + length] ?? 3, before + 1)
            }
        }
        return words[characters.count] != nil
    }

    private static let spelling: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s",
        "!": "i",
    ]

    // MARK: Runs

    /// Whether hardly anything is left without keys that follow each other.
    private func isRuns(_ text: String) -> Bool {
        let characters = Array(text)
        var left = 0
        var start = 0
        while start < characters.count {
            let length = runLength(characters[start...])
            if length < 3 { left += 1 }
            start += length < 3 ? 1 : length
        }
        return left < 4
    }

    /// How many characters from the first on are one key, or keys that follow each other.
    private func runLength(_ rest: ArraySlice<Character>) -> Int {
        let same = rest.prefix { $0 == rest.first }.count
        return Self.rows.reduce(same) { longest, row in
            guard let first = rest.first, let place = row.firstIndex(of: first) else {
                return longest
            }
            return max(longest, zip(row[place...], rest).prefix { $0 == $1 }.count)
        }
    }

    /// Rows and columns of the keyboard, the alphabet and the digits, each also backwards.
    private static let rows: [[Character]] = {
        let forwards = [
            "0123456789", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
            "abcdefghijklmnopqrstuvwxyz", "!@#$%^&*()", "1qaz", "2wsx", "3edc", "4rfv", "5tgb",
            "6yhn", "7ujm", "8ik", "9ol",
        ].map(Array.init)
        let backwards = forwards.map { Array($0.reversed()) }
        return forwards + backwards
    }()

    // MARK: Words

    /// What suggests itself to people of this bank and this trade, in English and in pinyin.
    private static let ofThisTrade: Set<String> = [
        "huihu", "huidongni", "huihudongni", "puhui", "jinrong", "puhuijinrong", "waihu", "zuoxi",
        "yinhang", "jianhang", "jianshe", "jiansheyinhang", "zhongguo", "daikuan", "kehu", "mima",
        "denglu", "ccb", "icbc", "abc", "boc", "bank", "banking", "loan", "loans", "credit", "call",
        "calling", "callcenter", "agent", "seat", "supervisor", "manager", "auditor", "officer",
        "security", "administrator", "admin", "root", "user", "test", "demo", "guest", "initial",
        "first", "default", "changeme", "change", "letmein", "welcome", "hello", "pass", "passwd",
        "password", "pwd", "woaini", "woaiwojia", "nihao", "beijing", "shanghai", "shenzhen",
        "guangzhou", "correct", "battery", "staple",
        "correcthorsebatterystaple",
    ]
}
