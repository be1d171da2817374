internal import FoundationEssentials
package import Kernel

/// JSON in and out.
package enum JSON {
    /// `value` as JSON, its texts in `language`. Names are written as those of forms and of JSON
    /// that comes in: `dialled_at`, not `dialledAt`. Keys of a dictionary stay as they are.
    package static func encode(_ value: some Encodable, language: Language) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.userInfo[L.languageKey] = language
        return Array(try encoder.encode(value))
    }

    /// The fields of a JSON object as form fields: scalars as text, arrays as several values,
    /// objects within objects as `outer.inner`. What stands within an array keeps its own place,
    /// `outer.0`, `outer.1.inner`: no value of one moves to the next. Throws `JSONRefusal` over a
    /// bound and `InvalidInput` for anything else.
    static func fields(_ bytes: [UInt8]) throws -> [String: [String]] {
        let decoded: Node
        do {
            decoded = try BoundedJSON.decode(Node.self, from: bytes, most: 16 << 20)
        } catch let refusal as JSONRefusal {
            throw refusal
        } catch {
            throw InvalidInput(
                "body",
                L("请求正文不是有效的 JSON。", en: "The body is not valid JSON."),
            )
        }
        guard case .object = decoded else {
            throw InvalidInput(
                "body",
                L("请求正文应为 JSON 对象。", en: "The body must be a JSON object."),
            )
        }
        var fields: [String: [String]] = [:]
        decoded.collect("", into: &fields)
        return fields
    }

    private indirect enum Node: Decodable {
        case scalar(String)
        case null
        case list([Node])
        case object([String: Node])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = container.ifPresent(Bool.self) {
                self = .scalar(flag ? "true" : "false")
            } else if let number = container.ifPresent(Int64.self) {
                self = .scalar(String(number))
            } else if let number = container.ifPresent(Double.self) {
                self = .scalar(String(number))
            } else if let text = container.ifPresent(String.self) {
                self = .scalar(text)
            } else if let list = container.ifPresent([Node].self) {
                self = .list(list)
            } else {
                self = .object(try container.decode([String: Node].self))
            }
        }

        func collect(_ name: String, into fields: inout [String: [String]]) {
            switch self {
            case .null: break
            case .scalar(let text): fields[name, default: []].append(text)
            case .list(let nodes):
                // Nothing in a list keeps its place, and an empty list is there as well.
                var values = fields[name] ?? []
                for (index, node) in nodes.enumerated() {
                    switch node {
                    case .null: values.append("")
                    case .scalar(let text): values.append(text)
                    case .list, .object: node.collect("\(name).\(index)", into: &fields)
                    }
                }
                fields[name] = values
            case .object(let members):
                for (key, node) in members {
                    node.collect(name.isEmpty ? key : "\(name).\(key)", into: &fields)
                }
            }
        }
    }
}

extension SingleValueDecodingContainer {
    /// The value if it has this type; a value of another type is no error here.
    fileprivate func ifPresent<Value: Decodable>(_ type: Value.Type) -> Value? {
        do { return try decode(type) } catch { return nil }
    }
}
