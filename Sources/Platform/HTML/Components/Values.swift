package import Kernel

/// A whole number with commas: `41,188`.
package func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude).utf8)
    for position in stride(from: digits.count - 3, to: 0, by: -3) {
        digits.insert(UInt8(ascii: ","), at: position)
    }
    return (number < 0 ? "-" : "") + String(decoding: digits, as: UTF8.self)
}

/// A part of a whole, in percent with one decimal: `12.5%`; a dash when the whole is nothing.
package func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let tenths = (part * 1_000 * 2 + whole) / (whole * 2)
    return "\(tenths / 10).\(tenths % 10)%"
}

/// A span of time as `4:05` or `1:02:03`.
package func span(_ duration: Duration) -> String {
    let seconds = max(0, Int(duration.components.seconds))
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return hours > 0
        ? "\(hours):\(padded(minutes)):\(padded(rest))" : "\(minutes):\(padded(rest))"
}

/// A text that leads to `path`; the text alone where there is no way for its reader.
package func linked(_ text: some HTMLConvertible, to path: String?) -> HTML {
    path.map { element("a", .href($0)) { text } } ?? text.html
}

/// A number for an attribute: without a fraction where there is none.
func decimal(_ value: Double) -> String {
    value.rounded() == value && abs(value) < 1e15 ? String(Int64(value)) : String(value)
}

/// A moment as people write it: `2026-03-31 09:05:30`, with the exact one for programs.
package func momentText(_ moment: Moment) -> HTML {
    element("time", Attribute("datetime", moment.iso8601)) { "\(moment.day) \(moment.clock)" }
}

/// The time since `start`, going on by itself; `shown` is what stands there without a script.
package func runningTime(since start: Moment, shown: Duration = .zero) -> HTML {
    element("span", .class("timer"), .data("since", String(start.milliseconds)), .role("timer")) {
        span(shown)
    }
}

/// The time left until `end`, going on by itself; `shown` is what stands there without a script.
package func remainingTime(until end: Moment, shown: Duration = .zero) -> HTML {
    element("span", .class("timer"), .data("until", String(end.milliseconds)), .role("timer")) {
        span(shown)
    }
}

/// The server's clock, going on by itself at its own speed: `14:32:08`.
package func runningClock(_ now: Moment) -> HTML {
    element("span", .class("timer"), .data("clock", "")) { now.clock }
}

/// A masked name or number. The text comes masked from the vault; this only shows it as such.
package func maskedValue(_ masked: String) -> HTML {
    element("span", .class("masked"), .title(L("已脱敏", en: "Masked"))) { masked }
}

/// How far something has come, with the numbers beside it.
package func progressBar(_ done: Int, of whole: Int, label: L, tone: Tone = .info) -> HTML {
    element("div", .class("progress-line")) {
        element(
            "progress",
            .class("bar bar-\(tone.rawValue)"),
            .label(label),
            Attribute("max", String(max(whole, 1))),
            .value(String(min(done, max(whole, 1)))),
        ) { percent(done, of: whole) }
        element("span", .class("progress-text")) { "\(grouped(done)) / \(grouped(whole))" }
    }
}

/// A player for what stands at `source`; the space bar and the arrows work once it has the focus.
package func audioPlayer(_ source: String, _ name: L) -> HTML {
    element(
        "audio",
        .class("audio-player"),
        .label(name),
        Attribute(flag: "controls"),
        Attribute("preload", "none"),
        Attribute("src", source),
    )
}
