import Access
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
    private func follow(_ desk: HostileDesk, as token: String) throws -> EventStream {
        let response = desk.ask(.get, "/seat/events", as: token)
        guard case .events(let stream) = response.body else {
            throw NotFound(L(same: "stream \(response.status)"))
        }
        return stream
    }

    /// What ends the agent's session.
    enum Ending: String, CaseIterable {
        case signOut, closed, passwordReset, passwordChangedElsewhere, idle, otherNode
    }

    private func end(_ ending: Ending, _ desk: HostileDesk) throws {
        let agent = desk.account(.agent)
        switch ending {
        case .signOut:
            #expect(desk.ask(.post, "/session/end", as: desk.token(.agent)).status < 400)
        case .closed:
            let officer = desk.token(.securityOfficer)
            #expect(desk.ask(.post, "/accounts/\(agent)/closure", as: officer).status < 400)
        case .passwordReset:
            try desk.world.environment.database.write {
                try SessionStore().endAll(of: agent, except: "", in: $0)
            }
        case .passwordChangedElsewhere:
            let elsewhere = try desk.anotherToken(.agent)
            let body =
                "{\"old\":\"\(HostileDesk.password)\",\"password\":\"another-pass-22\","
                + "\"again\":\"another-pass-22\"}"
            let answer = desk.ask(.post, "/account/password", as: elsewhere, body)
            #expect(answer.status < 400)
        case .idle:
            desk.world.time.advance(by: SignInRule.idle + .seconds(1))
        case .otherNode:
            try desk.world.environment.database.write { try $0.execute("DELETE FROM session") }
        }
    }

    @Test(
        "会话结束，实时推送随之结束 · a stream ends with its session",
        arguments: TestEngine.available,
        Ending.allCases
    )
    func ended(engine: TestEngine, ending: Ending) throws {
        let desk = try HostileDesk(engine)
        let stream = try follow(desk, as: desk.token(.agent))
        try desk.app.application.endStreams()
        #expect(!stream.isOver)
        try end(ending, desk)
        try desk.app.application.endStreams()
        #expect(stream.isOver)
        #expect(desk.ask(.get, "/seat/events", as: desk.token(.agent)).status == 401)
    }

    @Test("别的会话不受影响 · other sessions' streams go on")
    func others() throws {
        let desk = try HostileDesk()
        let mine = try follow(desk, as: desk.token(.agent))
        let second = try follow(desk, as: try desk.anotherToken(.agent))
        #expect(desk.ask(.post, "/session/end", as: desk.token(.agent)).status < 400)
        try desk.app.application.endStreams()
        #expect(mine.isOver && !second.isOver)
    }

    @Test("读者在推送的连接上看到结束 · the reader sees the end on the wire")
    func onTheWire() throws {
        let desk = try HostileDesk()
        let client = try RawClient(port: desk.server.port)
        client.send(
            "GET /seat/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Cookie: huihu_session=\(desk.token(.agent))\r\n\r\n"
        )
        #expect(client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
        #expect(desk.ask(.post, "/session/end", as: desk.token(.agent)).status < 400)
        try desk.app.application.endStreams()
        #expect(client.receiveAll().hasSuffix("0\r\n\r\n"))
    }
}
