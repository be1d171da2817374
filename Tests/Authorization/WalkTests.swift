import Access
import App
import HTTPServer
import Kernel
import TestSupport
import Testing
import Web

/// Every route of the product, asked for by everybody in a house where each thing is there: whoever
/// has the right and may know of the thing gets it, and nobody else does.
@Suite struct WalkTests {
    /// What somebody gets.
    private enum Got: Hashable {
        case answered
        /// Nobody is signed in.
        case signIn
        /// The right is missing.
        case refused
        /// It is as if the thing were not there.
        case notFound
        /// The rules refuse it, or something is wrong.
        case other(String)

        init(_ reply: Reply) {
            let isSentToSignIn = reply.header("Location")?.hasPrefix("/session/new?") ?? false
            switch reply.status {
            case 401,
                303 where isSentToSignIn:
                self = .signIn
            case 200..<400: self = .answered
            case 403 where reply.value("code") ?? "permission.missing" == "permission.missing":
                self = .refused
            case 404: self = .notFound
            default: self = .other(reply.value("code") ?? "\(reply.status)")
            }
        }

        func word(_ method: Web.Method) -> String {
            switch self {
            case .answered: method.changes ? "done" : "page"
            case .signIn: "sign in"
            case .refused: "-"
            case .notFound: "none"
            case .other: "rule"
            }
        }

        /// The code with which the rules refuse it; nil for any other answer.
        var rule: String? { if case .other(let code) = self { code } else { nil } }
    }

    /// Who asks.
    private enum Caller: Hashable {
        case nobody
        case person(Person)
        /// A program with every scope.
        case program
    }

    private static let head = """
        # What everybody gets of each route, in a house where each thing is there and is the first vendor's.
        # page, done: answered.   -: the right is missing.   none: as if it were not there.
        # rule: as the house stands the rules refuse it, with the code at the end of the line.
        # colleag: another agent of the same vendor.   others: people of the second vendor who have the right.
        # bin/renew-snapshots writes this file.

        """
    private static let width = (route: 60, cell: 9)

    private let seeded: SeededHouse
    private var house: TestHouse { seeded.house }

    init() throws { seeded = try SeededHouse() }

    // MARK: One route

    private func path(_ route: Route, _ ask: Ask) -> String { route.path(ask.ids) + ask.query }

    private func token(_ caller: Caller) -> String? {
        switch caller {
        case .nobody: nil
        case .person(let person): house.token(person)
        case .program: seeded.program
        }
    }

    /// Everybody's own address: who tries too often is refused by it.
    private func peer(_ caller: Caller) throws -> String {
        switch caller {
        case .nobody: "10.8.1.1"
        case .person(let person): "10.8.0.\(try house.account(person))"
        case .program: "10.8.1.2"
        }
    }

    private func body(_ kind: any Endpoint.Type, _ ask: Ask) throws -> String {
        guard case .asSeen(let thing) = kind.edits else { return "{\(ask.fields)}" }
        let version = #""version":\#(try seeded.version(of: thing, ask.ids["id"]))"#
        return "{\(ask.fields.isEmpty ? version : "\(ask.fields),\(version)")}"
    }

    /// What comes of it, which is undone: the next one who asks finds the same house.
    private func ask(
        _ kind: any Endpoint.Type,
        _ ask: Ask,
        _ caller: Caller,
        json: Bool,
    ) throws -> (got: Got, text: String) {
        let path = path(kind.route, ask)
        let body = try body(kind, ask)
        return try house.world.database.undoing {
            let reply =
                if let file = ask.file {
                    house.bring(file, ask.form, to: path, token: token(caller))
                } else {
                    house.ask(
                        kind.route.method,
                        path,
                        token: token(caller),
                        body,
                        accept: json ? "application/json" : "text/html",
                        peer: try peer(caller),
                    )
                }
            reply.events?.finish()
            let shown = SeededHouse.clear.filter { reply.text.contains($0) }
            #expect(shown == [], "C4.4: \(kind.route) as \(caller), JSON \(json)")
            return (Got(reply), String(reply.text.prefix(300)))
        }
    }

