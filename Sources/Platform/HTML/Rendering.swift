package import Kernel

/// What a page learns only when it is rendered.
package struct Rendering: Sendable {
    /// The reader's language.
    package let language: Language
    /// The session's proof that a form came from our own page; empty for nobody.
    package let csrfToken: String
    /// What stands before the path of a file that is the same for everyone; empty for nothing.
    package let assets: String

    /// Gathers what a page learns on rendering.
    package init(language: Language, csrfToken: String = "", assets: String = "") {
        self.language = language
        self.csrfToken = csrfToken
        self.assets = assets
    }
}

extension HTML {
    /// The markup as UTF-8, every text escaped.
    package func render(_ rendering: Rendering) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(16_384)
        write(to: &output, rendering)
        return output
    }

    /// A whole document: the doctype and then this element.
    package func renderDocument(_ rendering: Rendering) -> [UInt8] {
        var output = Array("<!doctype html>\n".utf8)
        output.reserveCapacity(32_768)
        write(to: &output, rendering)
        return output
    }

    private func write(to output: inout [UInt8], _ rendering: Rendering) {
        switch node {
        case .empty: break
        case .text(let text): Self.escape(text, to: &output)
        case .bilingual(let text): Self.escape(text[rendering.language], to: &output)
        case .fragment(let pieces):
            for piece in pieces { piece.write(to: &output, rendering) }
        case .csrfField:
            output.append(contentsOf: #"<input type="hidden" name="csrf" value=""#.utf8)
            Self.escape(rendering.csrfToken, to: &output)
            output.append(contentsOf: #"">"#.utf8)
        case .csrfMeta:
            output.append(contentsOf: #"<meta name="csrf-token" content=""#.utf8)
            Self.escape(rendering.csrfToken, to: &output)
            output.append(contentsOf: #"">"#.utf8)
        case .element(let name, let attributes, let children):
            Self.writeElement(name, attributes, children, to: &output, rendering)
        }
    }

    private static func writeElement(
        _ name: StaticString,
        _ attributes: [Attribute],
        _ children: [HTML],
        to output: inout [UInt8],
        _ rendering: Rendering,
    ) {
        let tag = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        output.append(UInt8(ascii: "<"))
        output.append(contentsOf: tag)
        for attribute in attributes {
            output.append(UInt8(ascii: " "))
            output.append(contentsOf: attribute.name.utf8)
            switch attribute.value {
            case .none: continue
            case .text(let text): writeValue(text, to: &output)
            case .bilingual(let text): writeValue(text[rendering.language], to: &output)
            case .asset(let path): writeValue(rendering.assets + path, to: &output)
            }
        }
        output.append(UInt8(ascii: ">"))
        if voidElements.contains(String(describing: name)) { return }
        for child in children { child.write(to: &output, rendering) }
        output.append(contentsOf: "</".utf8)
        output.append(contentsOf: tag)
        output.append(UInt8(ascii: ">"))
    }

    private static func writeValue(_ text: String, to output: inout [UInt8]) {
        output.append(contentsOf: "=\"".utf8)
        escape(text, to: &output)
        output.append(UInt8(ascii: "\""))
    }

    private static func escape(_ text: String, to output: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
            default: output.append(byte)
            }
        }
    }

    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr",
    ]
}
