import Access
import Database
import Kernel
import TestSupport
import Testing

@testable import Web

/// A letter is claimed before it is sent, waits longer each time, and ends when nobody needs it.
@Suite struct MailQueueTests {
    private static let kind = NoticeKind("import.done", L("导入已完成", en: "An import is done"))
    private static let thing = Thing(
        ThingKind("import", acts: "imports", L("导入", en: "Import"), page: "/imports/{id}"),
        7,
    )
    private let account = ID<Account>(5)

    private func tell(_ world: TestEnvironment, off: Set<String> = []) throws {
        let choice = MailQueue.Choice(address: "a@bank.example", language: .english, off: off)
        try world.environment.database.write { transaction in
            try MailQueue(transaction).choose(choice, of: account)
            try Notices(transaction)
                .tell(Self.kind, to: [account], about: Self.thing, at: world.time.now())
        }
    }

    private func claim(_ world: TestEnvironment) throws -> Int64? {
        let now = world.time.now()
        return try world.environment.database.write {
            try MailQueue($0).claim(at: now, now: now)?.id
        }
    }

    @Test("认领后等待逐次加长，次数用尽即止 · each try waits longer, and they end", arguments: TestEngine.available)
    func waits(_ engine: TestEngine) throws {
        let world = try TestEnvironment(engine)
        try tell(world)
        let id = try #require(try claim(world))
        #expect(try claim(world) == nil)
        world.time.advance(by: MailQueue.wait(after: 0) - .seconds(1))
        #expect(try claim(world) == nil)
        world.time.advance(by: .seconds(1))
        #expect(try claim(world) == id)
        world.time.advance(by: MailQueue.wait(after: 0))
        #expect(try claim(world) == nil)
        for tries in 1..<MailQueue.mostTries - 1 {
            world.time.advance(by: MailQueue.wait(after: tries))
            #expect(try claim(world) == id, "\(tries)")
        }
        world.time.advance(by: .hours(2))
        #expect(try claim(world) == nil)
        #expect(MailQueue.wait(after: 50) == .hours(1))
    }

    @Test(
        "已读、过期、已关闭邮件的不再发送 · what was read, is old or unwanted is not sent",
        arguments: TestEngine.available
    )
    func over(_ engine: TestEngine) throws {
        let world = try TestEnvironment(engine)
        let database = world.environment.database
        try tell(world)
        let id = try database.read { try $0.one("SELECT MAX(id) FROM notice").int(0) }
        _ = try database.write { try Notices($0).read(id, of: account, at: world.time.now()) }
        #expect(try claim(world) == nil)
        try tell(world)
        world.time.advance(by: .hours(25))
        #expect(try claim(world) == nil)
        try tell(world)
        try database.write { try MailQueue($0).choose(MailQueue.Choice(), of: account) }
        #expect(try claim(world) == nil)
        try tell(world, off: [Self.kind.code])
        #expect(try claim(world) == nil)
        try tell(world, off: ["import.failed"])
        #expect(try claim(world) != nil)
    }

    @Test("C4.4 邮件头逐字符编码，不被换行插入 · headers hold any text and no line of somebody's")
    func message() {
        let letter = Letter(
            address: "a@bank.example",
            subject: "惠呼：话术已批准：\r\nBcc: x@elsewhere.example" + String(repeating: "话", count: 60),
            text: "查看：https://huihu.bank.example/notices\n",
            number: 9,
            at: BusinessDay(2026, 11, 27).at(TimeOfDay(9, 30)),
        )
        let text = String(decoding: letter.message(from: "huihu@bank.example"), as: UTF8.self)
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(!lines.contains { $0.hasPrefix("Bcc") } && lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(lines.contains("Message-ID: <notice-9@bank.example>"))
        #expect(lines.contains("Date: 27 Nov 2026 09:30:00 +0800"))
    }
}
