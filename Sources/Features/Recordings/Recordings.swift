internal import HTML
internal import Jobs
internal import Kernel
internal import Records
internal import Threads
package import Web

/// The recordings of calls: sealed, played by those who may, kept for as long as the bank says and
/// destroyed with a record. C4.4, C4.5, C6.3.
package enum Recordings {
    /// What the capability contributes. Nodes write their recordings into `spoolFolders`.
    package static func capability(spoolFolders: [String] = []) -> Capability {
        Capability(
            name: "recordings",
            endpoints: [
                ListRecordings(), ShowSetting<Retention>(), DecideSetting<Retention>(),
                ShowRecording(),
                PlayRecording(), HoldRecording(),
                AddDocument<HoldDocuments>(), ShowDocument<HoldDocuments>(),
                ShowDocumentPage<HoldDocuments>(), CopyDocument<HoldDocuments>(),
            ],
            migrations: RecordingsSchema.migrations,
            menu: [
                MenuEntry(
                    .quality,
                    L("录音", en: "Recordings"),
                    ListRecordings.self,
                    icon: .microphone,
                    key: "v"
                ),
                MenuEntry(
                    .security,
                    L("录音保存", en: "Retention"),
                    ShowSetting<Retention>.self,
                    icon: .shield
                ),
            ],
            jobs: { environment in
                let keeper = RecordingKeeper(environment.within(.bulk), spoolFolders: spoolFolders)
                return [
                    JobDefinition(
                        "recordings.intake",
                        L("收存录音，登记缺失的录音", en: "Take recordings in; find missing ones"),
                        .every(.seconds(2)),
                        lane: .bulk,
                        .own { _ in
                            try keeper.takeIn()
                            try keeper.findMissing()
                        },
                    ),
                    JobDefinition(
                        "recordings.retention",
                        L("销毁保存期满的录音", en: "Destroy recordings whose time is over"),
                        .every(.minutes(1)),
                        lane: .bulk,
                        .own { _ in try keeper.destroyOverdue() },
                    ),
                    JobDefinition(
                        "recordings.documents",
                        L("清理上传中断的依据文件", en: "Clear up uploads that were cut off"),
                        .every(.minutes(30)),
                        lane: .bulk,
                        .own { _ in try HoldDocuments.sweep(environment.within(.bulk)) },
                    ),
                ]
            },
            home: [RetentionWork(), RecordingFigures()],
            notices: [Retention.decided],
        )
    }
}
