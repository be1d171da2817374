internal import Access
package import HTTPServer
package import Kernel

/// What a request carries: parameters of the path, the query, and the fields of the body, which
/// may be a form, a form with files, or a JSON object.
package struct Form: Sendable {
    /// A file that came with a form, or as the whole body.
    package struct File: Sendable {
        /// The name under which the sender keeps it; may be empty.
        package let name: String
        /// The media type that the sender claims; not to be trusted.
        package let contentType: String
        /// The content, in memory or spooled to disk.
        package let content: BodySlice

        /// A file as it came.
        package init(name: String, contentType: String, content: BodySlice) {
            self.name = name
            self.contentType = contentType
            self.content = content
        }
    }

    private let values: [String: [String]]
    private let files: [String: File]

    /// Gathers fields and files.
    package init(_ values: [String: [String]], files: [String: File] = [:]) {
        self.values = values
        self.files = files
    }

    /// The fields of a JSON object, as those of a request in JSON. Throws for anything else.
    package init(json bytes: [UInt8]) throws(InvalidInput) {
        do {
            self.init(try JSON.fields(bytes))
        } catch let refusal as InvalidInput {
            throw refusal
        } catch let refusal as JSONRefusal {
            throw InvalidInput("file", refusal.message)
        } catch {
            throw InvalidInput("file", L("不是有效的 JSON。", en: "It is not valid JSON."))
        }
    }

    /// The field as it came, without the space around it; nil when missing or empty.
    package func optionalText(
        _ field: String,
        maximum: Int = 200,
    ) throws(InvalidInput) -> String? {
        guard let raw = values[field]?.first else { return nil }
        let text = raw.trimmed
        guard !text.isEmpty else { return nil }
        guard text.count <= maximum else {
            throw InvalidInput(
                field,
                L(
                    "内容过长：最多\(maximum)个字，现有\(text.count)个。",
                    en: "Too long: at most \(maximum) characters, these are \(text.count).",
                ),
            )
        }
        guard
            text.unicodeScalars.allSatisfy({
                $0.value >= 32 || $0 == "\n" || $0 == "\t" || $0 == "\r"
            })
        else {
            throw InvalidInput(
                field,
                L("含有不可见的控制字符，请删除。", en: "It has invisible control characters; remove them."),
            )
        }
        return text
    }

    /// A text that must be there, of at most `maximum` characters.
    package func text(_ field: String, maximum: Int = 200) throws(InvalidInput) -> String {
        guard let text = try optionalText(field, maximum: maximum) else { throw missing(field) }
        return text
    }

    /// The field exactly as it came, spaces kept; for passwords.
    package func secret(_ field: String) throws(InvalidInput) -> String {
        guard let text = values[field]?.first, !text.isEmpty else { throw missing(field) }
        guard text.utf8.count <= 1_024 else {
            throw InvalidInput(field, L("内容过长。", en: "Too long."))
        }
        return text
    }

    /// Every value of a field that may be chosen several times.
    package func all(_ field: String) -> [String] {
        values[field]?.map(\.trimmed).filter { !$0.isEmpty } ?? []
    }

    /// Every value of a field exactly as it came, empty ones too; for the rows of a table.
    package func list(_ field: String) -> [String] { values[field] ?? [] }

    /// The rows of a table, `[[…], …]` in JSON; empty where the field is missing. Throws where
    /// anything but rows of plain values stands in it.
    package func table(_ field: String) throws(InvalidInput) -> [[String]] {
        var rows: [[String]] = []
        while let row = values["\(field).\(rows.count)"] { rows.append(row) }
        let parts = values.keys.count { $0.hasPrefix("\(field).") }
        guard parts == rows.count, values[field]?.isEmpty ?? true else {
            throw InvalidInput(
                field,
                L("每一行应是由文字或数字组成的数组。", en: "Each row must be an array of plain values."),
            )
        }
        return rows
    }

    /// A whole number within `range`; nil when missing or empty.
    package func optionalInt(
        _ field: String,
        in range: ClosedRange<Int>,
    ) throws(InvalidInput) -> Int? {
        guard let text = try optionalText(field) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw InvalidInput(
                field,
                L(
                    "请输入\(range.lowerBound)到\(range.upperBound)之间的整数。",
                    en: "Enter a whole number from \(range.lowerBound) to \(range.upperBound).",
                ),
            )
        }
        return number
    }

    /// A whole number within `range`.
    package func int(_ field: String, in range: ClosedRange<Int>) throws(InvalidInput) -> Int {
        guard let number = try optionalInt(field, in: range) else { throw missing(field) }
        return number
    }

    /// An identity; nil when missing or empty.
    package func optionalID<Owner>(
        _ field: String,
        of owner: Owner.Type = Owner.self,
    ) throws(InvalidInput) -> ID<Owner>? {
        guard let text = try optionalText(field) else { return nil }
        guard let number = Int64(text), number > 0 else {
            throw InvalidInput(field, L("编号不正确。", en: "Not a valid number of a record."))
        }
        return ID(number)
    }

    /// An identity.
    package func id<Owner>(
        _ field: String,
        of owner: Owner.Type = Owner.self,
    ) throws(InvalidInput) -> ID<Owner> {
        guard let id = try optionalID(field, of: owner) else { throw missing(field) }
        return id
    }

    /// A date such as `2026-03-31`; nil when missing or empty.
    package func optionalDay(_ field: String) throws(InvalidInput) -> BusinessDay? {
        guard let text = try optionalText(field) else { return nil }
        guard let day = BusinessDay(text) else {
            throw InvalidInput(
                field,
                L("日期应为 2026-03-31 这样的格式。", en: "Write the date like 2026-03-31."),
            )
        }
        return day
    }

    /// A date such as `2026-03-31`.
    package func day(_ field: String) throws(InvalidInput) -> BusinessDay {
        guard let day = try optionalDay(field) else { throw missing(field) }
        return day
    }

    /// A moment such as `2026-03-31T09:30` in Shanghai; nil when missing or empty.
    package func optionalMoment(_ field: String) throws(InvalidInput) -> Moment? {
        guard let text = try optionalText(field) else { return nil }
        let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
        guard parts.count == 2, let day = BusinessDay(String(parts[0])),
            let time = TimeOfDay(String(parts[1].prefix(5)))
        else {
            throw InvalidInput(
                field,
                L("时间应为 2026-03-31 09:30 这样的格式。", en: "Write the time like 2026-03-31 09:30."),
            )
        }
        return day.at(time)
    }

    /// A yes or no; a missing field is no, as browsers send it.
    package func flag(_ field: String) -> Bool {
        guard let text = values[field]?.first?.trimmed else { return false }
        return ["1", "on", "true", "yes"].contains(text)
    }

    /// One of an enum's values; nil when missing or empty.
    package func optionalChoice<Choice: RawRepresentable<String>>(
        _ field: String,
        of type: Choice.Type = Choice.self,
    ) throws(InvalidInput) -> Choice? {
        guard let text = try optionalText(field) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw InvalidInput(field, L("没有这个选项，请重新选择。", en: "No such choice; choose again."))
        }
        return choice
    }

    /// One of an enum's values.
    package func choice<Choice: RawRepresentable<String>>(
        _ field: String,
        of type: Choice.Type = Choice.self,
    ) throws(InvalidInput) -> Choice {
        guard let choice = try optionalChoice(field, of: type) else { throw missing(field) }
        return choice
    }

    /// A file that must be there.
    package func file(_ field: String) throws(InvalidInput) -> File {
        guard let file = files[field] else {
            throw InvalidInput(field, L("请选择文件。", en: "Choose a file."))
        }
        return file
    }

    private func missing(_ field: String) -> InvalidInput {
        InvalidInput(field, L("此项必填。", en: "This field is required."))
    }
}

/// The input of an endpoint, read from a form.
package protocol FormInput: Sendable {
    /// Reads the input; throws what is wrong, field by field.
    init(_ form: Form) throws(InvalidInput)
}

/// The input of an endpoint that takes none.
package struct NoInput: FormInput {
    package init(_ form: Form) throws(InvalidInput) {}
}

extension String {
    /// The text without the white space around it.
    fileprivate var trimmed: String {
        let characters = self[...]
        guard let first = characters.firstIndex(where: { !$0.isWhitespace }),
            let last = characters.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(characters[first...last])
    }
}
