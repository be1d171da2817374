internal import Access
internal import Accounts
internal import Calls
internal import Campaigns
internal import HTML
internal import Kernel
internal import Telephony
internal import Web

/// The end of the day report: the calls that need a look, and closing the day. C6.3.
struct DayClosing {
    let report: DayReport
    let viewer: Viewer

    @HTMLBuilder var html: HTML {
        card(L("待核查通话", en: "Calls that need a look")) { doubtful }
        card(L("日结", en: "Closing the day")) { closing }
    }

    private var doubtful: HTML {
        let agents = report.agentNames
        return ListLayout<DoubtfulCall>(
            "doubtful",
            L("待核查通话", en: "Calls that need a look"),
            columns: [
                ListColumn(L("通话", en: "Call")) { $0.call.html },
                ListColumn(L("坐席", en: "Agent")) { (agents[$0.agent] ?? "").html },
                ListColumn(L("结果", en: "Result")) { Self.result($0).html },
                ListColumn(L("通话时长", en: "Talk"), .number) { Self.talk($0.talkSeconds).html },
                ListColumn(L("结束原因", en: "How it ended")) { line in
                    (line.endCause.flatMap(EndCause.init(code:))?.label ?? L(same: "–")).html
                },
                ListColumn(
                    L("问题", en: "Doubt"),
                    formula: L(
                        "录入结果与线路证据比对（C6.3）；可放宽\(EvidenceVerdict.tolerance.wholeSeconds)秒",
                        en: "The recorded result against the line's evidence (C6.3), with "
                            + "\(EvidenceVerdict.tolerance.wholeSeconds) s of tolerance",
                    ),
                ) { Self.doubt($0) },
            ],
            empty: L("没有与证据不符或缺结果的通话。", en: "Every call has a result that agrees."),
            opens: .page(ShowCall.self, \.call),
        ).table(report.doubtful, id: "doubtful", for: viewer)
    }

    private static func talk(_ seconds: Int64) -> String {
        seconds == 0 ? "–" : span(.seconds(seconds))
    }

    private static func result(_ line: DoubtfulCall) -> L {
        line.outcome.flatMap(Outcome.init(rawValue:))?.name ?? L("未记录", en: "Not recorded")
    }

    private static func doubt(_ line: DoubtfulCall) -> HTML {
        if let verdict = EvidenceVerdict(rawValue: line.doubt) { return badge(verdict.name, .bad) }
        return line.doubt == "open"
            ? badge(L("通话中", en: "Goes on"), .busy) : badge(L("无结果", en: "No result"), .warning)
    }

    @HTMLBuilder private var closing: HTML {
        element("p") {
            L(
                "日结后当日结果不能再更正。通话须全部结束；当日日结须坐席全部签出；缺结果的通话须补录或确认。",
                en: "After closing, the day's results are not corrected any more. Every call must "
                    + "have ended and, today, every seat be signed out; calls without a result "
                    + "are recorded first, or confirmed.",
            )
        }
        for vendor in report.vendors {
            element("h3", .class("closing-vendor")) {
                vendor.name
                " "
                report.closings[vendor.id.rawValue] == nil
                    ? badge(L("未日结", en: "Open")) : badge(L("已日结", en: "Closed"), .good)
            }
            if let closing = report.closings[vendor.id.rawValue] {
                facts([
                    (L("日结人", en: "Closed by"), (report.closers[closing.by.rawValue] ?? "").html),
                    (L("日结时间", en: "Closed at"), momentText(closing.at)),
                ])
            }
            if report.closings[vendor.id.rawValue] == nil {
                CloseDay.form(
                    report.day,
                    of: vendor.id,
                    as: report.standings[vendor.id.rawValue] ?? "",
                ).offered(to: viewer)
            }
        }
    }
}
