import Access
import App
import HTTPServer
import TestSupport
import Testing
import Web

/// What holds of every right, whatever there is in the house: `WalkTests` asks for each route.
@Suite struct AuthorizationTests {
    private let house: TestHouse

    init() throws {
        house = try TestHouse()
    }

    @Test("C3.4 只有坐席能取名单和拨号 · only agents take leads and dial")
    func onlyAgentsDial() {
        for kind in house.kinds
        where kind.route.pattern.hasPrefix("/seat") && kind.route.method.changes {
            guard kind.route.pattern.hasPrefix("/seat/") || kind.route.pattern == "/seat" else {
                continue
            }
            #expect(kind.permission.grant == .roles([.agent]), "\(kind.route)")
        }
    }

    @Test("审计员只看不改 · the auditor reads and changes nothing")
    func auditorChangesNothing() {
        for kind in house.kinds where kind.route.method.changes && kind.access != .read {
            guard case .roles(let granted) = kind.permission.grant else { continue }
            // What one has read of what one was told is one's own.
            if kind.permission.name == "notices.own" { continue }
            // Taking a document out is noted, and changes nothing.
            if kind.route.pattern.hasSuffix("/papers") { continue }
            #expect(!granted.contains(.auditor), "\(kind.route)")
        }
    }

    @Test("伪造的表单被拒绝 · a forged form is refused")
    func forged() {
        let token = house.token(.securityOfficer)
        for proof in ["", "csrf=wrong"] {
            let response = house.app.application.handle(
                Request(
                    method: "POST",
                    path: "/organisations",
                    headers: [
                        ("Cookie", "\(Session.cookieName)=\(token)"),
                        ("Content-Type", "application/x-www-form-urlencoded"),
                        ("Accept", "application/json"),
                    ],
                    body: .memory(Array("name=x&\(proof)".utf8)),
                )
            )
            #expect(response.status == 403)
        }
    }
}
