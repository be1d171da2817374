import Glibc
import HTTPClient
import Kernel
import TestSupport
import Testing

@testable import App

@Suite("The mail server's settings say what is wrong with them") struct MailSettingsTests {
    private func mailer(_ json: String, mode: mode_t = 0o600) throws -> SMTPMailer {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/mail.json"
        let file = try #require(fopen(path, "w"))
        fputs(json, file)
        fclose(file)
        chmod(path, mode)
        return try MailSettings.mailer(path)
    }

    private static let rest =
        #""from":"h@bank.example","site":"https://h.example","domains":["Bank.example"]}"#

    @Test("端口随加密方式 · the port follows the protection")
    func ports() throws {
        let mailer = try mailer(#"{"server":"smtp.bank.example",\#(Self.rest)"#)
        #expect(mailer.server.port == 587 && mailer.server.security == .startTLS)
        #expect(mailer.domains == ["bank.example"])
        let tls = try self.mailer(#"{"server":"s","security":"tls",\#(Self.rest)"#)
        #expect(tls.server.port == 465)
    }

    @Test(
        "错误的配置说明原因 · what is wrong is said",
        arguments: [
            ("{", "JSON"),
            (#"{"server":"s"}"#, "from"),
            (#"{"server":"s","security":"ssl",\#(rest)"#, "security"),
            (#"{"server":"s","security":"none",\#(rest)"#, "none"),
            (#"{"server":"s","from":"h","site":"https://h","domains":["b"]}"#, "from"),
            (#"{"server":"s","from":"h@b","site":"h.example","domains":["b"]}"#, "site"),
            (#"{"server":"s","from":"h@b","site":"https://h","domains":[]}"#, "domains"),
        ]
    )
    func refusals(json: String, word: String) {
        #expect { try mailer(json) } throws: { error in
            guard let refusal = error as? StartRefusal else { return false }
            return refusal.code == "start.mail" && refusal.message.english.contains(word)
        }
    }

    @Test("他人可读的配置不用 · a file that others may read is not used")
    func openToOthers() {
        #expect(throws: StartRefusal.self) {
            try mailer(#"{"server":"s",\#(Self.rest)"#, mode: 0o644)
        }
    }
}
