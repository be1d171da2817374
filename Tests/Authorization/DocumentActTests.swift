import App
import Database
import Kernel
import TestSupport
import Testing
import Vault
import Web

/// A document through the whole product: right, form, content, audit log, view.
@Suite struct DocumentActTests {
    private let house: TestHouse
    private let path = "/calls/1/recording/documents"
    private let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 1, 0xFF, 0xD9]

    init() throws {
        house = try TestHouse()
        let (vendor, now) = (house.vendor, house.environment.time.now())
        try house.environment.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO call(id, handout_id, lead_id, campaign_id, institution_id, vendor_id,
                    agent_id, customer_key, kind, day, dialled_at, answered_at, ended_at)
                VALUES (1, 1, 1, 1, 1, \(vendor), 9, 7, 'next', \(now.day), \(now), \(now), \(now))
                """
            )
            try transaction.execute(
                """
                INSERT INTO recording(call_id, vendor_id, day, state, path, bytes, agent_ms,
                    customer_ms, stored_at)
                VALUES (1, \(vendor), \(now.day), 'stored', 'x', 1, 1, 1, \(now))
                """
            )
        }
    }

    private func entries(_ action: String) throws -> [AuditEntry] {
        try house.environment.database.read { transaction in
            try house.environment.audit.list(
                AuditFilter(action: action),
                limit: 20,
                in: transaction,
            )
        }.map(\.entry)
    }

    private func bring(_ content: [UInt8], as role: Person = .bankManager) -> Reply {
        house.bring(content, ["title": "协查函", "valid_through": ""], to: path, as: role)
    }

    @Test("C4.4 收存与每次查看都记入审计日志 · what is brought and each view stand in the audit log")
    func recorded() throws {
        let made = bring(jpeg)
        #expect(made.status < 300 && made.value("id") == "1")
        let acts = try entries("recording.add_document")
        #expect(acts.map(\.outcome) == ["ok"] && acts.map(\.subjectID) == [1])
        #expect(try entries("customer.view").isEmpty)
        let shown = house.ask(.get, "\(path)/1", as: .auditor)
        #expect(shown.status == 200 && shown.value("pages") == "1")
        #expect(try entries("customer.view").count == 1)
        #expect(house.ask(.get, "\(path)/1/pages/1", as: .auditor).status == 200)
        #expect(house.ask(.get, "\(path)/1/pages/2", as: .auditor).status == 404)
        #expect(house.ask(.get, "\(path)/1/copy", as: .auditor).status == 200)
        #expect(try entries("customer.view").count == 2)
    }

    @Test("无权的人不能收存或查看，坏文件退回 · who may not is refused, and so is a bad file")
    func refused() {
        #expect(bring(jpeg, as: .auditor).status == 403)
        #expect(bring(jpeg, as: .securityOfficer).status == 403)
        let cut = bring(Array(jpeg.dropLast()))
        #expect(cut.status == 422 && cut.value("code") == "document.damaged")
        #expect(bring(Array("MZ".utf8)).value("code") == "document.unknown")
        #expect(bring([]).status == 422)
        #expect(house.ask(.get, "\(path)/1", as: .auditor).status == 404)
        #expect(bring(jpeg).status < 300)
        let again = bring(jpeg)
        #expect(again.status == 409 && again.value("code") == "document.already_there")
        for rest in ["", "/pages/1", "/copy"] {
            let reply = house.ask(.get, "\(path)/1\(rest)", as: .securityOfficer)
            #expect(reply.status == 403, "\(rest)")
        }
    }
}
