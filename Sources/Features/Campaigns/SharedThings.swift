package import Web

extension SharedThing {
    /// A call task.
    package static let campaign = SharedThing("campaign")
    /// A script as the list of its versions: another version is written on the newest one.
    package static let script = SharedThing("script")
    /// One version of a script.
    package static let scriptVersion = SharedThing("script_version")
    /// A using institution.
    package static let institution = SharedThing("institution")
    /// The calling hours of all provinces.
    package static let regionHours = SharedThing("region_hours")
}
