import Kernel
import Testing

@Suite struct OptionsTests {
    private let known = [
        Option("--port", "N", L("端口", en: "the port")), Option("--empty", L("空", en: "empty")),
        Option("--proxy", "A", L("代理", en: "a proxy")),
    ]

    @Test("选项读取 · options are read")
    func read() throws {
        let options = try Options(
            ["--proxy", "a", "file", "--proxy", "b", "--empty", "--port", "80"],
            of: known,
            words: 1,
        )
        #expect(options.all("--proxy") == ["a", "b"] && options.text("--proxy") == "b")
        #expect(options.has("--empty") && options.words == ["file"])
        #expect(try options.number("--port", in: 0...100) == 80)
        #expect(throws: UsageError.notInRange("--port", 1...2, "80")) {
            try options.number("--port", in: 1...2)
        }
    }

    @Test(
        "不认识的选项不会被忽略 · what is not known is never ignored",
        arguments: [
            (["--what"], UsageError.unknown("--what")), (["-x"], .unknown("-x")),
            (["--port=80"], .unknown("--port=80")), (["--port"], .noValue("--port")),
            (["--port", "--empty"], .noValue("--port")), (["stray"], .unexpected("stray")),
        ]
    )
    func refused(arguments: [String], expected: UsageError) {
        #expect(throws: expected) { try Options(arguments, of: known) }
        #expect(!expected.message.chinese.isEmpty && !expected.message.english.isEmpty)
    }

    @Test("--help 列出每个选项 · help lists every option")
    func help() {
        #expect(Options.asksForHelp(["--port", "1", "--help"]) && Options.asksForHelp(["-h"]))
        #expect(!Options.asksForHelp(["help"]))
        let help = Options.help(known)
        #expect(help.contains("--port N") && help.contains("代理") && help.contains("a proxy"))
    }
}
