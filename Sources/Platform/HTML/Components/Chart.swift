package import Kernel

/// A row of figures that a chart draws in one colour.
package struct ChartSeries: Sendable {
    let name: L
    let values: [Double]

    /// Figures, one for each label.
    package init(_ name: L, _ values: [Double]) {
        self.name = name
        self.values = values
    }

    /// Whole figures, one for each label.
    package init(_ name: L, _ values: [Int]) {
        self.init(name, values.map(Double.init))
    }
}

/// A chart with the same figures as a table below it, for those who cannot see the picture.
package struct Chart: HTMLConvertible, Sendable {
    /// How the figures are drawn.
    package enum Kind: String, Sendable {
        /// Upright bars.
        case bar
        /// Upright bars, the series on top of each other.
        case stacked
        /// Lying bars, for long labels.
        case lying
        /// A line for each series.
        case line
        /// The parts of a ring; takes the first series.
        case doughnut
    }

    private let kind: Kind
    private let title: L
    private let labels: [L]
    private let series: [ChartSeries]
    private let tones: [Tone]
    private let unit: L?

    /// A chart of one or more series over the same labels. `tones` colours the series by what
    /// they mean, in a ring the parts; without them the palette decides. `unit` stands at the
    /// axis of the values.
    package init(
        _ kind: Kind,
        _ title: L,
        labels: [L],
        series: [ChartSeries],
        tones: [Tone] = [],
        unit: L? = nil,
    ) {
        self.kind = kind
        self.title = title
        self.labels = labels
        self.series = series
        self.tones = tones
        self.unit = unit
    }

    package var html: HTML {
        element("figure", .class("chart chart-\(kind.rawValue)")) {
            element("figcaption") { title }
            element("div", .class("chart-area")) {
                element(
                    "canvas",
                    .data("chart", kind.rawValue),
                    .data("labels", list(labels)),
                    .data("values", values),
                    .data("series", list(series.map(\.name))),
                    tones.isEmpty ? nil : .data("tones", array(tones.map(\.rawValue))),
                    unit.map { .data("unit", $0) },
                    .role("img"),
                    .label(title),
                )
            }
            element("details", .class("chart-data")) {
                element("summary") { L("数据表", en: "As a table") }
                table
            }
        }
    }

    private var table: HTML {
        element("table", .class("data-table")) {
            element("thead") {
                element("tr") {
                    element("th", Attribute("scope", "col")) { title }
                    for one in series {
                        element("th", Attribute("scope", "col"), .class("cell-number")) { one.name }
                    }
                }
            }
            element("tbody") {
                for (index, label) in labels.enumerated() {
                    element("tr") {
                        element("th", Attribute("scope", "row")) { label }
                        for one in series {
                            element("td", .class("cell-number")) {
                                index < one.values.count ? decimal(one.values[index]) : "–"
                            }
                        }
                    }
                }
            }
        }
    }

    /// `[[1,2],[3,4]]`, one row a series.
    private var values: String {
        let rows = series.map { "[" + $0.values.map(number).joined(separator: ",") + "]" }
        return "[" + rows.joined(separator: ",") + "]"
    }

    private func number(_ value: Double) -> String { value.isFinite ? decimal(value) : "null" }

    private func list(_ texts: [L]) -> L {
        L(array(texts.map(\.chinese)), en: array(texts.map(\.english)))
    }

    private func array(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ",") + "]"
    }

    /// A JSON string. The attribute around it is escaped as HTML on rendering.
    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
