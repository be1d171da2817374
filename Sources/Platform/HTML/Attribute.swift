package import Kernel

/// An attribute of an element. Its value is escaped. There is no attribute for scripts or styles:
/// the content security policy allows neither in a page.
package struct Attribute: Sendable {
    enum Value: Sendable {
        case none
        case text(String)
        case bilingual(L)
        /// The path of a file that is the same for everyone.
        case asset(String)
    }

    let name: String
    let value: Value

    /// An attribute with a text.
    package init(_ name: String, _ value: String) {
        self.name = Self.checked(name)
        self.value = .text(value)
    }

    /// An attribute with a text in the reader's language.
    package init(_ name: String, _ value: L) {
        self.name = Self.checked(name)
        self.value = .bilingual(value)
    }

    /// An attribute with the path of a style sheet, a script or a picture, such as
    /// `/assets/logo.svg`; it is written as the address that browsers keep for good.
    package static func asset(_ name: String, _ path: String) -> Attribute {
        Attribute(name: checked(name), value: .asset(path))
    }

    private init(name: String, value: Value) {
        self.name = name
        self.value = value
    }

    /// An attribute that stands without a value, such as `required`.
    package init(flag name: String) {
        self.name = Self.checked(name)
        value = .none
    }

    private static func checked(_ name: String) -> String {
        let lowercase = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        precondition(lowercase && !name.hasPrefix("on") && name != "style", "Not allowed: \(name)")
        return name
    }

    /// `class`.
    package static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
    /// `id`.
    package static func id(_ value: String) -> Attribute { Attribute("id", value) }
    /// `href`.
    package static func href(_ value: String) -> Attribute { Attribute("href", value) }
    /// `name`.
    package static func name(_ value: String) -> Attribute { Attribute("name", value) }
    /// `type`.
    package static func type(_ value: String) -> Attribute { Attribute("type", value) }
    /// `value`.
    package static func value(_ value: String) -> Attribute { Attribute("value", value) }
    /// `for`.
    package static func `for`(_ value: String) -> Attribute { Attribute("for", value) }
    /// `role`.
    package static func role(_ value: String) -> Attribute { Attribute("role", value) }
    /// `title`, in the reader's language.
    package static func title(_ value: L) -> Attribute { Attribute("title", value) }
    /// `placeholder`, in the reader's language.
    package static func placeholder(_ value: L) -> Attribute { Attribute("placeholder", value) }
    /// `aria-label`, in the reader's language.
    package static func label(_ value: L) -> Attribute { Attribute("aria-label", value) }
    /// `data-NAME`.
    package static func data(_ name: String, _ value: String) -> Attribute {
        Attribute("data-\(name)", value)
    }
    /// `data-NAME`, in the reader's language: texts that a script shows.
    package static func data(_ name: String, _ value: L) -> Attribute {
        Attribute("data-\(name)", value)
    }
    /// `required`.
    package static let required = Attribute(flag: "required")
    /// `disabled`.
    package static let disabled = Attribute(flag: "disabled")
    /// `checked`.
    package static let checked = Attribute(flag: "checked")
    /// `selected`.
    package static let selected = Attribute(flag: "selected")
    /// `autofocus`.
    package static let autofocus = Attribute(flag: "autofocus")
    /// `multiple`.
    package static let multiple = Attribute(flag: "multiple")
    /// `hidden`.
    package static let hidden = Attribute(flag: "hidden")
}
