import FoundationEssentials
import Kernel
import Testing

@testable import App

@Suite struct ConfigurationTests {
    @Test("参数读取 · arguments are read")
    func arguments() throws {
        let configuration = try Configuration(arguments: [
            "--port", "9000", "--empty", "--speed", "30", "--proxy", "10.0.0.1", "--proxy", "::1",
            "--connections", "400",
        ])
        #expect(configuration.proxies == ["10.0.0.1", "::1"])
        #expect(configuration.port == 9_000)
        #expect(configuration.isEmpty)
        #expect(configuration.speed == 30)
        #expect(configuration.connections == 400 && configuration.connectionsForEach == 300)
    }

    @Test(
        "错误参数有明确说明 · a wrong argument is named",
        arguments: [
            ["--port"], ["--port", "x"], ["--port", "70000"], ["--what"], ["--data", "--empty"],
            ["--connections", "3"], ["stray"], ["--port=80"],
        ]
    )
    func wrong(arguments: [String]) {
        #expect(throws: UsageError.self) { try Configuration(arguments: arguments) }
        #expect(throws: UsageError.self) { try LeadsCommand.run(["from-uci", "x"] + arguments) }
    }

    @Test("一个地址的份额不超过总数 · an address's share is never more than all")
    func share() throws {
        let more = ["--connections", "100", "--connections-per-address", "500"]
        #expect(try Configuration(arguments: more).connectionsForEach == 100)
    }

    @Test("每个选项都在 --help 里 · help names every option")
    func help() {
        for command in ["serve", "leads"] {
            let text = CommandHelp.text(for: command)
            let options = command == "serve" ? Configuration.options : LeadsCommand.options
            #expect(text.count { $0 == "\n" } == options.count * 2 + 1)
        }
        #expect(CommandHelp.text(for: nil).contains("huihu serve"))
    }

    @Test("bin/run 认得程序的每个选项 · bin/run knows every option of the program")
    func script() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let script = try String(contentsOf: root.appending(path: "bin/run"), encoding: .utf8)
        let lists = script.split(separator: "\n").filter { line in
            ["flags=", "valued=", "valued+="].contains { line.hasPrefix($0) }
        }
        let known = lists.joined().split { $0 == " " || $0 == "\"" }.filter { $0.hasPrefix("--") }
        #expect(Set(known.map(String.init)) == Set(Configuration.options.map(\.name)))
    }

    @Test("文件描述符不够时启动即说明 · too few descriptors are told at the start")
    func descriptors() throws {
        #expect(Descriptors.shortage(of: 20_000, for: 10_000) == nil)
        let words = try #require(Descriptors.shortage(of: 1_024, for: 10_000))
        #expect(words.chinese.contains("1024") && words.english.contains("about 512 fit"))
    }
}
