import HTML
import Kernel
import Testing

@Suite struct ComponentTests {
    private func rendered(_ html: HTML, _ language: Language = .chinese) -> String {
        String(
            decoding: html.render(Rendering(language: language, csrfToken: "proof")),
            as: UTF8.self
        )
    }

    @Test("组件中的文字一律转义 · components escape what they are given")
    func escaping() {
        let hostile = "<b>\"&'"
        let pages = [
            pageHeader(L(same: hostile), back: (L(same: hostile), hostile)),
            notice(.bad, L(same: hostile)),
            dataTable(
                caption: L(same: hostile),
                columns: [Column(L(same: hostile))],
                rows: [TableRow([hostile.html], href: hostile)]
            ),
            Field("f", L(same: hostile), help: L(same: hostile)).text(hostile),
            Field("f", L(same: hostile)).area(hostile),
            Chart(.bar, L(same: hostile), labels: [L(same: hostile)], series: []).html,
            maskedValue(hostile),
            confirmDialog(
                "d",
                title: L(same: hostile),
                L(same: hostile),
                action: hostile,
                confirm: L(same: hostile)
            ),
        ]
        for page in pages {
            let text = rendered(page)
            #expect(!text.contains("<b>"))
            #expect(text.contains("&lt;b&gt;"))
        }
    }

    @Test("组件两种语言都有 · components speak both languages")
    func languages() {
        let page = HTML {
            keyPages(path: "/leads", after: 4, next: 9)
            submitBar(L("保存", en: "Save"), cancel: "/leads")
            Field("file", L("文件", en: "File")).file(accept: ".csv,.xlsx")
        }
        #expect(rendered(page).contains("下一页"))
        #expect(rendered(page).contains("取消"))
        let english = rendered(page, .english)
        #expect(english.contains("Next page"))
        #expect(english.contains("Drop a file here"))
        #expect(!english.contains { ("\u{4E00}"..."\u{9FFF}").contains($0) })
    }

    @Test("按键翻页保留筛选条件 · pages by key keep the filter")
    func pages() {
        let page = rendered(keyPages(path: "/leads?state=ready", after: 0, next: 51))
        #expect(page.contains("href=\"/leads?state=ready&amp;after=51\""))
        #expect(!page.contains("第一页"))
        #expect(rendered(keyPages(path: "/leads", after: 0, next: nil)).isEmpty)
    }

    @Test("空表显示说明 · an empty table says so and shows the way on")
    func emptyTable() {
        let page = rendered(
            dataTable(
                caption: L("任务", en: "Tasks"),
                columns: [Column(L("名称", en: "Name"))],
                rows: [],
                empty: L("没有任务。", en: "No tasks.")
            ) {
                linkButton(L("新建", en: "New"), href: "/campaigns/new", key: "n")
            }
        )
        #expect(page.contains("没有任务。"))
        #expect(page.contains("data-key=\"n\""))
        #expect(!page.contains("<table"))
    }

    @Test("行可点击，数字靠右 · a row opens, numbers stand under each other")
    func table() {
        let page = rendered(
            dataTable(
                caption: L("坐席", en: "Agents"),
                columns: [
                    Column(L("坐席", en: "Agent")),
                    Column(
                        L("接通率", en: "Reached"),
                        .number,
                        formula: L("接通÷拨打", en: "reached ÷ dialled")
                    ),
                ],
                rows: [TableRow(["王".html, "12.5%".html], href: "/agents/7", tone: .warning)],
                footer: [L("合计", en: "Total").html, "12.5%".html]
            )
        )
        #expect(page.contains("<tr data-href=\"/agents/7\" class=\"row-warning\">"))
        #expect(page.contains("<a class=\"row-link\" href=\"/agents/7\">王</a>"))
        #expect(page.contains("<td class=\"cell-number\">12.5%</td>"))
        #expect(page.contains("接通÷拨打"))
        #expect(page.contains("<tfoot>"))
    }

