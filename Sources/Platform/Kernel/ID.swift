/// The identity of one `Owner`: a row's key, told apart by the compiler from every other key.
package struct ID<Owner>: Hashable, Sendable {
    /// The key as the database stores it.
    package let rawValue: Int64

    /// Wraps a stored key.
    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }
}

extension ID: Comparable {
    /// Orders identities by their key, the order in which rows were created.
    package static func < (left: ID, right: ID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension ID: CustomStringConvertible {
    /// The bare key, as it stands in a URL.
    package var description: String { String(rawValue) }
}
