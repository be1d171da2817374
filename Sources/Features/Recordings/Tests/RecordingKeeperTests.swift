import Database
import FoundationEssentials
import Kernel
import Telephony
import TestSupport
import Testing
import Vault
import Web

@testable import Recordings

@Suite struct RecordingKeeperTests {
    @Test(
        "C6.3 两侧按首包对齐，左坐席右客户 · both sides, aligned, agent left and customer right",
        arguments: TestEngine.available
    )
    func bothSides(_ engine: TestEngine) throws {
        let desk = try RecordingDesk(engine)
        try desk.call(1)
        try desk.spool(1)
        try desk.takeIn()
        let recording = try #require(try desk.recording(1))
        #expect(recording.state == .stored)
        #expect(recording.agent == .seconds(2))
        #expect(try desk.spooled.isEmpty)
        let (agent, customer) = try desk.channels(recording)
        #expect(strength(of: 440, in: Array(agent[4_000..<12_000])) > 0.8)
        #expect(strength(of: 1_000, in: Array(customer[5_000..<15_000])) > 0.8)
        #expect(strength(of: 440, in: Array(customer[5_000..<15_000])) < 0.05)
        // The customer's voice began half a second after the agent's.
        let early = customer[0..<3_600].reduce(0) { $0 + abs($1) } / 3_600
        let late = customer[5_000..<8_600].reduce(0) { $0 + abs($1) } / 3_600
        #expect(early < late / 20)
    }

    @Test("C4.4 落盘即密封，明文不留 · sealed on disk, nothing plain left", arguments: TestEngine.available)
    func sealedOnDisk(_ engine: TestEngine) throws {
        let desk = try RecordingDesk(engine)
        try desk.call(1)
        try desk.spool(1)
        try desk.takeIn()
        let recording = try #require(try desk.recording(1))
        let bytes = Array(try Data(contentsOf: URL(filePath: desk.file(recording))))
        #expect(bytes.count == recording.bytes)
        #expect(bytes.firstRange(of: Array("OggS".utf8)) == nil)
        let uploads = "\(desk.environment.dataFolder)/uploads"
        #expect(try FileManager.default.contentsOfDirectory(atPath: uploads).isEmpty)
    }

    @Test("通话未结束或文件还在增长时不取 · nothing is taken while the call goes on or the file grows")
    func notYet() throws {
        let desk = try RecordingDesk(.sqlite)
        try desk.call(1, isOver: false)
        try desk.spool(1)
        try desk.takeIn()
        #expect(try desk.recording(1) == nil)
        try desk.call(2)
        try desk.spool(2, agent: 1, customer: 1)
        try desk.keeper.takeIn()
        try desk.spool(2)
        try desk.keeper.takeIn()
        #expect(try desk.recording(2) == nil)
        try desk.keeper.takeIn()
        #expect(try desk.recording(2)?.agent == .seconds(2))
        // Nobody's call, such as another system's: it stays where it is.
        try desk.spool(77)
        try desk.takeIn()
        #expect(try desk.spooled.count == 4)
    }

    @Test(
        "中途被杀可重做，不丢不重 · cut off anywhere, it is done again, once",
        arguments: TestEngine.available
    )
    func doneAgain(_ engine: TestEngine) throws {
        let desk = try RecordingDesk(engine)
        try desk.call(1)
        try desk.spool(1)
        try desk.takeIn()
        let first = try #require(try desk.recording(1))
        // As if it was cut off after the row and before the spool was emptied.
        try desk.spool(1)
        try desk.takeIn()
        #expect(try desk.recording(1) == first)
        #expect(try desk.spooled.isEmpty)
        // As if it was cut off after the sealing and before the row.
        try desk.database.write { _ = try $0.execute("DELETE FROM recording") }
        try desk.spool(1)
        try desk.takeIn()
        #expect(try desk.recording(1)?.state == .stored)
    }

    @Test(
        "C6.3 缺一侧或过短即不完整 · a missing side or a short one is told",
        arguments: TestEngine.available
    )
    func short(_ engine: TestEngine) throws {
        let desk = try RecordingDesk(engine)
        try desk.call(1, talk: 6)
        try desk.spool(1, agent: 6, customer: nil)
        try desk.call(2, talk: 20)
        try desk.spool(2, agent: 3, customer: 3)
        try desk.takeIn()
        #expect(try desk.recording(1)?.state == .short)
        #expect(try desk.recording(2)?.state == .short)
        let (_, customer) = try desk.channels(try #require(try desk.recording(1)))
        #expect(customer.reduce(0) { $0 + abs($1) } / Double(customer.count) < 100)
        #expect(
            RecordingState(talk: .seconds(20), agent: .seconds(18), customer: .seconds(18))
                == .stored
        )
    }

    @Test("C4.7 C6.3 有通话无录音会被发现，迟到的会补上 · a missing recording is found, a late one fills in")
    func missing() throws {
        let desk = try RecordingDesk(.sqlite)
        try desk.call(1, talk: 30)
        try desk.keeper.findMissing()
        #expect(try desk.recording(1) == nil)
        desk.time.advance(by: .minutes(11))
        try desk.keeper.findMissing()
        #expect(try desk.recording(1)?.state == .missing)
        try desk.spool(1, agent: 30, customer: 29)
        try desk.takeIn()
        #expect(try desk.recording(1)?.state == .stored)
    }
}
