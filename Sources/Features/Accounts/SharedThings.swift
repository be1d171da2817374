package import Web

extension SharedThing {
    /// An account: its state and its first password.
    package static let account = SharedThing("account")
    /// A program's access.
    package static let client = SharedThing("client")
}
