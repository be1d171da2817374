import Testing

/// Each rule refuses what it should and lets the rest be: samples, not the project's files.
@Suite struct RuleTests {
    @Test(
        "不允许的引用 · an import that the layer forbids is found",
        arguments: [
            ("Sources/Platform/Kernel/A.swift", "import Database", true),
            ("Sources/Platform/Web/A.swift", "package import Kernel", true),
            ("Sources/Platform/Web/A.swift", "import Calls", false),
            ("Sources/Features/Leads/Store/A.swift", "internal import Campaigns", true),
            ("Sources/Features/Leads/Store/A.swift", "internal import Calls", false),
            ("Sources/Features/Leads/Domain/A.swift", "import Database", false),
            ("Sources/Features/Leads/Domain/A.swift", "import Kernel", true),
            ("Sources/Features/Leads/Tests/A.swift", "@testable import Leads", true),
            ("Sources/Features/Leads/Actions/A.swift", "import TestSupport", false),
            ("Sources/Libraries/SQLite/A.swift", "internal import CSQLite", true),
            ("Sources/Libraries/SQLite/A.swift", "import Kernel", false),
            ("Sources/Libraries/HTTPServer/A.swift", "internal import CMicrohttpd", true),
            ("Sources/Libraries/HTTPServer/A.swift", "internal import CSQLite", false),
            ("Sources/Features/Leads/Actions/A.swift", "import HTTPServer", true),
            ("Sources/Features/Leads/Actions/A.swift", "import Janus", false),
            ("Sources/App/A.swift", "import Janus", true),
            ("Sources/Platform/Database/A.swift", "import CSQLite", false),
            ("Sources/App/A.swift", "import Reports", true),
            ("Sources/Server/main.swift", "import Vapor", false),
        ]
    )
    func imports(path: String, text: String, isAllowed: Bool) {
        let rule = LayerRule(libraries: ["SQLite", "CSQLite", "HTTPServer", "CMicrohttpd"])
        #expect(rule.findings(SwiftSource(path: path, text)).isEmpty == isAllowed)
    }

    @Test(
        "禁用写法 · refused words are found in code and nowhere else",
        arguments: [
            ("let a = try? b()", 1), ("let a = try! b()", 1), ("let a = b as! C", 1),
            ("let a = b!", 1), ("let a = b()!.c", 1), ("let a = !b", 0), ("if a != b {}", 0),
            ("return !a", 0), ("let a = \"try! b\"", 0), ("// try! is refused", 0),
            ("let a = \"\\(b!)\"", 1), ("let a = #\"b!\"#", 0), ("let a = Date()", 1),
            ("let a: Date", 0), ("let a = [1].randomElement()", 1), ("a.random()", 1),
            ("let a = Int.random(in: 1...6)", 1), ("a.random(using: source)", 0),
            ("let a = time(nil)", 1), ("let a = row.time(3)", 0), ("let a = #/b!\"/#", 0),
            ("fatalError()", 1), ("struct CallManager {}", 1), ("public let a = 1", 1),
            ("// TO" + "DO later", 1), ("let a = ContinuousClock().now", 1), ("sleep(1)", 1),
            ("struct A: @unchecked Sendable {}", 1),
            ("// The lock guards it.\nstruct A: @unchecked Sendable {}", 0),
        ]
    )
    func words(text: String, count: Int) {
        #expect(WordRule.findings(SwiftSource(text)).count == count)
    }

