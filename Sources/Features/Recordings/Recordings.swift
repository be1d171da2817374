internal import HTML
internal import Kernel
package import Web

/// The recordings of calls: sealed, played by those who may, kept for as long as the bank says and
/// destroyed with a record. C4.4, C4.5, C6.3.
package enum Recordings {
    /// What the capability contributes.
    package static func capability() -> Capability {
        Capability(
            name: "recordings",
            endpoints: [
                ListRecordings(), ShowRetention(), SetRetention(), ShowRecording(),
                PlayRecording(), HoldRecording(),
            ],
            migrations: RecordingsSchema.migrations,
            menu: [
                MenuEntry(
                    .quality,
                    L("录音", en: "Recordings"),
                    path: "/recordings",
                    icon: .microphone,
                    key: "v",
                    permission: .playRecordings,
                ),
                MenuEntry(
                    .security,
                    L("录音保存", en: "Retention"),
                    path: "/recordings/retention",
                    icon: .shield,
                    permission: .seeRetention,
                ),
            ],
            home: [RetentionWork(), RecordingFigures()],
        )
    }
}
