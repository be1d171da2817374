import Access
import Calls
import Campaigns
import Database
import Kernel
import Leads
import Telephony
import TestSupport
import Web

@testable import Reports

/// A day that three agents of two vendors live by chance: hand-outs, calls of every end, results,
/// corrections, breaks, freed seats, events that come twice or late, and a restart now and then.
final class LivedDay {
    let operation: Operation
    private let workbench: Workbench
    private let log: LineLog
    private let random: SeededRandom
    private var holders: [String: String] = [:]
    private var sequence = 10

    private static let agents = ["one", "two", "other"]

    init(_ engine: TestEngine, seed: UInt64) throws {
        operation = try Operation(engine)
        workbench = Workbench(operation.environment)
        log = LineLog(operation.environment)
        random = SeededRandom(seed)
        for task in 0...1 {
            try operation.start(task)
            for number in 0..<120 { try operation.addLead(number, to: task) }
        }
    }

    /// Does one thing by chance. What the rules refuse is no failure: it must count nothing.
    func step() throws {
        operation.test.time.advance(by: .seconds(random.int(in: 1...90)))
        do {
            switch random.int(in: 0...(20 - 1)) {
            case 0: try correct()
            case 1: try tell(ofAnyCall: true)
            case 2: try free()
            case 3 where random.int(in: 0...(8 - 1)) == 0: try log.closeLost()
            default: try act(Self.agents[random.int(in: 0...(3 - 1))])
            }
        } catch let refusal as any UserFacing {
            _ = refusal.code
        }
    }

    private func act(_ name: String) throws {
        let viewer = operation.person(name)
        let seat = try operation.database.read { try SeatStore($0).own(viewer) }
        let (chance, now) = (random.int(in: 0...(10 - 1)), operation.now)
        switch seat?.state ?? .signedOut {
        case .signedOut:
            holders[name] = try operation.database.write {
                try workbench.open(viewer, takingOver: true, at: now, in: $0).holder
            }
        case .ready:
            if chance > 1 {
                _ = try at(name) { try workbench.next($0, holder: $1, at: now, in: $2) }
            } else {
                try move(name, chance == 0 ? .takeBreak(.rest) : .signOut)
            }
        case .previewing:
            if chance > 0 {
                _ = try at(name) { try workbench.dial($0, holder: $1, at: now, in: $2) }
            } else {
                _ = try at(name) { try workbench.giveBack($0, holder: $1, at: now, in: $2) }
            }
        case .dialling(_, let call), .ringing(_, let call), .talking(_, let call):
            try tell(of: call)
        case .wrappingUp: try save(name)
        case .onBreak, .locked: try move(name, .comeBack)
        }
    }

    private func at<Result>(
        _ name: String,
        _ body: (Viewer, String, Transaction) throws -> Result,
    ) throws -> Result {
        try operation.database.write {
            try body(operation.person(name), holders[name] ?? "", $0)
        }
    }

    private func move(_ name: String, _ event: SeatEvent) throws {
        _ = try at(name) {
            try workbench.move(event, $0, holder: $1, at: operation.now, in: $2)
        }
    }

    private func record() throws -> OutcomeRecord {
        let outcome = Outcome.allCases[random.int(in: 0...(Outcome.allCases.count - 1))]
        var draft = OutcomeRecord.Draft()
        draft.channel = .online
        draft.amount = .allCases.first
        draft.reason = .other
        draft.callbackAt = operation.now + .minutes(30)
        return try OutcomeRecord(outcome, draft, now: operation.now)
    }

    private func save(_ name: String) throws {
        let record = try record()
        _ = try at(name) {
            try workbench.save(record, $0, holder: $1, at: operation.now, in: $2)
        }
    }

    private func correct() throws {
        guard let call = try anyCall() else { return }
        let record = try record()
        let supervisor = try operation.database.read {
            try $0.one("SELECT vendor_id FROM call WHERE id = \(call)").int(0)
        }
        let name = supervisor == operation.first.rawValue ? "supervisor" : "stranger"
        try operation.database.write {
            try workbench.results($0).correct(
                record,
                of: call,
                because: "听错",
                by: operation.person(name),
                at: operation.now,
            )
        }
    }

    private func free() throws {
        let name = Self.agents[random.int(in: 0...(3 - 1))]
        try operation.database.write {
            try workbench.release(
                operation.person(name).account,
                operation.person(name == "other" ? "stranger" : "supervisor"),
                at: operation.now,
                in: $0,
            )
        }
    }

    private func anyCall() throws -> ID<PlacedCall>? {
        let ids = try operation.database.read {
            try $0.rows("SELECT id FROM call ORDER BY id").map { try $0.int(0) }
        }
        return ids.isEmpty ? nil : ID(ids[random.int(in: 0...(ids.count - 1))])
    }

    private func tell(ofAnyCall: Bool) throws {
        if let call = try anyCall() { try tell(of: call) }
    }

    /// An event of a call; now and then one that was told already.
    private func tell(of call: ID<PlacedCall>) throws {
        let kinds: [LineEvent.Kind] = [
            .ringing, .answered, .answered,
            .ended(
                EndCause.allCases[random.int(in: 0...(EndCause.allCases.count - 1))],
                by: .customer
            ),
        ]
        if random.int(in: 0...(6 - 1)) > 0 { sequence += 1 }
        try log.receive(
            LineEvent(
                call: call,
                at: operation.now,
                sequence: sequence,
                kind: kinds[random.int(in: 0...(kinds.count - 1))],
                source: .line,
            )
        )
    }
}
