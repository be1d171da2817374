import FoundationEssentials
import HTML
import Kernel
import Testing

@Suite struct FrameTests {
    private func rendered(_ content: FrameContent) -> String {
        String(
            decoding: PageFrame(content).html.renderDocument(
                Rendering(language: content.language, csrfToken: "pro\"of")
            ),
            as: UTF8.self
        )
    }

    private func content(
        _ language: Language,
        layout: FrameContent.Layout = .standard
    ) -> FrameContent {
        FrameContent(
            title: L("外呼任务", en: "Call tasks"),
            language: language,
            path: "/campaigns?state=running",
            layout: layout,
            menu: [
                MenuGroup(
                    "operation",
                    L("作业", en: "Operation"),
                    [
                        MenuLink(
                            title: L("外呼任务", en: "Call tasks"),
                            href: "/campaigns",
                            icon: .task,
                            isCurrent: true,
                            key: "t"
                        )
                    ]
                )
            ],
            reader: FrameContent.Reader(
                name: "<甲>",
                roles: [L("主管", en: "Supervisor")],
                organisation: L("供应商一", en: "Vendor one")
            ),
            banner: HTML { L("演示时间", en: "Demo time") },
            clock: FrameContent.Clock(now: Moment(milliseconds: 1_700_000_000_000), speed: 60),
            scripts: ["workbench.js"],
            styles: ["workbench.css"],
            body: element("p") { L("正文", en: "Body") }
        )
    }

    @Test("页面框架：菜单、语言、退出 · the frame has menu, language and the way out")
    func standard() {
        let page = rendered(content(.chinese))
        #expect(page.hasPrefix("<!doctype html>\n<html lang=\"zh-CN\">"))
        #expect(page.contains("<title>外呼任务 · 惠呼</title>"))
        #expect(page.contains("<meta name=\"csrf-token\" content=\"pro&quot;of\">"))
        #expect(page.contains("<meta name=\"server-now\" content=\"1700000000000\">"))
        #expect(page.contains("<meta name=\"clock-speed\" content=\"60\">"))
        #expect(
            page.contains(
                "href=\"/campaigns\" title=\"外呼任务\" data-words=\"whrw 外呼任务 call tasks\" aria-current=\"page\""
            )
        )
        #expect(page.contains("name=\"language\" value=\"en\""))
        #expect(page.contains("name=\"return\" value=\"/campaigns?state=running\""))
        #expect(page.contains("action=\"/session/end\""))
        #expect(page.contains("&lt;甲&gt;"))
        #expect(page.contains("src=\"/assets/workbench.js\""))
        #expect(page.contains("href=\"/assets/workbench.css\""))
    }

    @Test("英文页面没有中文，语言按钮除外 · an English page is English, but for the switch")
    func english() {
        let page = rendered(content(.english, layout: .wide))
            .replacing("<span>中文</span>", with: "").replacing("&lt;甲&gt;", with: "")
            // By what Ctrl+K finds an entry is no text of the page.
            .replacing("data-words=\"whrw 外呼任务 call tasks\"", with: "")
        #expect(page.contains("<body class=\"layout-wide\""))
        #expect(!page.contains { ("\u{4E00}"..."\u{9FFF}").contains($0) })
    }

    @Test("登录页没有菜单 · signing in has no menu")
    func bare() {
        let page = rendered(content(.chinese, layout: .bare))
        #expect(!page.contains("id=\"menu\""))
        #expect(!page.contains("/session/end"))
        #expect(page.contains("action=\"/language\""))
    }

    @Test("没有内联脚本和样式 · nothing inline, as the content security policy demands")
    func nothingInline() {
        let page = rendered(content(.chinese))
        #expect(!page.contains(" style="))
        #expect(!page.contains("<style"))
        #expect(!page.contains("javascript:"))
        #expect(
            page.components(separatedBy: "<script").dropFirst().allSatisfy {
                $0.hasPrefix(" src=\"/assets/") || $0.hasPrefix(" type=\"module\" src=\"/assets/")
            }
        )
    }

    @Test("图标都在图标文件里 · every picture stands in the sprite")
    func sprite() throws {
        let folder = #filePath.split(separator: "/").dropLast(5).reduce(into: "") { $0 += "/\($1)" }
        let data = try #require(FileManager.default.contents(atPath: "\(folder)/Public/icons.svg"))
        let sprite = String(decoding: data, as: UTF8.self)
        for icon in Icon.allCases {
            #expect(sprite.contains("<symbol id=\"\(icon.rawValue)\""), "\(icon)")
        }
    }
}
