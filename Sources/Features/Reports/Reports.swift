package import Web

/// What the operation looks like: live, by day, and as results for the bank. Read-only over the
/// other capabilities.
package enum Reports {
    /// What the capability contributes.
    package static func capability() -> Capability {
        Capability(name: "reports", endpoints: [])
    }
}