    /// What the right and the thing's owner say.
    private func expected(_ kind: any Endpoint.Type, _ ask: Ask, _ caller: Caller) throws -> Got {
        let permission = kind.permission
        let (isAllowed, person): (Bool, Person?) =
            switch caller {
            case .nobody: (false, nil)
            case .person(let person): (permission.allows(try house.viewer(person)), person)
            case .program: (!permission.scopes.isEmpty, nil)
            }
        if permission.grant != .anyone {
            if caller == .nobody { return .signIn }
            if !isAllowed { return .refused }
        }
        return switch ask.refusal(of: person) {
        case nil: .answered
        case Ask.notFound: .notFound
        case let code?: .other(code)
        }
    }

    /// What a caller gets, on a page and in JSON alike, and as it should be.
    private func walk(_ kind: any Endpoint.Type, _ ask: Ask, _ caller: Caller) throws -> Got {
        let expected = try expected(kind, ask, caller)
        for json in [true, false] {
            let (got, text) = try self.ask(kind, ask, caller, json: json)
            if !json, case (.other, .other) = (got, expected) {
                // A page says in words why the rules refuse it.
                continue
            }
            #expect(got == expected, "\(kind.route) as \(caller), JSON \(json): \(text)")
        }
        return expected
    }

    // MARK: All routes

    private func line(_ kind: any Endpoint.Type, _ ask: Ask) throws -> String {
        let method = kind.route.method
        let people = Role.people.map { role in
            Caller.person(role == .agent ? ask.agent : Person(role))
        }
        let callers = [.nobody] + people + [.program, .person(.colleague)]
        var answers = try callers.map { try walk(kind, ask, $0) }
        let others = Set(try Person.strangers.map { try walk(kind, ask, .person($0)) })
            .subtracting([.refused])
        #expect(others.count < 2, "\(kind.route)")
        answers.append(others.first ?? .refused)
        let rules = Set(answers.compactMap(\.rule)).sorted()
        return Self.row(kind.route.description, answers.map { $0.word(method) } + rules)
    }

    private static func row(_ first: String, _ cells: [String]) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let row = padded(first, width.route) + cells.map { padded($0, width.cell) }.joined()
        return String(row.reversed().drop { $0 == " " }.reversed())
    }

    private static let columns =
        ["nobody", "agent", "superv.", "inspect.", "trainer", "analyst", "project", "bank m."]
        + ["bank i.", "security", "auditor", "sys adm", "program", "colleag", "others"]

    @Test(
        "C4.4 每条路由、每个角色：有权且看得到的得到，其余一概得不到，号码与姓名一概不明文 · every route gives each role what it may have, and no number and no name in the clear"
    )
    func everyRoute() throws {
        let asks = seeded.asks
        var lines = [Self.row("", Self.columns)]
        let kinds = house.kinds.sorted {
            ($0.route.pattern, $0.route.method.rawValue) < (
                $1.route.pattern, $1.route.method.rawValue
            )
        }
        for kind in kinds {
            guard let ask = asks[kind.route.description] else {
                Issue.record("\(kind.route) has no line in Ask.swift: say how it is asked for")
                continue
            }
            lines.append(try line(kind, ask))
        }
        #expect(Set(asks.keys).subtracting(kinds.map { $0.route.description }) == [])
        try Snapshot.expect(Self.head + lines.joined(separator: "\n") + "\n", "walk.txt")
    }

    @Test("什么都不填也不会遇到缺陷 · who has the right and fills nothing in never meets a defect")
    func nothingFilledIn() throws {
        let asks = seeded.asks
        for kind in house.kinds where kind.route.method.changes {
            let path = kind.route.path(asks[kind.route.description]?.ids ?? [:])
            for person in Role.people.map(Person.init) {
                guard kind.permission.allows(try house.viewer(person)) else { continue }
                let statuses = try [true, false].map { json in
                    try house.world.database.undoing {
                        house.ask(kind.route.method, path, as: person, json: json).status
                    }
                }
                #expect(statuses.allSatisfy { $0 < 500 }, "\(kind.route) as \(person)")
            }
        }
    }
}
