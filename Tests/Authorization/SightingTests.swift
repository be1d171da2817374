import Accounts
import App
import Kernel
import TestSupport
import Testing
import Web

/// A session that is used lives on, though its use is stored only now and then.
@Suite struct SightingTests {
    private func isSignedIn(_ house: TestHouse) -> Bool {
        house.ask(.get, "/institutions", as: .bankManager).status == 200
    }

    @Test("用着的会话不过期，不用的到时即止 · a session in use lives on, and ends without use")
    func idle() throws {
        let house = try TestHouse()
        for _ in 0..<3 {
            house.world.time.advance(by: SignInRule.idle - .minutes(1))
            #expect(isSignedIn(house))
            house.app.flush()
        }
        house.world.time.advance(by: SignInRule.idle + .seconds(1))
        #expect(!isSignedIn(house))
    }

    @Test(
        "未及入库的使用随程序丢失，会话只会早止 · what is not stored is lost with the program, and only ends it sooner"
    )
    func lost() throws {
        let house = try TestHouse()
        house.world.time.advance(by: SignInRule.idle - .minutes(1))
        #expect(isSignedIn(house))
        house.world.time.advance(by: .minutes(2))
        #expect(!isSignedIn(house))
    }
}
