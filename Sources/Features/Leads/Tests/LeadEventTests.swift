import Kernel
import Testing

@testable import Leads

/// What moves a lead from where.
@Suite struct LeadEventTests {
    private static let due = BusinessDay(2026, 5, 7).at(TimeOfDay(9, 0))
    private static let before = Standing(state: .waiting, due: due, heldBack: .recycled)

    /// Each event, where it puts a lead, and from where it does.
    private static let moves: [(LeadEvent, Standing, [LeadState])] = [
        (.taken, Standing(state: .held), [.ready, .waiting, .callback, .finished]),
        (
            .waiting(until: due, .givenBack),
            Standing(state: .waiting, due: due, heldBack: .givenBack),
            [.ready, .waiting, .held, .callback, .finished]
        ),
        (
            .agreed(due), Standing(state: .callback, due: due),
            [.waiting, .held, .callback, .finished]
        ),
        (
            .finished(.frequencyCampaign),
            Standing(state: .finished, heldBack: .frequencyCampaign),
            [.ready, .waiting, .held, .callback, .finished]
        ),
        (
            .suppressed, Standing(state: .suppressed),
            [.ready, .waiting, .held, .callback, .finished]
        ),
        (
            .withdrawn, Standing(state: .withdrawn),
            [.ready, .waiting, .held, .callback, .finished, .suppressed]
        ),
        (.revived, Standing(state: .ready), [.withdrawn]),
        (.putBack(before), before, [.held]),
    ]

    private static func moved(_ state: LeadState, _ event: LeadEvent) -> Standing? {
        do { return try state.after(event) } catch { return nil }
    }

    @Test("C2.1 名单只按事件流转，其余都被拒绝 · a lead moves by its events alone, all else is refused")
    func transitions() {
        for (event, standing, states) in Self.moves {
            for state in LeadState.allCases {
                #expect(
                    Self.moved(state, event) == (states.contains(state) ? standing : nil),
                    "\(event) from \(state)",
                )
            }
        }
    }

    @Test("C4.12 拒绝时说明客户在哪里 · a refusal says where the lead stands")
    func refusals() {
        #expect(throws: HandOutRefusal.customerHeld) { try LeadState.held.after(.taken) }
        #expect(throws: HandOutRefusal.suppressed) { try LeadState.suppressed.after(.taken) }
        #expect(throws: HandOutRefusal.withdrawn) { try LeadState.withdrawn.after(.taken) }
        #expect(throws: HandOutRefusal.notHeld) { try LeadState.ready.after(.agreed(Self.due)) }
        #expect(throws: HandOutRefusal.notWithdrawn) { try LeadState.held.after(.revived) }
    }
}
