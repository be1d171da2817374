import HTML
import Kernel
import Testing

@Suite struct HTMLTests {
    private func rendered(_ html: HTML, _ language: Language = .chinese) -> String {
        String(
            decoding: html.render(Rendering(language: language, csrfToken: "a\"b")),
            as: UTF8.self
        )
    }

    @Test("文字一律转义 · every text is escaped")
    func escaping() {
        let page = element("p", .title(L("<\"'&>", en: "x"))) {
            "<script>alert('1') & \"2\"</script>"
        }
        #expect(
            rendered(page)
                == "<p title=\"&lt;&quot;&#39;&amp;&gt;\">&lt;script&gt;alert(&#39;1&#39;) &amp; "
                + "&quot;2&quot;&lt;/script&gt;</p>"
        )
    }

    @Test("同一页面两种语言 · one page, two languages")
    func languages() {
        let page = HTML {
            element("h1") { L("结算单", en: "Statement") }
            for number in 1...2 { element("i") { number } }
            if missing == nil { "nothing" }
            element("input", .name("q"), .required)
        }
        #expect(rendered(page) == "<h1>结算单</h1><i>1</i><i>2</i>nothing<input name=\"q\" required>")
        #expect(rendered(page, .english).hasPrefix("<h1>Statement</h1>"))
    }

    private var missing: String? { nil }

    @Test("表单带防伪字段 · a form carries its proof")
    func csrf() {
        #expect(rendered(.csrfField) == #"<input type="hidden" name="csrf" value="a&quot;b">"#)
    }
}
