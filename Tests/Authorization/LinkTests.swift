import Access
import HTTPServer
import TestSupport
import Testing
import Web

/// What a page offers its reader may have: on all that one may open, and what it leads to, no link
/// leads nowhere or to what is refused, and no form to an act without the right.
@Suite struct LinkTests {
    private let seeded: SeededHouse
    private var house: TestHouse { seeded.house }

    init() throws { seeded = try SeededHouse() }

    /// What stands in an attribute, as a browser reads it.
    private func values(_ attribute: String, in page: String) -> [String] {
        page.split(separator: " \(attribute)=\"").dropFirst().map { part in
            String(part.prefix { $0 != "\"" }).replacing("&amp;", with: "&")
        }
    }

    /// The endpoint behind an address; the one with the fewest open segments.
    private func kind(_ method: Web.Method, _ address: String) -> (any Endpoint.Type)? {
        let asked = address.prefix { $0 != "?" }.split(separator: "/")
        func open(_ kind: any Endpoint.Type) -> Int? {
            let own = kind.route.pattern.split(separator: "/")
            guard kind.route.method == method, own.count == asked.count else { return nil }
            let fits = zip(own, asked).map { $0.hasPrefix("{") ? 1 : $0 == $1 ? 0 : nil }
            return fits.contains(nil) ? nil : fits.compactMap(\.self).reduce(0, +)
        }
        return house.kinds.compactMap { kind in open(kind).map { (kind, $0) } }
            .min { $0.1 < $1.1 }?.0
    }

    @Test("页面所给的链接和表单，读者都能用 · every link and form that a page gives, its reader may follow")
    func links() throws {
        for role in Role.people { try follow(Person(role)) }
    }

    /// The pages of which the person has the right and finds the thing.
    private func pages(of person: Person) throws -> [String] {
        let (asks, viewer) = (seeded.asks, try house.viewer(person))
        return house.kinds.compactMap { kind in
            guard kind.route.method == .get, kind.permission.allows(viewer),
                let ask = asks[kind.route.description], ask.refusal(of: person) == nil
            else { return nil }
            return kind.route.path(ask.ids) + ask.query
        }
    }

    /// Reads those pages and what can be come to from them by links.
    private func follow(_ person: Person) throws {
        let viewer = try house.viewer(person)
        var open = try pages(of: person)
        var seen = Set(open)
        // A page that links to ever more of itself would never end.
        while let address = open.popLast(), seen.count < 500 {
            let reply = house.ask(.get, address, as: person, json: false)
            reply.events?.finish()
            #expect(200..<400 ~= reply.status, "\(person) at \(address)")
            for action in values("action", in: reply.text) {
                let kinds = [Web.Method.get, .post].compactMap { kind($0, action) }
                let isAllowed = kinds.contains { $0.permission.allows(viewer) }
                #expect(isAllowed, "\(person) at \(address): a form for \(action)")
            }
            for link in values("href", in: reply.text) where link.hasPrefix("/") {
                let place = String(link.prefix { $0 != "#" })
                if !place.hasPrefix("/static/"), seen.insert(place).inserted { open.append(place) }
            }
        }
        #expect(5..<500 ~= seen.count, "\(person)")
    }
}
