/// A stored value that does not open. A defect or an attack: nobody reads it but the log, and it
/// carries no customer data.
package enum VaultError: Error, Hashable, Sendable {
    /// The bytes of this field are no sealed value of a known version.
    case notSealed(Field)
    /// The value of this field was sealed with a key that the vault does not hold.
    case unknownKey(Field)
    /// The value was altered, or was sealed as another field.
    case notAuthentic(Field)
}

extension VaultError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notSealed(let field): "\(field.name) holds no sealed value"
        case .unknownKey(let field): "\(field.name) is sealed with a key that is not loaded"
        case .notAuthentic(let field): "\(field.name) was altered, or comes from another column"
        }
    }
}
