import Access
import Database
import HTML
import Kernel
import Records
import TestSupport
import Testing
import Web

/// How many seats a room has, as a capability would declare it.
private enum Seats: DecidedSetting {
    static let path = "/seats-of-a-room"
    static let see = Permission("seats.see", .bankManager, .auditor)
    static let decide = Permission("seats.decide", .bankManager)
    static let kind = ThingKind(
        "seats_of_a_room",
        acts: "seats-of-a-room",
        L("席位", en: "Seats"),
        page: "/seats-of-a-room",
        isOnly: true,
    )
    static let deciding = (code: "seats.set", words: L("设置席位", en: "Set the seats"))
    static let thing = SharedThing("seats_of_a_room")
    static let table = DecisionTable<Int>(
        "seats_decided",
        column: "seats",
        store: { "\($0)" },
        load: { Int(try $0.int("seats")) },
    )
    static let standard = 6
    static let field = InputField.int("seats", L("席位", en: "Seats"), in: 1...100)
    static let title = L("席位", en: "Seats")
    static let lead = L("场地的席位数。", en: "How many seats the room has.")

    static func words(_ seats: Int) -> L { L("\(seats)席", en: "\(seats) seats") }
    static func json(_ seats: Int) -> any Encodable & Sendable { seats }
    static func extras(_ seats: Int, _ context: Context) throws -> SettingExtras {
        SettingExtras(facts: ["doubled": seats * 2])
    }
    static func names(
        _ accounts: Set<ID<Account>>,
        in transaction: Transaction,
    ) throws -> [ID<Account>: String] {
        Dictionary(uniqueKeysWithValues: accounts.map { ($0, "甲\($0)") })
    }
    static func readers(in transaction: Transaction) throws -> [ID<Account>] { [ID(77)] }
}

@Suite struct DecidedSettingTests {
    private let world: TestEnvironment

    init() throws { world = try Self.world(.sqlite) }

    private static func world(_ engine: TestEngine) throws -> TestEnvironment {
        try TestEnvironment(
            engine,
            migrations: [
                Migration(
                    capability: "test",
                    number: 1,
                    sql: """
                        CREATE TABLE seats_decided(
                            id {id}, seats BIGINT NOT NULL, reason TEXT NOT NULL,
                            account_id BIGINT NOT NULL, at BIGINT NOT NULL
                        );
                        """,
                    appendOnly: ["seats_decided"],
                )
            ],
        )
    }

    private func context(
        _ world: TestEnvironment,
        _ role: Role,
        _ transaction: Transaction,
    ) throws -> Context {
        Context(
            viewer: Viewer(
                account: ID(9),
                organisation: ID(1),
                roles: try Roles([role]),
                name: "甲",
                staffNumber: "",
            ),
            now: world.time.now(),
            wallNow: world.time.now(),
            language: .chinese,
            environment: world.environment,
            peer: "10.0.0.1",
            transaction: transaction,
        )
    }

    private func decide(_ world: TestEnvironment, _ seats: String, _ reason: String) throws {
        let input = try DecideSetting<Seats>.Input(Form(["seats": [seats], "reason": [reason]]))
        try world.environment.database.write { transaction in
            _ = try DecideSetting<Seats>().answer(input, context(world, .bankManager, transaction))
        }
    }

    private func view(_ world: TestEnvironment, _ role: Role) throws -> WithHistory<
        SettingView<Seats>
    > {
        try world.environment.database.read { transaction in
            try ShowSetting<Seats>().answer(
                try NoInput(Form([:])),
                context(world, role, transaction)
            )
        }
    }

    private func page(_ view: WithHistory<SettingView<Seats>>) -> String {
        String(
            decoding: view.page.render(Rendering(language: .chinese, csrfToken: "proof")),
            as: UTF8.self,
        )
    }

    @Test(
        "设定只增不改，现行值、历史与依据同在页面和JSON · decisions are only added to; page and JSON tell them",
        arguments: TestEngine.available
    )
    func history(_ engine: TestEngine) throws {
        let world = try Self.world(engine)
        let value = { try world.environment.database.read { try Seats.value($0) } }
        #expect(try value() == 6)
        try decide(world, "8", "扩容")
        world.time.advance(by: .hours(1))
        try decide(world, "12", "再扩容，联系 15400000001")
        #expect(try value() == 12)
        let view = try view(world, .auditor)
        #expect(view.value == 12 && view.decisions.map(\.value) == [12, 8])
        let json = String(decoding: try JSON.encode(view, language: .chinese), as: UTF8.self)
        #expect(json.hasPrefix(#"{"decisions":[{"at":"2026-05-06 11:00:00","by":"甲9","#))
        #expect(json.contains(#""doubled":24"#) && json.contains(#""seats":12,"version":0}"#))
        #expect(!json.contains("15400000001"))
        let text = page(view)
        #expect(text.contains("12席") && text.contains("8席") && text.contains("扩容"))
        #expect(!text.contains("<form"))
        #expect(throws: DatabaseError.self) {
            try world.environment.database.write {
                try $0.execute("UPDATE seats_decided SET seats = 1")
            }
        }
    }

    @Test("有权的人才见到表单 · only who decides gets the form")
    func form() throws {
        #expect(page(try view(world, .bankManager)).contains(#"action="/seats-of-a-room""#))
        #expect(DecideSetting<Seats>.permission == Seats.decide)
        #expect(ShowSetting<Seats>.permission == Seats.see)
        #expect(DecideSetting<Seats>.edits == .asSeen(Seats.thing))
    }

    @Test(
        "超出范围、没有依据的都退回 · what is out of bounds or has no ground is refused",
        arguments: [("0", "x"), ("101", "x"), ("", "x"), ("8", "")]
    )
    func refused(seats: String, reason: String) {
        #expect(throws: InvalidInput.self) { try decide(world, seats, reason) }
    }
}
