internal import Kernel
package import Web

extension ThingKind {
    /// A call task.
    package static let campaign = ThingKind(
        "campaign",
        acts: "campaigns",
        L("外呼任务", en: "Call task"),
        page: "/campaigns/{id}",
    )
    /// One version of a script.
    package static let scriptVersion = ThingKind(
        "script_version",
        acts: "script-versions",
        L("话术版本", en: "Script version"),
        page: "/script-versions/{id}",
    )
    /// A using institution.
    package static let institution = ThingKind(
        "institution",
        acts: "institutions",
        L("使用机构", en: "Using institution"),
        page: "/institutions/{id}",
    )
    /// The calling hours of all provinces.
    package static let regionHours = ThingKind(
        "region_hours",
        acts: "region-hours",
        L("各省外呼时段", en: "Calling hours by province"),
        page: "/region-hours",
        isOnly: true,
    )
}
