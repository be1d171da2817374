import Kernel
import Telephony
import Testing

@Suite struct LineTests {
    @Test("演示号码 154 不得经真实线路拨出 · a demo number never goes to a real trunk")
    func demoNumber() throws {
        let demo = DialRequest(call: ID(1), from: ID(1), number: try PhoneNumber("15400001111"))
        #expect(throws: LineRefusal.demoNumber) { try demo.check(onRealTrunk: true) }
        try demo.check(onRealTrunk: false)
        let mobile = DialRequest(call: ID(1), from: ID(1), number: try PhoneNumber("13800001111"))
        try mobile.check(onRealTrunk: true)
        #expect(LineRefusal.demoNumber.status == .refused)
    }

    @Test("号码从不打印 · a request never prints its number")
    func neverPrinted() throws {
        let request = DialRequest(call: ID(42), from: ID(1), number: try PhoneNumber("13800001111"))
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped] {
            #expect(!text.contains("1380000"))
            #expect(text.contains("42"))
        }
    }

    @Test("存储代码往返一致 · stored codes survive the round trip")
    func codes() {
        var kinds: [LineEvent.Kind] = [.proceeding, .ringing, .answered]
        for cause in EndCause.allCases {
            for party in Party.allCases { kinds.append(.ended(cause, by: party)) }
        }
        #expect(kinds.map { LineEvent.Kind(code: $0.code) } == kinds)
        #expect(Set(kinds.map(\.code)).count == kinds.count)
        for text in ["", "ended", "ended:busy", "ended:busy:nobody", "ended:x:agent", "Ringing"] {
            #expect(LineEvent.Kind(code: text) == nil)
        }
        #expect(EndCause.noAnswer.code == "no_answer")
        #expect(EndCause(code: "powered_off") == .poweredOff)
        #expect(EndCause(code: "gone") == nil)
        #expect(Party(code: "network") == .network)
    }

    @Test("SIP 与 Q.850 代码归类 · causes from a trunk's codes")
    func causes() {
        let seen = EndCause.allCases.filter {
            ![.lost, .cancelled, .pageGone, .signedOut].contains($0)
        }
        let read = seen.map { EndCause(sipStatus: $0.sipStatus ?? 0, q850: $0.q850) }
        #expect(read == seen)
        #expect(EndCause(sipStatus: 487, q850: 16) == .cancelled)
        #expect(EndCause(sipStatus: 486, q850: nil) == .busy)
        #expect(EndCause(sipStatus: 500, q850: nil) == .networkFailure)
        #expect(EndCause.lost.sipStatus == nil)
    }

    @Test("按键只限 0–9、*、# · digits only")
    func digits() throws {
        try checkDigits("0123456789*#")
        for text in ["", "A", "1 2", "１", String(repeating: "1", count: 33)] {
            #expect(throws: LineRefusal.invalidDigits) { try checkDigits(text) }
        }
    }

    @Test("每个拒绝都有双语说明 · every refusal speaks both languages")
    func refusals() {
        let codes = Set(LineRefusal.allCases.map(\.code))
        #expect(codes.count == LineRefusal.allCases.count)
        let empty = LineRefusal.allCases.filter {
            $0.message.chinese.isEmpty || $0.message.english.isEmpty
        }
        #expect(empty == [])
    }
}
