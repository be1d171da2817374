internal import FoundationEssentials
package import Kernel

/// Takes letters to the bank's mail server.
package protocol Mailer: Sendable {
    /// The address under which people reach the system, for links; without a slash at its end.
    var site: String { get }
    /// The domains to whose addresses anything is sent.
    var domains: [String] { get }
    /// Hands a letter over. Throws where the server did not take it.
    func send(_ letter: Letter) throws
}

/// A letter to one person. It holds no customer data: a kind of notice, a thing's name, a link. C4.4.
package struct Letter: Sendable, Hashable {
    /// Whom it goes to.
    package let address: String
    /// What it is about.
    package let subject: String
    /// What it says.
    package let text: String
    /// The stable number, so that a server that gets it twice can tell.
    package let number: Int64
    /// When it was written, on the machine's clock.
    package let at: Moment

    /// The whole message from `sender`, its lines ended by CRLF.
    package func message(from sender: String) -> [UInt8] {
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let body = Data(text.utf8).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        let lines = [
            "From: <\(sender)>", "To: <\(address)>", "Subject: \(Self.encoded(subject))",
            "Date: \(Self.date(at))", "Message-ID: <notice-\(number)@\(domain)>",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
            body, "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// A header's text in words of at most 75 signs, none cut within a character.
    private static func encoded(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for character in text where !character.isNewline {
            let bytes = Array(String(character).utf8)
            if words[words.count - 1].count + bytes.count > 36 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }
            .joined(separator: "\r\n ")
    }

    /// `27 Nov 2026 09:30:00 +0800`.
    private static func date(_ moment: Moment) -> String {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        // `2026-11-27 09:30:00`
        let parts = moment.description.split(separator: " ").map(String.init)
        let day = parts[0].split(separator: "-").compactMap { Int($0) }
        return "\(day[2]) \(months[day[1] - 1]) \(day[0]) \(parts[1]) +0800"
    }
}

/// The address of someone's mail.
enum MailAddress {
    /// Takes an address of one of `domains`; plain signs alone, so that no header follows from it.
    static func read(_ form: Form, _ name: String, in domains: [String]) throws(InvalidInput)
        -> String
    {
        let text = try form.text(name, maximum: 120)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
                || [0x40, 0x2E, 0x2D, 0x5F, 0x2B].contains(byte)
        }
        guard isPlain, parts.count == 2, !parts[0].isEmpty else {
            throw InvalidInput(
                name,
                L("邮箱地址格式不对，如 name@bank.example。", en: "An address is like name@bank.example."),
            )
        }
        guard domains.contains(parts[1].lowercased()) else {
            let all = domains.joined(separator: ", ")
            throw InvalidInput(
                name,
                L("只发往这些域的邮箱：\(all)。", en: "Mail goes to these domains only: \(all)."),
            )
        }
        return text
    }
}
