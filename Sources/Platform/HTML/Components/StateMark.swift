package import Kernel

/// A state as pages mark it: its name and what it means to the reader.
package protocol StateMark {
    /// The state's name for people.
    var name: L { get }
    /// What the state means to the reader.
    var tone: Tone { get }
}

extension StateMark {
    /// The state in a word, with its colour and picture.
    package var mark: HTML { badge(name, tone) }
}

extension StateMark where Self: RawRepresentable<String> {
    /// The mark of a state by its stable name, as a page's resource carries it.
    package static func mark(_ code: String?) -> HTML {
        code.flatMap(Self.init(rawValue:))?.mark ?? .empty
    }
}
