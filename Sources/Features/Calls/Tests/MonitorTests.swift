import Access
import Database
import Kernel
import Synchronization
import Telephony
import TestSupport
import Testing

@testable import Calls

/// A line with a voice on which every call goes on; `whenAsked` runs whenever it is asked for one.
private final class OpenLine: Line, Voice {
    private let asked = Mutex<(@Sendable () -> Void)?>(nil)

    func whenAsked(_ body: @escaping @Sendable () -> Void) { asked.withLock { $0 = body } }

    var isReal: Bool { false }
    var voice: (any Voice)? { self }
    func dial(_ request: DialRequest) throws {}
    func hangUp(_ call: CallID, for reason: HangUpReason) {}
    func sendDigits(_ digits: String, on call: CallID) throws {}
    func carries(_ call: CallID) -> Bool {
        asked.withLock { $0 }?()
        return true
    }
    func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void) {}

    func offer(_ sdp: String, from phone: SoftphoneID) throws {}
    func leave(_ phone: SoftphoneID) {}
    func state(of phone: SoftphoneID) -> SoftphoneState { SoftphoneState(.calling, call: ID(1)) }
    func hold(_ isOn: Bool, on call: CallID) throws {}
    func setListener(_ listener: @escaping @Sendable (SoftphoneID, SoftphoneState) -> Void) {}
    var announcesMonitoring: Bool { true }
    func drain() {}
    var callCount: Int { 1 }
}

@Suite("Monitors")
struct MonitorTests {
    /// Agent one talks; the supervisor's request goes through a desk on a line with a voice.
    private struct Listening {
        let fixture: Fixture
        let line = OpenLine()
        let desk: MonitorDesk

        init(_ engine: TestEngine) throws {
            fixture = try Fixture(engine)
            desk = MonitorDesk(line)
            try fixture.open(fixture.one)
            _ = try fixture.next(fixture.one)
            try fixture.dial(fixture.one)
            try fixture.run(fixture.one, until: .talking)
        }

        func begin(in transaction: Transaction) throws -> MonitorView {
            try fixture.ask(
                BeginMonitor(desk),
                as: fixture.supervisor,
                ["id": "1", "offer": "v=0"],
                on: line,
                in: transaction,
            )
        }
    }

    @Test(
        "C4.4 未入账的监听不生效 · nobody listens unless the record of it is durable",
        arguments: TestEngine.available
    )
    func rolledBack(_ engine: TestEngine) throws {
        let listening = try Listening(engine)
        let agent = listening.fixture.one.account
        struct Undone: Error {}
        #expect(throws: Undone.self) {
            try listening.fixture.database.write { transaction in
                _ = try listening.begin(in: transaction)
                throw Undone()
            }
        }
        #expect(listening.desk.monitors(of: agent).isEmpty)
        #expect(try listening.fixture.number("SELECT COUNT(*) FROM call_monitor") == 0)

        let view = try listening.fixture.database.write { transaction in
            let view = try listening.begin(in: transaction)
            #expect(listening.desk.monitors(of: agent).isEmpty)
            return view
        }
        #expect(listening.desk.monitors(of: agent).map(\.id) == [view.id])
        #expect(try listening.fixture.number("SELECT COUNT(*) FROM call_monitor") == 1)
    }

    @Test("锁内不问线路 · the line may ask back: no question to it stands under the desk's lock")
    func noQuestionUnderTheLock() {
        let line = OpenLine()
        let desk = MonitorDesk(line)
        let first = desk.prepare(ID(1), of: ID(7), by: ID(8), offer: "v=0")
        desk.register(first)
        line.whenAsked { desk.change(first.id, to: .whisper) }
        #expect(desk.monitors(of: ID(7)).map(\.id) == [first.id])
        desk.register(desk.prepare(ID(1), of: ID(7), by: ID(9), offer: "v=0"))
        #expect(desk.monitors(of: ID(7)).map(\.mode) == [.whisper, .listen])
    }
}
