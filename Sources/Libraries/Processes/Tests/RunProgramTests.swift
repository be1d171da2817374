import Testing

@testable import Processes

@Suite struct RunProgramTests {
    @Test("取得输出与状态 · output and status")
    func output() {
        #expect(outputOf(["/usr/bin/printf", "a b"], seconds: 5) == (0, "a b"))
        #expect(outputOf(["/usr/bin/false"], seconds: 5).status == 1)
    }

    @Test("找不到程序、超时都说明 · a missing program and a slow one")
    func failures() {
        #expect(outputOf(["/nonexistent/program"], seconds: 5).status == 127)
        #expect(outputOf(["/usr/bin/tail", "-f", "/dev/null"], seconds: 1).status == 124)
    }

    @Test("参数不经过 shell · no shell sees the arguments")
    func noShell() {
        #expect(outputOf(["/usr/bin/printf", "$HOME; `id`"], seconds: 5).text == "$HOME; `id`")
    }
}
