import Kernel
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct PasswordRuleTests {
    private let rule: PasswordRule

    init() throws {
        rule = PasswordRule(common: try CommonPasswords.read())
    }

    private func problem(_ password: String, old: String? = nil) -> String? {
        do throws(InvalidInput) {
            try rule.check(
                password,
                personal: ["officer", "王小明", "B0123", "Example Outcalls Ltd", "示例外呼公司"],
                old: old
            )
            return nil
        } catch {
            return error.message.chinese
        }
    }

    @Test(
        "弱密码被拒绝 · a weak password is refused",
        arguments: [
            "short1", "onlyletters", "12345678901", "my-officer-99", "王小明abcd1234x",
            "x-b0123-water", "0ff1cer-kettle-7", "Outcalls-river-7", "my.example.72",
            "of-fi-cer-blue7",
            "示例外呼公司abc1",
        ]
    )
    func weak(password: String) {
        #expect(problem(password) != nil)
    }

    @Test(
        "常用密码及其变形被拒绝 · a common password and what is made of it are refused",
        arguments: [
            "password2024", "Ｐａｓｓｗｏｒｄ１２３", "Password123!", "P@ssw0rd2026", "2026password",
            "passw0rd12",
            "huihu12345",
            "Huihu@2026", "huihu2026huihu", "jianhang2026", "woaini1314520",
            "welcome2026",
            "Admin@123456", "admin-admin-1", "computer77", "password1password1", "letmein2026!",
            "puhui-2026-huihu", "daikuan88888", "Correcthorse1", "Correcthorse!1",
            "1Correcthorse!!",
            "C0rrecth0rse99", "CORRECTHORSE7", "correcthorsebatterystaple1", "Riverhorse2026",
            "Dragonmonkey1!",
        ]
    )
    func common(password: String) {
        #expect(problem(password)?.contains("常用密码") == true)
    }

    @Test(
        "键盘连键与顺序被拒绝 · keys in a row are refused",
        arguments: [
            "qwerty12345", "1qaz2wsx3edc", "abcd123456", "zxcvbnm123", "asdfghjkl1", "a1a1a1a1a1a1",
            "aaaaaaaaa1", "qwertyuiop1", "0987654321a", "abcdefg123", "ccb1234567",
        ]
    )
    func runs(password: String) {
        #expect(problem(password)?.contains("键盘") == true)
    }

    @Test(
        "好密码可用 · a good password is taken",
        arguments: [
            "right-pass-1", "long-enough-1", "fresh-river-72", "春风又绿江南岸2026x", "tK7#mvQp2s",
            "h4rbor.kettle.9",
        ]
    )
    func good(password: String) {
        #expect(problem(password) == nil)
    }

    @Test(
        "新密码须不同于原密码 · a new password differs from the old one",
        arguments: ["right-pass-1", "RIGHT-pass-1", "right-pass-2", "right.pass.99"]
    )
    func old(password: String) {
        #expect(problem(password, old: "right-pass-1")?.contains("原密码") == true)
    }

    @Test("全角写的也算相同 · full-width letters make no other password, and no other name")
    func fullWidth() {
        let wide = "ｒｉｇｈｔ-ｐａｓｓ-１"
        #expect(problem(wide, old: wide)?.contains("原密码") == true)
        #expect(problem("right-pass-1", old: wide)?.contains("原密码") == true)
        #expect(throws: InvalidInput.self) {
            try rule.check("kettle-officer-72x", personal: ["ＯＦＦＩＣＥＲ"])
        }
    }

    @Test("没有常用密码表便不启动 · without the list nothing starts")
    func missing() {
        #expect(throws: CommonPasswordsMissing(path: "/nonexistent")) {
            try CommonPasswords.read("/nonexistent")
        }
    }

    @Test(
        "改密码须合规则，合则旧密码失效 · changing the password keeps the rule",
        arguments: ["right-pass-1", "password2024"]
    )
    func changing(new: String) throws {
        let world = try World()
        let change = { (new: String) throws in
            let input = try ChangePassword.Input(
                Form(["old": ["right-pass-1"], "password": [new], "again": [new]])
            )
            _ = try ChangePassword(sessions: world.sessions, passwords: world.passwords)
                .answer(input, world.context(world.officer))
        }
        #expect(throws: InvalidInput.self) { try change(new) }
        try change("fresh-river-72")
        #expect(try world.signIn("officer", "right-pass-1") == "account.wrong_name_or_password")
        #expect(try world.signIn("officer", "fresh-river-72") == nil)
    }
}
