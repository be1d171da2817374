import Access
import Database
import HTTPServer
import Kernel
import Sodium
import Synchronization
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct GuessTests {
    @Test(
        "别人输错不锁本人 · who types a colleague's name wrongly locks nobody out but there",
        arguments: TestEngine.available
    )
    func ownSeat(engine: TestEngine) throws {
        let world = try World(engine)
        for _ in 1...5 { _ = try world.signIn("pm1", "x", from: "10.8.0.66") }
        #expect(try world.signIn("pm1", "right-pass-1", from: "10.8.0.66") == "account.locked")
        #expect(try world.signIn("pm1", "right-pass-1", from: "10.8.0.7") == nil)
        #expect(try world.signIn("pm2", "right-pass-1", from: "10.8.0.66") == nil)
    }

    @Test(
        "不存在的登录名同样计数同样答复 · a name that does not exist is answered like one that does",
        arguments: ["pm1", "no-such-name"]
    )
    func unknownNames(name: String) throws {
        let world = try World()
        let codes = try (1...7).map { _ in try world.signIn(name, "x") }
        let wrong = "account.wrong_name_or_password"
        #expect(
            codes == [
                wrong, wrong, wrong, wrong, "account.locked", "account.locked", "account.locked",
            ]
        )
        let far = try (1...30).map { try world.signIn(name, "x", from: "10.9.0.\($0)") }
        #expect(far.first == wrong)
        #expect(far.last == "account.slowed")
    }

    @Test("同时登录太多时请稍后再来，不算一次 · who finds too many before them is asked to come again")
    func busy() throws {
        let world = try World()
        let passwords = try Passwords(
            PasswordHash(cost: .weak),
            common: [],
            running: 1,
            waiting: 0
        )
        let now = world.test.time.now()
        let refusal = BusyRefusal.full(until: now + .seconds(2))
        try passwords.turn(at: now) {
            #expect(throws: refusal) { try passwords.hash("any", at: now) }
            #expect(throws: refusal) { try passwords.verify("any", against: nil, at: now) }
        }
        #expect(refusal.status == .tooMany && refusal.retryAt == now + .seconds(2))
        #expect(try !passwords.verify("any", against: nil, at: now))
    }

    @Test("五十次并发只看五个密码 · fifty at once get five guesses", arguments: TestEngine.available)
    func parallel(engine: TestEngine) throws {
        let world = try World(engine)
        let codes = Codes()
        withThreads(50) { index in
            do {
                codes.add(try world.signIn("officer", "x\(index)"))
            } catch {
                codes.add("\(error)")
            }
        }
        let looked = codes.all.filter { $0 == "account.wrong_name_or_password" }
        #expect(looked.count == 4)
        #expect(codes.all.filter { $0 == "account.locked" }.count == 46)
        #expect(try world.signIn("officer", "right-pass-1") == "account.locked")
    }

    @Test(
        "多地址猜测越来越慢，本人常用地址照常 · guesses from everywhere slow down, the holder's own address does not"
    )
    func manyAddresses() throws {
        let world = try World()
        #expect(try world.signIn("officer", "right-pass-1", from: "10.8.0.7") == nil)
        var answered = 0
        for number in 1...200 {
            let code = try world.signIn("officer", "x", from: "10.9.\(number).1")
            if code == "account.wrong_name_or_password" { answered += 1 }
        }
        #expect(answered == Guesses.mostByStrangers - 1 + 1)
        #expect(try world.signIn("officer", "right-pass-1", from: "10.7.0.1") == "account.slowed")
        #expect(try world.signIn("officer", "right-pass-1", from: "10.8.0.7") == nil)
        world.test.time.advance(by: Guesses.lockOut + .seconds(1))
        #expect(try world.signIn("officer", "right-pass-1", from: "10.7.0.1") == nil)
    }

    @Test("越猜越慢，至多一刻钟 · each further guess waits longer, a quarter of an hour at most")
    func growingDelay() throws {
        var now = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))
        var guesses = Guesses(lastAt: now)
        var waits: [Int64] = []
        for _ in 1...34 {
            try guesses.take(.strangers, at: now)
            if let until = guesses.closedUntil {
                waits.append((until - now).wholeSeconds)
                #expect(throws: AccountRefusal.slowed(until: until)) {
                    var early = guesses
                    try early.take(.strangers, at: until - .milliseconds(1))
                }
                now = until
            }
        }
        #expect(waits.prefix(5) == [1, 2, 4, 8, 16])
        #expect(waits.max() == Guesses.lockOut.wholeSeconds)
    }

    @Test("对的密码还清次数 · a right password gives the tries back")
    func givenBack() throws {
        let world = try World()
        for _ in 1...3 {
            for _ in 1...4 { _ = try world.signIn("officer", "x") }
            #expect(try world.signIn("officer", "right-pass-1") == nil)
        }
    }

    @Test("重置密码即解锁 · a new first password ends the lock")
    func reset() throws {
        let world = try World()
        for _ in 1...5 { _ = try world.signIn("pm1", "x") }
        let input = try ResetPassword.Input(
            Form(["id": ["\(world.first.account)"], "password": ["fresh-river-72"]])
        )
        _ = try ResetPassword(sessions: world.sessions, passwords: world.passwords)
            .answer(input, world.context(world.officer))
        #expect(try world.signIn("pm1", "fresh-river-72") == nil)
    }

    @Test("修改密码时原密码也限次 · the old password is not guessed on the password page either")
    func oldPassword() throws {
        let world = try World()
        let change = { (old: String) throws in
            let input = try ChangePassword.Input(
                Form(["old": [old], "password": ["fresh-river-72"], "again": ["fresh-river-72"]])
            )
            _ = try ChangePassword(sessions: world.sessions, passwords: world.passwords)
                .answer(input, world.context(world.officer))
        }
        for _ in 1...4 { #expect(throws: AccountRefusal.wrongOldPassword) { try change("x") } }
        for old in ["x", "right-pass-1"] {
            let until = world.test.time.now() + Guesses.lockOut
            #expect(throws: AccountRefusal.locked(until: until)) { try change(old) }
        }
    }

    @Test("计数表不存登录名 · what was typed as a name stands nowhere")
    func nothingTyped() throws {
        let world = try World()
        _ = try world.signIn("my-Secret-Password-1", "x")
        let rows = try world.test.environment.database.read {
            try $0.rows("SELECT sender FROM sign_in_guess ORDER BY sender").map { try $0.text(0) }
        }
        #expect(rows == ["", "127.0.0.1"])
    }
}

/// The codes of answers that come from many threads.
private final class Codes: Sendable {
    private let codes = Mutex<[String?]>([])

    var all: [String?] { codes.withLock { $0 } }

    func add(_ code: String?) { codes.withLock { $0.append(code) } }
}
