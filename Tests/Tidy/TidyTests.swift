import Testing

/// The project keeps its own rules. Each finding names its file, its line and the rule.
@Suite struct TidyTests {
    private let project = Project.shared

    @Test("分层：目录只能引用允许的模块 · a folder imports only what its layer may")
    func layers() {
        report(project.swift.flatMap(LayerRule(project).findings))
    }

    @Test("文件与函数长度 · files and functions keep their length")
    func sizes() {
        let sources = project.paths.filter { path in
            [".swift", ".js", ".py"].contains(where: path.hasSuffix)
        }
        report(sources.flatMap { SizeRule.findings(path: $0, lineCount: lineCount($0)) })
        report(project.swift.flatMap(SizeRule.functions))
    }

    @Test("时钟、随机数与禁用写法 · clocks, generators and refused words stay out")
    func words() {
        report(project.swift.flatMap(WordRule.findings))
        report(WordRule.unused(project.swift))
        report(
            WordRule.exemptions.filter { $0.reason.isEmpty }.map {
                Finding(path: $0.path, line: 1, rule: "the exemption of \($0.word) has no reason")
            }
        )
        let python = project.paths.filter { $0.hasSuffix(".py") }
        report(
            python.flatMap { path in
                project.lines(path).flatMap { line in
                    WordRule.python(path: path, line: line.number, text: line.text)
                }
            }
        )
    }

    @Test("package 声明均有说明 · every package declaration says what it is")
    func comments() {
        report(project.product.flatMap(CommentRule(project.product).findings))
    }

    @Test("脚本与样式彼此用相对地址 · scripts and styles name each other relative to themselves")
    func addresses() {
        let files = project.paths.filter { path in
            path.hasPrefix("Public/") && [".js", ".css"].contains(where: path.hasSuffix)
        }
        report(
            files.flatMap { path in
                project.lines(path).filter { $0.text.contains("\"/assets/") }.map {
                    Finding(
                        path: path,
                        line: $0.number,
                        rule: "this address is not kept: \"./NAME\""
                    )
                }
            }
        )
    }

    @Test("文案中英双语 · every text for people stands in both languages")
    func languages() {
        report(project.product.flatMap(LanguageRule.findings))
        let scripts = project.paths.filter { $0.hasPrefix("Public/") && $0.hasSuffix(".js") }
        report(
            scripts.flatMap { path in
                project.lines(path).filter { LanguageRule.hasChinese($0.text) }.map {
                    Finding(
                        path: path,
                        line: $0.number,
                        rule: "a script takes its texts from the page"
                    )
                }
            }
        )
    }

    @Test("合同条款均有测试引用 · every clause is quoted by a test or listed as open")
    func clauses() {
        let rule = ClauseRule(project)
        #expect(!rule.clauses.isEmpty)
        let tests = project.swift.filter { $0.isTest && !$0.path.hasPrefix("Tests/Tidy/") }
        let quoted = tests.reduce(into: Set<String>()) {
            $0.formUnion(ClauseRule.quotedByTests($1))
        }
        report(rule.findings(quoted: quoted))
        let sources = project.swift.filter { !$0.path.hasPrefix("Tests/Tidy/") }
        report(
            sources.flatMap { source in
                (source.comments + source.literals).flatMap {
                    rule.unknown(path: source.path, line: $0.line, text: $0.text)
                }
            }
        )
        report(
            documents.flatMap { path in
                project.lines(path).flatMap {
                    rule.unknown(path: path, line: $0.number, text: $0.text)
                }
            }
        )
    }

    @Test("每个入口都有测试提到 · every endpoint is named in a test")
    func endpoints() {
        let tests = project.swift.filter { $0.isTest && !$0.path.hasPrefix("Tests/Tidy/") }
        #expect(project.product.flatMap(EndpointRule.declarations).count > 100)
        report(EndpointRule.findings(product: project.product, tests: tests))
    }

    @Test("文档链接有效、决策记录完整 · links lead somewhere, decision records are whole")
    func links() {
        report(documents.flatMap { DocumentRule.links($0, in: project) })
        report(DocumentRule.decisions(project))
    }

    @Test("不含本机路径，脚本可执行 · nothing of one machine, every script starts")
    func machines() {
        report(
            project.texts.flatMap { path in
                project.lines(path).flatMap {
                    DocumentRule.machines(path: path, line: $0.number, text: $0.text)
                }
            }
        )
        report(DocumentRule.scripts(project))
    }

    private var documents: [String] { project.paths.filter { $0.hasSuffix(".md") } }

    private func lineCount(_ path: String) -> Int {
        project.bytes(path).count { $0 == 0x0A }
    }
}
