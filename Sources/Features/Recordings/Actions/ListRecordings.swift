package import Access
internal import Database
package import HTML
package import Kernel
package import Web

/// The recordings of a day; what is missing or incomplete stands first among the figures.
package struct ListRecordings: Endpoint {
    package static let route = Route(.get, "/recordings")
    package static let permission = Permission.playRecordings

    package struct Input: FormInput {
        let day: BusinessDay?
        let state: RecordingState?
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            day = try form.optionalDay("day")
            state = try form.optionalChoice("state")
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> RecordingList {
        try RecordingList(input, context)
    }
}

/// A page of recordings.
package struct RecordingList: Resource {
    static let pageSize = 50

    /// A recording as the list shows it.
    package struct Line: Encodable, Sendable {
        let call: Int64
        let state: RecordingState
        let lengthSeconds: Int64
        let storedAt: String
        let isHeld: Bool
    }

    /// How many are in a state.
    package struct Count: Encodable, Sendable {
        let state: RecordingState
        let count: Int
    }

    /// The day to which the calls belong.
    package let day: String
    /// The day's recordings by state.
    package let counts: [Count]
    /// The recordings of this page.
    package let recordings: [Line]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    private let chosen: RecordingState?
    private let date: BusinessDay
    private let after: Int64

    private enum CodingKeys: String, CodingKey { case day, counts, recordings, next }

    init(_ input: ListRecordings.Input, _ context: Context) throws {
        let store = RecordingStore(context.transaction)
        date = input.day ?? context.now.day
        chosen = input.state
        after = input.after
        day = "\(date)"
        let found = try store.counts(date, visibleTo: context.viewer)
        counts = RecordingState.allCases.map { Count(state: $0, count: found[$0] ?? 0) }
        let rows = try store.list(
            date,
            state: input.state,
            visibleTo: context.viewer,
            before: after == 0 ? .max : after,
            limit: Self.pageSize + 1,
        )
        recordings = rows.prefix(Self.pageSize).map { recording in
            Line(
                call: recording.call.rawValue,
                state: recording.state,
                lengthSeconds: recording.length.wholeSeconds,
                storedAt: recording.storedAt.clock,
                isHeld: recording.isHeld,
            )
        }
        next = rows.count > Self.pageSize ? recordings.last?.call : nil
    }

    package var title: L { L("录音", en: "Recordings") }

    package var page: HTML {
        pageHeader(
            title,
            L("每次播放都记入审计日志（C4.4）。", en: "Each play is in the audit log (C4.4)."),
        )
        statTiles(
            counts.map { count in
                StatTile(
                    count.state.name,
                    value: grouped(count.count),
                    href: "/recordings?day=\(day)&state=\(count.state.rawValue)",
                )
            }
        )
        filterBar("/recordings", reset: "/recordings") {
            Field("day", L("日期", en: "Day")).date(date)
            Field("state", L("状态", en: "State")).select(
                RecordingState.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: chosen?.rawValue ?? "",
                none: L("全部", en: "All"),
            )
        }
        dataTable(
            columns: [
                Column(L("通话", en: "Call")), Column(L("状态", en: "State")),
                Column(L("时长", en: "Length"), .number), Column(L("入库", en: "Stored")),
                Column(L("保全", en: "Hold")),
            ],
            rows: recordings.map { line in
                TableRow(
                    [
                        "\(line.call)".html, badge(line.state.name, line.state.tone),
                        span(.seconds(line.lengthSeconds)).html, line.storedAt.html,
                        line.isHeld ? L("保全中", en: "On hold").html : "".html,
                    ],
                    href: "/calls/\(line.call)/recording",
                    tone: line.state == .missing ? .bad : line.state == .short ? .warning : nil,
                )
            },
            empty: L(
                "当日没有录音。模拟线路的通话不录音。",
                en: "No recordings on this day. Simulated calls have none."
            ),
        )
        keyPages(
            path: "/recordings?day=\(day)" + (chosen.map { "&state=\($0.rawValue)" } ?? ""),
            after: after,
            next: next
        )
    }
}
