package import Web

/// Leads of the bank's tasks: hand-out, suppression, import. C2.1, C4.12, C5.1.
package enum Leads {
    /// What the capability contributes.
    package static func capability() -> Capability {
        Capability(name: "leads", endpoints: [], migrations: LeadsSchema.migrations)
    }
}
