import Kernel
import Synchronization
import Telephony
import TestSupport
import Testing

/// A line on a simulated clock, with everything it reported.
final class Bench: Sendable {
    let time = SimulatedTime(at: BusinessDay(2026, 3, 31).at(TimeOfDay(9, 0)))
    let line: SimulatedLine
    private let reported = Mutex<[LineEvent]>([])

    init(seed: UInt64 = 1) {
        line = SimulatedLine(seed: seed, time: time)
        line.setSink { [self] event in reported.withLock { $0.append(event) } }
    }

    var events: [LineEvent] { reported.withLock { $0 } }

    func dial(_ call: Int64, ringTimeout: Duration = .seconds(60)) throws {
        let number = try PhoneNumber("154\(padded(Int(call), 8))")
        try line.dial(
            DialRequest(
                call: ID(call),
                from: ID(1),
                number: number,
                ringTimeout: ringTimeout,
            )
        )
    }

    /// Lives on until nothing is due any more.
    func runToEnd() {
        while let due = line.nextDue {
            time.set(max(due, time.now()))
            line.runDue()
        }
    }

    /// Lives on until the call has reported `kind`, or for ever nothing.
    func run(_ call: Int64, until kind: LineEvent.Kind) {
        while !events.contains(where: { $0.call == ID(call) && $0.kind == kind }),
            let due = line.nextDue
        {
            time.set(due)
            line.runDue()
        }
    }

    /// The first call whose customer is as asked.
    func call(where fits: (SimulatedCustomer) -> Bool) throws -> Int64 {
        try #require((1...5_000).first { fits(line.customer(for: ID($0))) })
    }
}

