internal import Kernel
package import Web

extension ThingKind {
    /// The recording of a call, by the call.
    package static let recording = ThingKind(
        "recording",
        acts: "recordings",
        L("录音", en: "Recording"),
        page: "/calls/{id}/recording",
    )
    /// For how long recordings are kept.
    package static let retention = ThingKind(
        "recording_retention",
        acts: "recording-retention",
        L("录音保存期限", en: "Keeping of recordings"),
        page: "/recordings/retention",
        isOnly: true,
    )
}
