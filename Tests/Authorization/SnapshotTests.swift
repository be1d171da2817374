import Access
import Kernel
import TestSupport
import Testing
import Web

/// The main pages as people read them and as programs do, in a house where each thing is there.
@Suite struct SnapshotTests {
    private let seeded: SeededHouse
    private var house: TestHouse { seeded.house }

    init() throws { seeded = try SeededHouse() }

    /// The pages, each with the one who has most to see there.
    private static let pages: [(route: String, reader: Person)] = [
        ("/start", .bankManager), ("/workbench", .agent), ("/seat", .previewer),
        ("/campaigns", .bankManager), ("/campaigns/{id}", .bankManager),
        ("/campaigns/{id}/attributes", .bankManager), ("/campaigns/{id}/leads", .supervisor),
        ("/leads/{id}", .auditor),
        ("/imports", .bankManager), ("/imports/{id}", .bankManager),
        ("/suppressions", .bankManager), ("/suppressions/unsettled", .bankManager),
        ("/scripts", .trainer), ("/script-versions/{id}", .trainer),
        ("/institutions", .bankManager), ("/calls", .supervisor), ("/calls/{id}", .supervisor),
        ("/successes", .bankManager), ("/callbacks", .agent), ("/floor", .supervisor),
        ("/reports/days/{day}", .bankManager), ("/results", .bankManager),
        ("/recordings", .auditor), ("/calls/{id}/recording", .auditor),
        ("/recordings/retention", .securityOfficer),
        ("/accounts/{id}", .securityOfficer), ("/organisations", .securityOfficer),
        ("/clients/{id}", .systemAdministrator), ("/audit?account=agent", .auditor),
        ("/notices", .bankManager), ("/jobs", .systemAdministrator),
    ]

    @Test("主要页面与接口所示如旧，中英文都看 · the main pages and their JSON say what they said, in both languages")
    func pages() throws {
        let asks = seeded.asks
        for (address, reader) in Self.pages {
            let (pattern, query) = (
                String(address.prefix { $0 != "?" }), String(address.drop { $0 != "?" })
            )
            let route = Route(.get, pattern)
            let ask = try #require(asks[route.description], "\(pattern)")
            let path = route.path(ask.ids) + ask.query + query
            var text = "GET \(address) · \(reader)\n"
            for (title, language) in [("中文", "zh"), ("English", "en")] {
                let page = house.ask(.get, path, as: reader, json: false, language: language)
                #expect(page.status == 200, "\(pattern)")
                text += "\n=== \(title)\n\(PageText.of(page.text))\n"
            }
            let json = house.ask(.get, path, as: reader)
            #expect(json.status == 200, "\(pattern)")
            text += "\n=== JSON\n\(PageText.json(json.text))\n"
            let name = pattern.dropFirst().replacing("/", with: "-").filter { !"{}".contains($0) }
            try Snapshot.expect(text, "pages/\(name).txt")
        }
    }

    @Test("每个角色的菜单 · the menu of every role")
    func menus() throws {
        var text = ""
        for role in Role.people {
            let menus = ["zh", "en"].map { language in
                let page = house.ask(
                    .get,
                    "/start",
                    as: Person(role),
                    json: false,
                    language: language,
                )
                return PageText.menu(page.text).split(separator: "\n")
            }
            #expect(menus[0].count == menus[1].count, "\(role)")
            let lines = zip(menus[0], menus[1]).map { "\($0) · \($1)" }
            text += "\(role.rawValue)\n" + lines.joined(separator: "\n") + "\n\n"
        }
        try Snapshot.expect(text, "menus.txt")
    }

    @Test(
        "快照可重现：两座房子所示相同 · two houses say the same: what is compared comes of no clock and no chance"
    )
    func stable() throws {
        let other = try SeededHouse()
        for path in ["/audit", "/start", "/calls/\(seeded.call)"] {
            let replies = [house, other.house].map { $0.ask(.get, path, as: .auditor).text }
            #expect(replies[0] == replies[1], "\(path)")
        }
    }
}
