import Access
import App
import HTTPServer
import TestSupport
import Testing
import Web

/// Walks every registered endpoint: the new one is checked at once, without a line here.
@Suite struct AuthorizationTests {
    private let house: TestHouse

    init() throws {
        house = try TestHouse()
    }

    private func status(_ route: Route, as person: Person?, json: Bool = true) -> Int {
        let path = route.path(["id": "1", "day": "2026-05-06"])
        return house.ask(route.method, path, as: person, json: json).status
    }

    @Test("未登录者进不了任何页面 · nobody gets anywhere without signing in")
    func anonymous() {
        for kind in house.kinds where kind.permission.grant != .anyone {
            #expect(status(kind.route, as: nil) == 401, "\(kind.route)")
        }
        #expect(house.kinds.count > 30)
    }

    @Test("没有权限者被拒绝 · whoever lacks the right is refused", arguments: Role.people)
    func ungranted(role: Role) {
        for kind in house.kinds {
            guard case .roles(let granted) = kind.permission.grant, !granted.contains(role) else {
                continue
            }
            #expect(status(kind.route, as: Person(role)) == 403, "\(role) \(kind.route)")
            #expect(
                status(kind.route, as: Person(role), json: false) == 403,
                "\(role) \(kind.route)"
            )
        }
    }

    @Test("有权限者不会遇到缺陷 · who has the right never meets a defect", arguments: Role.people)
    func granted(role: Role) {
        for kind in house.kinds where !kind.route.pattern.hasSuffix("/events") {
            guard case .roles(let granted) = kind.permission.grant, granted.contains(role) else {
                continue
            }
            #expect(status(kind.route, as: Person(role)) < 500, "\(role) \(kind.route)")
            #expect(
                status(kind.route, as: Person(role), json: false) < 500,
                "\(role) \(kind.route)"
            )
        }
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