    @Test(
        "Python 测试不得等待时间流逝 · a test in Python that waits for time is found",
        arguments: [
            ("    time.sleep(0.4)", 1), ("from time import sleep", 1), ("    sleep(1)", 1),
            ("    await asyncio.sleep(1)", 1), ("    page.wait_for_timeout(400)", 1),
            ("  await new Promise((resolve) => setTimeout(resolve, 400));", 1),
            ("    select.select([], [], [], 1)  # until", 1), ("    threading.Timer(1, act)", 1),
            ("    page.wait_for_selector(\"#bench\")", 0), ("# asleep(", 0), ("import select", 0),
            ("    page.select_option(\"#speed\", \"1\")", 0), ("from conftest import until", 0),
        ]
    )
    func waits(text: String, count: Int) {
        #expect(
            WordRule.python(path: "Tests/Browser/test_a.py", line: 1, text: text).count == count
        )
    }

    @Test(
        "缺少说明 · a package declaration without a comment is found",
        arguments: [
            ("package let a = 1", 1), ("/// One.\npackage let a = 1", 0),
            ("/// One.\n// Why.\n@inlinable\npackage func a() {}", 0), ("package import Kernel", 0),
            ("/// A.\npackage struct A: P {\n    package func b() {}\n}", 0),
            ("extension P {\n    package func b() {}\n}", 0),
            ("/// A.\npackage struct A {\n    package func b() {}\n}", 1),
            ("/// A.\npackage struct A: P {\n    package func c() {}\n}", 1),
            ("/// A.\npackage struct A: Q {\n    package var description: String\n}", 0),
            ("extension A: P {\n    package static func a() {}\n    package func b() {}\n}", 1),
        ]
    )
    func comments(text: String, count: Int) {
        let rule = CommentRule([SwiftSource("protocol P: Q { func b() }")])
        #expect(rule.findings(SwiftSource(text)).count == count)
    }

    @Test(
        "缺少一种语言 · a text in one language is found",
        arguments: [
            (#"L("结算单 \(id)", en: "Statement \(id)")"#, 0), (#"L("Save", en: "Save")"#, 1),
            (#"L("保存", en: "保存")"#, 1), (#"L("\(a)", en: "\(b)")"#, 0),
            (#"L("如“张三”", en: "Such as “张三”")"#, 0), (#"L(same: "CSV")"#, 0),
            (#"L("甲" + "A", en: "A" + "乙")"#, 1),
        ]
    )
    func languages(text: String, count: Int) {
        #expect(LanguageRule.findings(SwiftSource(text)).count == count)
    }

    @Test("过长的函数 · a long function is found, a requirement before it is not")
    func lengths() {
        let lines = String(repeating: "    a()\n", count: 69)
        let long = SwiftSource(
            "protocol P {\n  func b()\n}\nfunc c(d: () -> Void = {}) {\n\(lines)}"
        )
        #expect(SizeRule.functions(long).map(\.line) == [4])
        let short = SwiftSource("func c() {\n\(lines.dropFirst(8))}\nlet d = 1")
        #expect(SizeRule.functions(short) == [])
        #expect(SizeRule.findings(path: "a", lineCount: 400) == [])
        #expect(SizeRule.findings(path: "a", lineCount: 401).count == 1)
    }

    @Test("条款清单只减不增 · the list of open clauses only shrinks")
    func clauses() {
        let rule = ClauseRule(
            contract: ["- **C1.1** One.", "- **C1.2** Two.", "- **C1.3** Three."],
            open: ["# Open.", "C1.1", "C1.2", "C7.7"],
        )
        let test = SwiftSource("@Test(\n  \"C1.2 名称\",\n  arguments: [1]\n) func a() {}")
        let quoted = ClauseRule.quotedByTests(test)
        #expect(quoted == ["C1.2"])
        #expect(
            rule.findings(quoted: quoted).map(\.rule) == [
                "no test quotes C1.3", "a test quotes C1.2 now; take it off the list",
                "the contract has no C7.7",
            ]
        )
        #expect(rule.unknown(path: "a", line: 1, text: "C1.1–C1.9, HTTP2.0").count == 1)
    }

    @Test("文档与路径 · anchors, targets and machine paths are recognised")
    func documents() {
        #expect(DocumentRule.anchor("## C5 Volume · 五、服务") == "c5-volume--五服务")
        #expect(DocumentRule.targets("[a](b.md#c) and ![d](e.png \"f\")") == ["b.md#c", "e.png"])
        let folder = "/ho" + "me/"
        #expect(DocumentRule.machines(path: "a", line: 1, text: "see \(folder)me").count == 1)
        #expect(DocumentRule.machines(path: "a", line: 1, text: "see docs\(folder)me") == [])
    }

    @Test(
        "入口在测试中被提到的方式 · how a test names an endpoint",
        arguments: [
            ("ask(Redial(), as: one)", true), ("ask(.post, \"/calls/1/redial\", as: .agent)", true),
            ("ask(.post, \"/calls/\\(call)/redial?x=1\")", true),
            ("ask(.get, \"/calls/1/redial\")", false), ("ask(.post, \"/calls/1\")", false),
            ("ask(.post, \"/calls/1/redial/2\")", false), ("\"POST /calls/{id}/redial\"", false),
            ("// Redial", false), ("let a = \"Redial\"", false),
            // The address of another endpoint, which fits better.
            ("ask(.post, \"/calls/all/redial\")", false),
        ]
    )
    func endpoints(text: String, isNamed: Bool) {
        let product = SwiftSource(
            """
            struct Redial: Endpoint {
                static let route = Route(.post, "/calls/{id}/redial")
            }
            struct RedialAll<Kind: P>: Endpoint {
                static var route: Route { Route(.post, "/calls/all/redial") }
            }
            struct Other: Sendable {}
            """
        )
        let findings = EndpointRule.findings(product: [product], tests: [SwiftSource(text)])
        let isFound = findings.contains { $0.rule.hasSuffix("endpoint Redial") }
        #expect(isFound != isNamed)
        #expect(EndpointRule.declarations(product).map(\.type) == ["Redial", "RedialAll"])
    }
}
