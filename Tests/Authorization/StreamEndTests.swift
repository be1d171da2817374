import Accounts
import App
import Database
import HTTPServer
import Kernel
import TestSupport
import Testing
import Web

/// Live pages end with the session that opened them, whatever ended it.
@Suite struct StreamEndTests {
    private static let password = "right-pass-1"

    private func follow(_ house: TestHouse, as token: String) throws -> EventStream {
        try #require(house.ask(.get, "/seat/events", token: token).events)
    }

    /// What ends the agent's session.
    enum Ending: String, CaseIterable {
        case signOut, closed, passwordReset, passwordChangedElsewhere, idle, otherNode
    }

    private func end(_ ending: Ending, _ house: TestHouse) throws {
        let agent = try house.account(.agent)
        switch ending {
        case .signOut:
            #expect(house.ask(.post, "/session/end", as: .agent).status < 400)
        case .closed:
            let closing = "/accounts/\(agent)/closure"
            #expect(house.ask(.post, closing, as: .securityOfficer).status < 400)
        case .passwordReset:
            try house.environment.database.write {
                try SessionStore().endAll(of: agent, except: "", in: $0)
            }
        case .passwordChangedElsewhere:
            let elsewhere = try house.anotherToken(.agent)
            let body =
                "{\"old\":\"\(Self.password)\",\"password\":\"another-pass-22\","
                + "\"again\":\"another-pass-22\"}"
            let answer = house.ask(.post, "/account/password", token: elsewhere, body)
            #expect(answer.status < 400)
        case .idle:
            house.world.time.advance(by: SignInRule.idle + .seconds(1))
        case .otherNode:
            try house.environment.database.write { try $0.execute("DELETE FROM session") }
        }
    }

    @Test(
        "会话结束，实时推送随之结束 · a stream ends with its session",
        arguments: TestEngine.available,
        Ending.allCases
    )
    func ended(engine: TestEngine, ending: Ending) throws {
        let house = try TestHouse(engine, password: Self.password)
        let stream = try follow(house, as: house.token(.agent))
        try house.app.application.endStreams()
        #expect(!stream.isOver)
        try end(ending, house)
        try house.app.application.endStreams()
        #expect(stream.isOver)
        #expect(house.ask(.get, "/seat/events", as: .agent).status == 401)
    }

    @Test("别的会话不受影响 · other sessions' streams go on")
    func others() throws {
        let house = try TestHouse()
        let mine = try follow(house, as: house.token(.agent))
        let second = try follow(house, as: try house.anotherToken(.agent))
        #expect(house.ask(.post, "/session/end", as: .agent).status < 400)
        try house.app.application.endStreams()
        #expect(mine.isOver && !second.isOver)
    }

    @Test("读者在推送的连接上看到结束 · the reader sees the end on the wire")
    func onTheWire() throws {
        let desk = try HostileDesk()
        let client = try RawClient(port: desk.server.port)
        client.send(
            "GET /seat/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Cookie: huihu_session=\(desk.house.token(.agent))\r\n\r\n"
        )
        #expect(client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
        #expect(desk.house.ask(.post, "/session/end", as: .agent).status < 400)
        try desk.house.app.application.endStreams()
        #expect(client.receiveAll().hasSuffix("0\r\n\r\n"))
    }
}
