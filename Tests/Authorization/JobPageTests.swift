import App
import Jobs
import Kernel
import TestSupport
import Testing
import Web

/// The page on which the system administrator sees what the system does by itself.
@Suite struct JobPageTests {
    private let house: TestHouse

    init() throws {
        house = try TestHouse()
    }

    private func list(as role: Person = .systemAdministrator) -> Reply {
        house.ask(.get, "/jobs", as: role)
    }

    @Test("各功能的作业都列出 · what every capability does by itself is listed")
    func listed() throws {
        let names = try house.app.application.jobs.runDue()
        #expect(names == [])
        let text = list().text
        for job in house.app.application.jobs.jobs {
            #expect(text.contains(#""name":"\#(job.name)""#), "\(job.name)")
        }
        #expect(text.contains("accounts.sessions") && text.contains("recordings.retention"))
        #expect(list(as: .auditor).status == 200)
        #expect(list(as: .bankManager).status == 403)
    }

    @Test("系统管理员可立即执行，他人不可 · the system administrator may run one at once, nobody else")
    func run() throws {
        let jobs = house.app.application.jobs
        try jobs.runDue()
        let ask = { (name: String, role: Person) in
            house.ask(.post, "/jobs/\(name)/run", as: role, "{}").status
        }
        #expect(ask("recordings.retention", .auditor) == 403)
        #expect(ask("no.such", .systemAdministrator) == 404)
        #expect(try jobs.runDue() == [])
        #expect(ask("recordings.retention", .systemAdministrator) < 300)
        #expect(list().text.contains(#""outcome":"asked""#))
        #expect(try jobs.runDue() == ["recordings.retention"])
        #expect(!list().text.contains(#""outcome":"asked""#))
        #expect(list().text.contains(#""outcome":"done""#))
    }
}
