package import Web

extension SharedThing {
    /// Which columns of a task's lead files its agents are shown, by the task's identity.
    package static let leadAttributes = SharedThing("lead_attributes")
}
