internal import HTML
internal import Kernel

/// A document as the page that becomes a PDF: A4 lying, with page numbers, who took it out and when
/// on every page. It loads nothing from anywhere.
struct PaperPage {
    let paper: Paper
    let language: Language
    /// Who takes it out.
    let reader: String
    let moment: Moment

    /// The document; `digest` is that of the page without one, and stands at the foot.
    func bytes(digest: String) -> [UInt8] {
        document(digest: digest).renderDocument(Rendering(language: language))
    }

    private func document(digest: String) -> HTML {
        element("html", Attribute("lang", language.tag)) {
            element("head") {
                element("meta", Attribute("charset", "utf-8"))
                element("title") { paper.title }
                element("style") { Self.style }
            }
            element("body") {
                element("p", .class("mark")) { "\(reader) \(moment.day) \(moment.clock)" }
                foot(digest)
                element("h1") { paper.title }
                element("p", .class("facts")) {
                    for fact in paper.facts {
                        element("span") {
                            fact.name
                            L("：", en: ": ")
                            fact.value
                        }
                    }
                }
                for table in paper.tables { section(table) }
            }
        }
    }

    private func foot(_ digest: String) -> HTML {
        element("div", .class("foot")) {
            element("span", .class("made")) {
                L("导出人：", en: "Taken out by ")
                reader
                " "
                "\(moment.day) \(moment.clock)"
            }
            element("span", .class("digest")) {
                L("内容校验码 SHA-256 ", en: "Content SHA-256 ")
                digest
            }
            element("span", .class("numbers")) { " / " }
        }
    }

    private func section(_ table: PaperTable) -> HTML {
        element("section") {
            element("h2") { table.title }
            element("table") {
                element("thead") {
                    element("tr") { for column in table.columns { element("th") { column.title } } }
                }
                element("tbody") {
                    for row in table.rows { line(row) }
                    if !table.total.isEmpty { line(table.total, "total") }
                }
            }
            if table.hasFormulas {
                element("p", .class("formulas")) {
                    for column in table.columns {
                        if let formula = column.formula {
                            element("span") {
                                column.title
                                L("：", en: ": ")
                                formula
                            }
                        }
                    }
                }
            }
        }
    }

    private func line(_ row: [Figure], _ kind: String? = nil) -> HTML {
        element("tr", kind.map { .class($0) }) {
            for figure in row { element("td", .class(Self.side(of: figure))) { Self.text(figure) } }
        }
    }

    private static func side(of figure: Figure) -> String {
        switch figure {
        case .text: "text"
        case .count, .share, .seconds, .none: "figure"
        }
    }

    static func text(_ figure: Figure) -> String {
        switch figure {
        case .text(let text): text
        case .count(let count): grouped(count)
        case .share(let share): percent(Int((share * 1_000_000).rounded()), of: 1_000_000)
        case .seconds(let seconds): span(.seconds(seconds))
        case .none: "–"
        }
    }

    /// Without quotes, angle brackets and ampersands, which would be escaped. Page numbers stand as
    /// `3/12`.
    private static let style = """
        @page { size: A4 landscape; margin: 16mm 13mm 20mm;
            @bottom-center { content: element(foot); width: 100%; } }
        body { color: #14272b; font-family: WenQuanYi Zen Hei, Noto Sans CJK SC, sans-serif;
            font-size: 8.5pt; line-height: 1.45; margin: 0; }
        h1 { font-size: 16pt; margin: 0 0 2mm; }
        h2 { border-left: 1.2mm solid #0c6b70; break-after: avoid; font-size: 10.5pt;
            margin: 6mm 0 2mm; padding-left: 2mm; }
        .facts { color: #50656a; margin: 0; }
        .facts span, .formulas span { margin-right: 5mm; }
        table { border-collapse: collapse; width: 100%; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        th { background: #e9f1f1; border-bottom: 0.3mm solid #0c6b70; font-weight: 700;
            padding: 1.2mm 1.4mm; text-align: right; vertical-align: bottom; }
        th:first-child { text-align: left; }
        td { border-bottom: 0.15mm solid #d5dfe0; padding: 1mm 1.4mm; overflow-wrap: anywhere; }
        .figure { text-align: right; white-space: nowrap; }
        .total td { border-bottom: 0; border-top: 0.3mm solid #0c6b70; font-weight: 700; }
        .formulas { color: #50656a; font-size: 7pt; margin: 1.5mm 0 0; }
        .mark { color: rgba(12, 107, 112, 0.09); font-size: 34pt; left: 0; margin: 0;
            position: fixed; right: 0; text-align: center; top: 62mm; transform: rotate(-18deg); }
        .foot { border-top: 0.2mm solid #c5d2d4; color: #50656a; font-size: 7pt; padding-top: 1.5mm;
            position: running(foot); }
        .digest { font-family: monospace; margin-left: 6mm; }
        .numbers { float: right; }
        .numbers::before { content: counter(page); }
        .numbers::after { content: counter(pages); }
        """
}
