import Kernel
import Leads
import Telephony
import Testing

@testable import Calls

@Suite("Seat")
struct SeatStateTests {
    private static let handOut = ID<HandOut>(1)
    private static let call = ID<PlacedCall>(2)

    private static let states: [SeatState] = [
        .signedOut, .ready, .previewing(handOut), .dialling(handOut, call),
        .ringing(handOut, call), .talking(handOut, call), .wrappingUp(handOut, call),
        .onBreak(.meal), .locked,
    ]

    private static let events: [SeatEvent] = [
        .signIn, .handOut(handOut), .giveBack, .dial(call), .ring, .answer, .end, .save,
        .takeBreak(.rest), .lock, .comeBack, .signOut, .release,
    ]

    /// One row for each state, one column for each event, in the order above; a dash is a refusal,
    /// a dot stays where it is.
    private static let table = """
        ready - - - - - - - - - - . .
        . previewing - - - - - - on_break locked - signed_out signed_out
        . - ready dialling - - - - - - - - signed_out
        . - - - ringing talking wrapping_up - - - - - -
        . - - - . talking wrapping_up - - - - - -
        . - - - . . wrapping_up - - - - - -
        . - - - . . . ready - - - - signed_out
        . - - - - - - - . locked ready signed_out signed_out
        . - - - - - - - - - ready signed_out signed_out
        """

    @Test("坐席状态机：每个状态遇到每个事件 · every state meets every event")
    func wholeTable() {
        let rows = Self.table.split(separator: "\n").map { $0.split(separator: " ") }
        for (state, row) in zip(Self.states, rows) {
            for (event, expected) in zip(Self.events, row) {
                var moved = state
                do {
                    try moved.apply(event)
                    let wanted = expected == "." ? state.code.rawValue : String(expected)
                    #expect(moved.code.rawValue == wanted, "\(state) on \(event)")
                } catch {
                    #expect(expected == "-", "\(state) on \(event)")
                    #expect(moved == state)
                    #expect(error == .wrongState(state.code, event))
                }
            }
        }
        #expect(rows.map(\.count) == Array(repeating: 13, count: 9))
    }

    @Test("通话和客户随状态走 · the call and the customer go with the state")
    func carriesTheCall() throws {
        var state = SeatState.ready
        try state.apply(.handOut(Self.handOut))
        #expect(state.handOut == Self.handOut && state.call == nil)
        try state.apply(.dial(Self.call))
        try state.apply(.answer)
        #expect(state == .talking(Self.handOut, Self.call))
        try state.apply(.end)
        try state.apply(.save)
        #expect(state.handOut == nil && state.call == nil)
    }

    @Test("占用率所用的状态划分 · which states count for occupancy")
    func occupancy() {
        let handling = SeatState.Code.allCases.filter(\.isHandling)
        #expect(handling == [.talking, .wrappingUp])
        #expect(handling.filter(\.isAvailable) == handling)
        #expect(!SeatState.Code.onBreak.isAvailable && !SeatState.Code.locked.isAvailable)
    }
}