    @Test("字段带说明和错误位置 · a field has its help and a place for its problem")
    func fields() {
        let page = rendered(
            Field("amount", L("金额", en: "Amount"), help: L("单位：元", en: "In yuan"), isRequired: true)
                .number(5, in: 1...200, unit: L("通", en: "calls"))
        )
        #expect(page.contains("aria-describedby=\"field-amount-help field-amount-problem\""))
        #expect(page.contains("data-problem-for=\"amount\" hidden"))
        #expect(page.contains("min=\"1\" max=\"200\""))
        let refused = rendered(
            Field("name", L("名称", en: "Name"), problem: L("不能为空。", en: "It is empty.")).text()
        )
        #expect(refused.contains("aria-invalid=\"true\""))
        #expect(refused.contains("data-problem-for=\"name\">不能为空。"))
    }

    @Test("选项与默认值 · choices and what is chosen")
    func choices() {
        let choices = [
            Choice("a", L("甲", en: "A")), Choice("b", L("乙", en: "B"), isDisabled: true),
        ]
        let field = Field("c", L("选择", en: "Choice"))
        #expect(
            rendered(field.select(choices, chosen: "a")).contains("<option value=\"a\" selected>")
        )
        #expect(
            rendered(field.checkboxes(choices, chosen: ["b"])).contains(
                "value=\"b\" checked disabled"
            )
        )
        #expect(rendered(field.radioCards(choices, chosen: "a")).contains("value=\"a\" checked"))
    }

    @Test("表单与确认框都带防伪字段 · every form carries its proof")
    func proofs() {
        let forms = [
            form(action: "/a") {}, postButton(L("停用", en: "Close"), action: "/a"),
            confirmDialog(
                "d",
                title: L("停用", en: "Close"),
                L("确定？", en: "Sure?"),
                action: "/a",
                confirm: L("停用", en: "Close"),
                .danger
            ),
        ]
        for form in forms {
            #expect(rendered(form).contains("name=\"csrf\" value=\"proof\""))
            #expect(rendered(form).contains("data-enhanced"))
        }
    }

    @Test("图表附数据表 · a chart carries its figures as a table too")
    func charts() {
        let chart = Chart(
            .stacked,
            L("每小时", en: "By the hour"),
            labels: [L("九点", en: "9 \"am\"")],
            series: [
                ChartSeries(L("接通", en: "Reached"), [3]), ChartSeries(L("未接", en: "Not"), [1.5]),
            ]
        )
        let page = rendered(chart.html, .english)
        #expect(page.contains("data-values=\"[[3],[1.5]]\""))
        #expect(page.contains("data-labels=\"[&quot;9 \\&quot;am\\&quot;&quot;]\""))
        #expect(page.contains("<td class=\"cell-number\">1.5</td>"))
    }

    @Test("数字的写法 · how numbers are written")
    func numbers() {
        #expect(
            [0, 999, 1_000, 41_188, 1_000_000, -1_234].map(grouped)
                == ["0", "999", "1,000", "41,188", "1,000,000", "-1,234"]
        )
        #expect(percent(1, of: 8) == "12.5%")
        #expect(percent(2, of: 3) == "66.7%")
        #expect(percent(0, of: 0) == "–")
        #expect(span(.seconds(65)) == "1:05")
        #expect(span(.seconds(3_723)) == "1:02:03")
    }

    @Test(
        "每种语气都有图标 · every tone has a picture beside its colour",
        arguments: Tone.allCases.filter { $0 != .neutral }
    )
    func tones(_ tone: Tone) {
        let page = rendered(badge(L("状态", en: "State"), tone))
        #expect(page.contains("state-\(tone.rawValue)"))
        #expect(page.contains("/assets/icons.svg#\(tone.icon.rawValue)"))
    }

    @Test("步骤与标签页 · steps and tabs say where one is")
    func places() {
        let steps = rendered(
            stepIndicator([L("选择", en: "Choose"), L("核对", en: "Check")], current: 1)
        )
        #expect(steps.contains("<li class=\"step-now\" aria-current=\"step\">"))
        let page = rendered(
            tabs(
                [Tab(L("名单", en: "Leads"), href: "/x", isCurrent: true, count: 1_200)],
                label: L("任务", en: "Task")
            )
        )
        #expect(page.contains("aria-current=\"page\""))
        #expect(page.contains("1,200"))
    }
}
