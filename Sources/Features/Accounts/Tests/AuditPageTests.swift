import Access
import Kernel
import Testing
import Vault

@testable import Accounts

@Suite struct AuditPageTests {
    @Test("C9.3 下一页保留全部筛选条件 · the next page keeps every filter")
    func filters() throws {
        let filter = AuditFilter(
            account: ID(3),
            subject: AuditSubject(kind: "lead", id: 9),
            action: "POST /a?b",
            from: BusinessDay(2026, 3, 2),
            through: BusinessDay(2026, 3, 6),
        )
        #expect(
            AuditPage.Filter(filter).link(before: 7)
                == "/audit?before=7&account=3&subject=lead&subject_id=9&action=POST%20/a%3Fb"
                + "&from=2026-03-02&through=2026-03-06"
        )
        #expect(AuditPage.Filter(AuditFilter()).link(before: 7) == "/audit?before=7")
    }
}
