/// The provinces that allow fewer calling hours than a task.
///
/// Kept in the form in which the database gathers it, `zhejiang=09:00-12:00;tibet=10:00-12:00`:
/// every hand-out reads all of it and asks for one province.
package struct ProvincialHours: Hashable, Sendable {
    private let text: String

    /// Hours as the database gathers them.
    init(stored text: String) {
        self.text = text
    }

    /// Hours by province.
    package init(_ hours: [Province: CallHours]) {
        text = Province.allCases.compactMap { province in
            hours[province].map { "\(province.rawValue)=\($0)" }
        }.joined(separator: ";")
    }

    /// Whether no province has hours of its own.
    package var isEmpty: Bool { text.isEmpty }

    /// The hours of a province; nil where the task's own hold.
    package func hours(in province: Province) -> CallHours? {
        for part in text.utf8.split(separator: UInt8(ascii: ";"))
        where part.starts(with: province.rawValue.utf8) {
            let rest = part.dropFirst(province.rawValue.utf8.count)
            guard rest.first == UInt8(ascii: "=") else { continue }
            return CallHours(stored: String(Substring(rest.dropFirst())))
        }
        return nil
    }

    /// What every province allows: the hours of a customer whose province is not known.
    var strictest: CallHours? {
        text.utf8.split(separator: UInt8(ascii: ";")).reduce(nil) { strictest, part in
            let hours = part.drop { $0 != UInt8(ascii: "=") }.dropFirst()
            let allowed = CallHours(stored: String(Substring(hours)))
            return strictest?.intersection(allowed) ?? allowed
        }
    }
}
