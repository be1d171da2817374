package import Access
internal import Database
internal import HTML
package import Kernel
package import Web

/// The recordings of a day; what is missing or incomplete stands first among the figures.
package struct ListRecordings: Endpoint {
    package static let route = Route(.get, "/recordings")
    package static let permission = Permission.playRecordings

    private static let day = InputField.optionalDay("day", L("日期", en: "Day"))
    private static let state = InputField<RecordingState?>.optionalChoice(
        "state",
        L("状态", en: "State"),
        named: \.name,
    )

    package struct Input: FormInput {
        let day: BusinessDay?
        let state: RecordingState?
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            (day, state) = try form.read(ListRecordings.day, ListRecordings.state)
            start = try form.pageStart()
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<RecordingRow> {
        let store = RecordingStore(context.transaction)
        let day = input.day ?? context.now.day
        let found = try store.counts(day, visibleTo: context.viewer)
        let counts = RecordingState.allCases.map { StateCount(state: $0, count: found[$0] ?? 0) }
        let rows = try store.list(
            day,
            state: input.state,
            visibleTo: context.viewer,
            before: input.start.before,
            limit: input.start.limit,
        )
        return ListPage(
            RecordingRow.layout,
            PageOf(rows, from: input.start) { $0.call.rawValue }.map(RecordingRow.init),
            at: Self.route.pattern,
            for: context.viewer,
            filters: [Self.day.filled(day).standing, Self.state.filled(input.state)],
            facts: ["day": "\(day)", "counts": counts],
            above: statTiles(
                counts.map { count in
                    StatTile(
                        count.state.name,
                        value: grouped(count.count),
                        href: "/recordings?day=\(day)&state=\(count.state.rawValue)",
                    )
                }
            ),
        )
    }

    /// How many are in a state.
    private struct StateCount: Encodable, Sendable {
        let state: RecordingState
        let count: Int
    }
}

/// A recording as the list shows it.
package struct RecordingRow: Encodable, Sendable {
    let call: Int64
    let state: RecordingState
    let lengthSeconds: Int64
    let storedAt: String
    let isHeld: Bool

    fileprivate init(_ recording: Recording) {
        call = recording.call.rawValue
        state = recording.state
        lengthSeconds = recording.length.wholeSeconds
        storedAt = recording.storedAt.clock
        isHeld = recording.isHeld
    }

    static let layout = ListLayout<Self>(
        "recordings",
        L("录音", en: "Recordings"),
        lead: L("每次播放都记入审计日志（C4.4）。", en: "Each play is in the audit log (C4.4)."),
        columns: [
            ListColumn(L("通话", en: "Call")) { "\($0.call)".html },
            ListColumn(L("状态", en: "State")) { $0.state.mark },
            ListColumn(L("时长", en: "Length"), .number) { span(.seconds($0.lengthSeconds)).html },
            ListColumn(L("入库", en: "Stored")) { $0.storedAt.html },
            ListColumn(L("保全", en: "Hold")) { line in
                line.isHeld ? L("保全中", en: "On hold").html : .empty
            },
        ],
        empty: L(
            "当日没有录音。模拟线路的通话不录音。",
            en: "No recordings on this day. Simulated calls have none.",
        ),
        opens: .page(ShowRecording.self, \.call),
        tone: { line in
            switch line.state {
            case .missing: .bad
            case .short: .warning
            case .stored, .destroyed: nil
            }
        },
    )
}