@Suite struct SimulatedLineTests {
    @Test("同一种子同一通话，同一客户 · repeatable by seed")
    func repeatable() throws {
        let runs = try [(3, 1), (3, 1), (4, 1)].map { seed, _ in
            let bench = Bench(seed: UInt64(seed))
            for call in 1...100 { try bench.dial(Int64(call)) }
            bench.runToEnd()
            return bench.events
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0] != runs[2])
        let alone = Bench(seed: 3)
        try alone.dial(57)
        alone.runToEnd()
        #expect(alone.events == runs[0].filter { $0.call == ID(57) })
    }

    @Test("两千通电话：每种情形都出现，事件有序 · 2,000 calls show every behaviour, in order")
    func everyBehaviour() throws {
        let bench = Bench(seed: 11)
        let dialled = bench.time.now()
        for call in 1...2_000 { try bench.dial(Int64(call)) }
        bench.runToEnd()
        let customers = (1...2_000).map { bench.line.customer(for: ID($0)) }
        #expect(Set(customers.map(\.reaction)) == Set(SimulatedCustomer.Reaction.allCases))
        #expect(Set(customers.compactMap(\.mood)) == Set(SimulatedCustomer.Mood.allCases))
        #expect(Set(customers.map(\.hangsUpFirst)) == [true, false])
        let events = bench.events
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at })
        let calls = Dictionary(grouping: events, by: \.call)
        #expect(calls.count == 2_000)
        for history in calls.values {
            var progress = CallProgress(dialledAt: dialled)
            let moved = history.map { progress.apply($0) }
            #expect(moved.allSatisfy { $0 })
            #expect(progress.stage == .ended)
            #expect(history.map(\.sequence) == Array(1...history.count))
        }
        let ends = Set(calls.values.compactMap { $0.last?.kind })
        #expect(
            ends == [
                .ended(.normal, by: .customer), .ended(.noAnswer, by: .network),
                .ended(.busy, by: .customer), .ended(.rejected, by: .customer),
                .ended(.poweredOff, by: .network), .ended(.outOfService, by: .network),
                .ended(.invalidNumber, by: .network), .ended(.networkFailure, by: .network),
            ]
        )
        #expect(bench.line.callCount == 0)
    }

    @Test("C5.2 每人每天 200 通约得 12–18 个意向客户 · 200 calls find 12 to 18 interested")
    func interestRate() {
        let exchange = SimulatedExchange(seed: 5)
        let customers = (1...20_000).map { exchange.customer(for: ID($0)) }
        let per200 = Double(customers.count { $0.mood?.isInterested == true }) / 100
        #expect((12...18).contains(per200))
        let answered = Double(customers.count { $0.reaction == .answers }) / 20_000
        #expect((0.35...0.45).contains(answered))
        let talks = customers.filter { $0.mood?.isInterested == true }.map(\.talk).sorted()
        #expect((Duration.seconds(90)...Duration.seconds(200)).contains(talks[talks.count / 2]))
        #expect(customers.allSatisfy { ($0.amount != nil) == ($0.mood?.isInterested ?? false) })
    }

    @Test("坐席在各阶段挂机 · the agent hangs up in each phase")
    func hangUp() throws {
        let bench = Bench()
        let call = try bench.call { $0.reaction == .answers && !$0.hangsUpFirst }
        let phases: [(LineEvent.Kind?, EndCause, Int)] = [
            (nil, .cancelled, 1), (.proceeding, .cancelled, 2), (.ringing, .cancelled, 3),
            (.answered, .normal, 4),
        ]
        for (phase, cause, sequence) in phases {
            let bench = Bench()
            try bench.dial(call)
            if let phase { bench.run(call, until: phase) }
            bench.line.hangUp(ID(call), for: .agent)
            #expect(bench.events.count == sequence - 1, "No event before runDue.")
            bench.line.runDue()
            let expected = LineEvent(
                call: ID(call),
                at: bench.time.now(),
                sequence: sequence,
                kind: .ended(cause, by: .agent)
            )
            #expect(bench.events.last == expected)
            #expect(!bench.line.carries(ID(call)))
            bench.line.hangUp(ID(call), for: .agent)
            bench.runToEnd()
            #expect(bench.events.last == expected)
        }
    }

    @Test("客户等坐席挂机，但不会永远等 · a customer waits for the agent, not for ever")
    func patience() throws {
        let bench = Bench()
        let call = try bench.call { $0.reaction == .answers && !$0.hangsUpFirst }
        try bench.dial(call)
        bench.runToEnd()
        #expect(bench.events.last?.kind == .ended(.normal, by: .customer))
        let answered = try #require(bench.events.first { $0.kind == .answered }).at
        let talk = bench.line.customer(for: ID(call)).talk
        #expect(bench.time.now() - answered == talk + .seconds(90))
    }

    @Test("超过振铃时限由系统挂断 · the ring timer ends the call")
    func ringTimeout() throws {
        let bench = Bench()
        let call = try bench.call { $0.reaction == .ringsOut }
        try bench.dial(call, ringTimeout: .seconds(20))
        bench.runToEnd()
        #expect(bench.events.last?.kind == .ended(.noAnswer, by: .system))
        let rang = try #require(bench.events.first { $0.kind == .ringing }).at
        #expect(bench.time.now() - rang == .seconds(20))
    }

    @Test("同一通话不能拨两次，未接通不能发按键 · refusals")
    func refusals() throws {
        let bench = Bench()
        let call = try bench.call { $0.reaction == .answers }
        try bench.dial(call)
        #expect(throws: LineRefusal.alreadyDialled) { try bench.dial(call) }
        #expect(throws: LineRefusal.notTalking) { try bench.line.sendDigits("1", on: ID(call)) }
        bench.run(call, until: .answered)
        try bench.line.sendDigits("1#", on: ID(call))
        #expect(throws: LineRefusal.invalidDigits) { try bench.line.sendDigits("x", on: ID(call)) }
        bench.runToEnd()
        #expect(throws: LineRefusal.notTalking) { try bench.line.sendDigits("1", on: ID(call)) }
    }

    @Test("接收方可在事件中继续拨号 · the sink may dial on")
    func sinkDials() throws {
        let bench = Bench()
        let ends = Mutex(0)
        bench.line.setSink { event in
            guard case .ended = event.kind, event.call < ID(5) else { return }
            ends.withLock { $0 += 1 }
            #expect(throws: Never.self) { try bench.dial(event.call.rawValue + 1) }
        }
        try bench.dial(1)
        bench.runToEnd()
        #expect(ends.withLock { $0 } == 4)
    }

    @Test("线程按快进的时钟送出全部事件 · the thread delivers on a fast clock")
    func thread() throws {
        let time = ScaledTime(
            at: BusinessDay(2026, 3, 31).at(TimeOfDay(9, 0)),
            speed: 100_000,
            base: SystemTime()
        )
        let line = SimulatedLine(seed: 1, time: time)
        let ended = Mutex(0)
        let last = Gate()
        line.setSink { event in
            guard case .ended = event.kind else { return }
            if ended.withLock({
                $0 += 1; return $0
            }) == 50 {
                last.open()
            }
        }
        line.start()
        for call in 1...50 {
            let number = try PhoneNumber("154\(padded(call, 8))")
            try line.dial(DialRequest(call: ID(Int64(call)), from: ID(1), number: number))
        }
        last.wait()
        line.stop()
        #expect(line.callCount == 0)
    }
}
