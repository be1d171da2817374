package import Web

extension SharedThing {
    /// Which columns of a task's lead files its agents are shown, by the task's identity.
    package static let leadAttributes = SharedThing("lead_attributes")
    /// An import: what was understood of its file, which whoever starts it has looked at.
    package static let leadImport = SharedThing("lead_import")
}
