import Testing

@testable import App

@Suite struct ConfigurationTests {
    @Test("参数读取 · arguments are read")
    func arguments() throws {
        let configuration = try Configuration(arguments: [
            "--port", "9000", "--empty", "--speed", "30", "--proxy", "10.0.0.1", "--proxy", "::1",
        ])
        #expect(configuration.proxies == ["10.0.0.1", "::1"])
        #expect(configuration.port == 9_000)
        #expect(configuration.isEmpty)
        #expect(configuration.speed == 30)
    }

    @Test(
        "错误参数有明确说明 · a wrong argument is named",
        arguments: [
            ["--port"], ["--port", "x"], ["--port", "70000"], ["--what"], ["--data", "--empty"],
        ]
    )
    func wrong(arguments: [String]) {
        #expect(throws: UsageError.self) { try Configuration(arguments: arguments) }
    }
}
