internal import Access
internal import Kernel
internal import Records
internal import Web

/// How long recordings are kept, while the bank has not said it. C4.5.
struct RetentionWork: HomeSource {
    let permission = Permission.setRetention
    let path = "/recordings/retention"

    func waiting(_ context: Context) throws -> [WorkItem] {
        if try !Retention.table.newest(1, in: context.transaction).isEmpty { return [] }
        return [
            WorkItem(
                L("录音保存期限尚未确认", en: "How long recordings are kept is not confirmed"),
                concerns: L(
                    "默认\(Retention.standard)天",
                    en: "\(Retention.standard) days by default",
                ),
                href: path,
            )
        ]
    }
}

/// How many recordings the day has, for those who hear them.
struct RecordingFigures: HomeSource {
    let permission = Permission.playRecordings
    let path = "/recordings"

    func figures(_ context: Context) throws -> [HomeFigure] {
        let counts = try RecordingStore(context.transaction)
            .counts(context.now.day, visibleTo: context.viewer)
        return [
            HomeFigure(
                L("今日录音", en: "Recordings today"),
                "\(counts.values.reduce(0, +))",
                href: path,
            )
        ]
    }
}
