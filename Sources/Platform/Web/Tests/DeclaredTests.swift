import Access
import HTML
import Kernel
import Testing

@testable import Web

/// What is declared once: fields, lists and offers.
@Suite struct DeclaredTests {
    private enum Colour: String, CaseIterable, Sendable { case red, blue }

    private static let name = InputField.text("name", L("名称", en: "Name"), maximum: 4)
    private static let count = InputField.int("count", L("数量", en: "Count"), in: 1...9)
    private static let colour = InputField<Colour?>.optionalChoice(
        "colour",
        L("颜色", en: "Colour"),
        named: { L(same: $0.rawValue) },
    )

    private func markup(_ html: HTML) -> String {
        String(decoding: html.render(Rendering(language: .english, csrfToken: "t")), as: UTF8.self)
    }

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSON.encode(value, language: .chinese), as: UTF8.self)
    }

    @Test("一次说出每个字段的错误 · every field that is wrong is told at once")
    func problems() throws {
        let form = Form(["name": ["abcde"], "count": ["12"], "colour": ["green"]])
        let error = #expect(throws: InvalidInput.self) {
            try form.read(Self.name, Self.count, Self.colour)
        }
        #expect(error?.problems.map(\.field) == ["name", "count", "colour"])
        let (name, count, colour) = try Form(["name": ["abcd"], "count": ["9"]])
            .read(Self.name, Self.count, Self.colour)
        #expect(name == "abcd" && count == 9 && colour == nil)
    }

    @Test("JSON 与表单由同一处读取 · a program's JSON is read by the same fields")
    func program() throws {
        let form = try Form(json: Array(#"{"name": "abcd", "count": 3, "colour": "blue"}"#.utf8))
        let (_, count, colour) = try form.read(Self.name, Self.count, Self.colour)
        #expect(count == 3 && colour == .blue)
    }

    @Test("页面上的限制即解析时的限制 · the page carries the limits that are enforced")
    func limits() {
        let text = markup(Self.name.filled("ab").html)
        #expect(text.contains(#"maxlength="4""#) && text.contains(#"value="ab""#))
        #expect(text.contains(" required"))
        let number = markup(Self.count.filled().html)
        #expect(number.contains(#"min="1""#) && number.contains(#"max="9""#))
        let choice = markup(Self.colour.filled(.blue, id: "second").html)
        #expect(choice.contains(#"id="second""#) && choice.contains(#"value="blue" selected"#))
    }

    private struct Row: Encodable, Sendable {
        let id: Int64
        let seats: Int

        static let layout = ListLayout<Row>(
            "rows",
            L("行", en: "Rows"),
            columns: [
                ListColumn(L("编号", en: "Number")) { "\($0.id)".html },
                ListColumn(count: L("席位", en: "Seats"), sum: "allSeats", \.seats),
            ],
            empty: L("没有", en: "None yet"),
            opens: .page(Show.self, \.id),
        )
    }

    private struct Show: Endpoint {
        static let route = Route(.get, "/rows/{id}")
        static let permission = Permission("rows.show", .bankManager)

        func answer(_ input: NoInput, _ context: Context) throws -> Done { Done("/rows") }
    }

    private func list(
        _ rows: [Row],
        text: String = "",
        for viewer: Viewer = .anonymous,
    ) -> ListPage<Row> {
        ListPage(
            Row.layout,
            PageOf(rows, from: .first) { $0.id },
            at: "/rows",
            for: viewer,
            filters: [
                InputField.optionalText("q", L("查", en: "Find"), maximum: 9).filled(text),
                Self.colour.filled(.red).standing,
            ],
            facts: ["day": "2026-03-31"],
        )
    }

    @Test("翻页带上全部筛选条件 · the way on keeps every filter")
    func paging() throws {
        let rows = (1...51).map { Row(id: Int64($0), seats: 2) }
        let page = list(rows, text: "a&b 中")
        #expect(page.rows.count == 50)
        let text = markup(page.page)
        #expect(text.contains("/rows?q=a%26b%20%E4%B8%AD&amp;colour=red&amp;after=50"))
        #expect(try json(page).contains(#""next":50"#))
        #expect(try json(list([])).contains("next") == false)
    }

    @Test("合计与附带信息在页面和 JSON 中相同 · sums and facts stand in both")
    func sums() throws {
        let page = list([Row(id: 1, seats: 1_000), Row(id: 2, seats: 234)])
        let text = try json(page)
        #expect(text.contains(#""all_seats":1234"#) && text.contains(#""day":"2026-03-31""#))
        #expect(markup(page.page).contains("1,234"))
    }

    @Test("空列表说明原因：没有记录，或没有符合的 · an empty list says which of the two it is")
    func empty() {
        #expect(markup(list([]).page).contains("None yet"))
        #expect(markup(list([], text: "x").page).contains("Nothing fits the filter."))
    }

    private struct Close: Endpoint {
        static let route = Route(.post, "/rows/{id}/closure")
        static let permission = Permission("rows.close", .bankManager)
        static let edits: Edit? = .asSeen(SharedThing("row"))

        func answer(_ input: NoInput, _ context: Context) throws -> Done { Done("/rows") }
    }

    private struct Pause: Endpoint {
        static let route = Route(.post, "/rows/{id}/pause")
        static let permission = Permission("rows.pause", .bankManager, .supervisor)
        static let edits: Edit? = .always(SharedThing("row"))

        func answer(_ input: NoInput, _ context: Context) throws -> Done { Done("/rows") }
    }

    private func viewer(_ role: Role) throws -> Viewer {
        Viewer(
            account: ID(1),
            organisation: ID(1),
            roles: try Roles([role]),
            name: "",
            staffNumber: "",
        )
    }

    @Test("表单随权限、版本与文件而定 · a form follows its endpoint's right, version and files")
    func forms() throws {
        let form = PostForm(
            Close.self,
            of: 7,
            version: Version(3),
            fields: [Self.name.filled(), .hidden("in", "x")],
        )
        let text = markup(form.html)
        #expect(text.contains(#"action="/rows/7/closure""#) && !text.contains("multipart"))
        #expect(text.contains(#"name="version" value="3""#) && text.contains(#"name="in""#))
        #expect(form.offered(to: try viewer(.bankManager)) != nil)
        #expect(form.offered(to: try viewer(.supervisor)) == nil)
        let file = InputField.file("file", L("文件", en: "File"), accept: ".csv")
        let upload = markup(PostForm(Pause.self, of: 7, fields: [file.filled()]).html)
        #expect(upload.contains("multipart/form-data") && upload.contains(#"accept=".csv""#))
        #expect(!upload.contains(#"name="version""#), "a pause waits for nothing")
    }

    @Test("多选与勾选由同一处读写 · boxes are drawn and read by the same field")
    func boxes() throws {
        let kinds = InputField.anyOf("kinds", L("事项", en: "Kinds"))
        let flag = InputField.flag("on", L("启用", en: "On"))
        let drawn = markup(
            HTML([
                kinds.filled(["b"], among: [Choice("a", L(same: "A")), Choice("b", L(same: "B"))])
                    .html,
                flag.filled(true).html,
            ])
        )
        #expect(drawn.ranges(of: " checked").count == 2)
        let read = try Form(["kinds": ["b", "a", "b"]]).read(kinds, flag)
        #expect(read.0 == ["a", "b"] && !read.1)
        #expect(try Form(["on": ["on"]]).read(flag))
    }

    @Test("链接带上查询 · a link carries its query, a file its fields")
    func addresses() throws {
        let query = [Self.name.filled("中"), Self.colour.filled(nil)]
        let offers = Offers(
            try viewer(.bankManager),
            [
                .link(Close.self, of: 7, query: query, L("去", en: "Go")),
                .download(Pause.self, of: 7, fields: query, L("取", en: "Take")),
            ],
        )
        let text = markup(offers.html)
        #expect(text.contains(#"href="/rows/7/closure?name=%E4%B8%AD""#))
        #expect(text.contains(#"name="name" value="中""#))
    }

    @Test("每行的操作随该行与权限而定 · a row's acts follow the row and the right")
    func rowActs() throws {
        let close = { @Sendable (row: Row) in
            Offer.act(
                Close.self,
                of: row.id,
                L("关闭", en: "Close"),
                .danger,
                asks: .init(L("关闭？", en: "Close it?"), L("", en: ""), confirm: L("好", en: "Yes")),
                inRow: true,
            )
        }
        let layout = ListLayout<Row>(
            "rows",
            L("行", en: "Rows"),
            columns: [
                ListColumn(L("编号", en: "Number")) { "\($0.id)".html },
                .acts(version: \.id) { [$0.seats > 0 ? close($0) : nil] },
            ],
            empty: L("没有", en: "None yet"),
        )
        let rows = [Row(id: 1, seats: 0), Row(id: 2, seats: 3), Row(id: 3, seats: 1)]
        let text = markup(layout.table(rows, id: "small", for: try viewer(.bankManager)))
        #expect(text.contains(#"id="small""#) && !text.contains("/rows/1/closure"))
        #expect(text.contains(#"data-open="closure-2""#) && text.contains(#"id="closure-3""#))
        #expect(text.contains("Yes") && text.contains(#"name="version" value="3""#))
        let others = markup(layout.table(rows, for: try viewer(.supervisor)))
        #expect(!others.contains("closure"))
        #expect(markup(layout.table([])).contains("None yet"))
    }

    @Test("链接只给看得了的人 · a link leads only where its reader may go")
    func ways() throws {
        let rows = [Row(id: 2, seats: 1)]
        #expect(markup(list(rows, for: try viewer(.bankManager)).page).contains("/rows/2"))
        #expect(!markup(list(rows, for: try viewer(.supervisor)).page).contains("/rows/2"))
        let path = try viewer(.bankManager).path(to: Close.self, of: 7)
        #expect(path == "/rows/7/closure")
        #expect(try viewer(.supervisor).path(to: Close.self, of: 7) == nil)
        #expect(markup(linked("ab", to: path)).contains("href"))
        #expect(markup(linked("ab", to: nil)) == "ab")
    }

    @Test("只显示状态与权限都允许的操作 · what is offered is allowed by state and right")
    func offers() throws {
        let close = Offer.act(
            Close.self,
            of: 7,
            L("关闭", en: "Close"),
            .danger,
            asks: .init(L("关闭？", en: "Close it?"), L("不能恢复", en: "For good")),
        )
        let pause = Offer.act(Pause.self, of: 7, L("暂停", en: "Pause"))
        let manager = Offers(try viewer(.bankManager), version: Version(3), [close, pause, nil])
        #expect(manager.codes == ["closure", "pause"])
        let text = markup(manager.html)
        #expect(text.contains(#"action="/rows/7/closure""#) && text.contains("For good"))
        let versions = text.ranges(of: #"name="version""#)
        #expect(versions.count == 1, "a pause waits for nothing and carries no version")
        #expect(Offers(try viewer(.supervisor), [close, pause]).codes == ["pause"])
        #expect(Offers(.anonymous, [close, pause]).codes.isEmpty)
    }
}
