internal import Access
internal import Accounts
internal import Calls
internal import HTML
internal import Kernel
internal import Web

/// Days of which calls are left and that nobody has closed.
struct DayClosingWork: HomeSource {
    let permission = Permission.closeDay
    let path = "/reports/days"
    /// How many days back is looked.
    private static let back = 7

    func waiting(_ context: Context) throws -> [WorkItem] {
        let vendors = try OrganisationStore(context.transaction)
            .vendors(visibleTo: context.viewer)
        let store = ClosingStore(context.transaction)
        var items: [WorkItem] = []
        for back in 1...Self.back {
            let day = context.now.day.adding(days: -back)
            let closed = try store.closings(on: day)
            for vendor in vendors where closed[vendor.id.rawValue] == nil {
                guard try store.hasCalls(on: day, of: vendor.id) else { continue }
                items.append(
                    WorkItem(
                        L("日报未关闭：\(day)", en: "A day to close: \(day)"),
                        concerns: L(same: vendor.name),
                        href: "/reports/days/\(day)?vendor=\(vendor.id)",
                        urgency: .overdue,
                        clock: .since(day.next.start),
                    )
                )
            }
        }
        return WorkItem.gathered(items, all: path)
    }
}

/// Calls of the day whose result is missing or does not agree with the evidence, for those who look
/// after it. Who is still writing a result up has ten minutes. C6.3.
struct DoubtWork: HomeSource {
    let permission = Permission.mindDoubts
    let path = "/calls"
    private static let patience = Duration.minutes(10)

    func waiting(_ context: Context) throws -> [WorkItem] {
        let day = context.now.day
        let count = try DoubtfulCallStore(context.transaction).count(
            on: day,
            endedBefore: context.now - Self.patience,
            visibleTo: context.viewer,
            upTo: 500,
        )
        if count == 0 { return [] }
        let mayRead = Permission.readReports.allows(context.viewer)
        return [
            WorkItem(
                L("通话结果缺失或与话单不符", en: "Results missing, or against the evidence"),
                href: mayRead ? "/reports/days/\(day)" : path,
                count: count,
                urgency: .today,
            )
        ]
    }
}

/// The day's state: what was dialled, what came of it, and who is at work.
struct DayFigures: HomeSource {
    let permission = Permission.readReports
    let path = "/reports/days"

    func figures(_ context: Context) throws -> [HomeFigure] {
        let day = context.now.day
        let calls = try DayReportStore(context.transaction)
            .parts(on: day, vendor: nil, visibleTo: context.viewer)
            .reduce(Measures()) { $0 + $1.measures }.calls
        let store = ClosingStore(context.transaction)
        let seats = try OrganisationStore(context.transaction)
            .vendors(visibleTo: context.viewer)
            .map { try store.seatsAtWork(of: $0.id) }.reduce(0, +)
        let href = "\(path)/\(day)"
        return [
            HomeFigure(L("今日外呼", en: "Dialled today"), grouped(calls.dialled), href: href),
            HomeFigure(
                L("今日应答率", en: "Answered today"),
                percent(calls.answered, of: calls.dialled),
                href: href,
            ),
            HomeFigure(
                L("今日意向客户", en: "Interested today"),
                grouped(calls.interested),
                href: href,
            ),
            HomeFigure(L("在岗坐席", en: "Seats at work"), grouped(seats)),
        ]
    }
}
