import Kernel
import Telephony
import Testing

@Suite struct CallProgressTests {
    static let dialled = BusinessDay(2026, 3, 31).at(TimeOfDay(9, 30))

    static func event(_ seconds: Int, _ kind: LineEvent.Kind, _ sequence: Int = 1) -> LineEvent {
        LineEvent(call: ID(7), at: dialled + .seconds(seconds), sequence: sequence, kind: kind)
    }

    static func progress(_ events: [LineEvent]) -> CallProgress {
        var progress = CallProgress(dialledAt: dialled)
        for event in events { progress.apply(event) }
        return progress
    }

    static let whole = [
        event(1, .proceeding, 1), event(3, .ringing, 2), event(13, .answered, 3),
        event(73, .ended(.normal, by: .customer), 4),
    ]

    @Test("C6.3 振铃与通话时长由线路得出 · ring and talk times come from the line")
    func times() {
        let progress = Self.progress(Self.whole)
        let later = Self.dialled + .hours(1)
        #expect(progress.stage == .ended)
        #expect(progress.ringTime(at: later) == .seconds(10))
        #expect(progress.talkTime(at: later) == .seconds(60))
        #expect(progress.lineTime(at: later) == .seconds(73))
        #expect(progress.wasAnswered)
        let end = CallEnd(at: Self.dialled + .seconds(73), cause: .normal, party: .customer)
        #expect(progress.end == end)
    }

    @Test("进行中的时长随时间增长 · times of a running call grow")
    func runningTimes() {
        let ringing = Self.progress(Array(Self.whole.prefix(2)))
        #expect(ringing.stage == .ringing)
        #expect(ringing.ringTime(at: Self.dialled + .seconds(8)) == .seconds(5))
        #expect(ringing.talkTime(at: Self.dialled + .seconds(8)) == .zero)
        let talking = Self.progress(Array(Self.whole.prefix(3)))
        #expect(talking.stage == .talking)
        #expect(talking.talkTime(at: Self.dialled + .seconds(20)) == .seconds(7))
        #expect(talking.ringTime(at: Self.dialled + .seconds(20)) == .seconds(10))
    }

    @Test("事件迟到、乱序、重复，结果相同 · any order, any repetition, the same end")
    func anyOrder() {
        let expected = Self.progress(Self.whole)
        var different: [[LineEvent]] = []
        for order in Self.permutations(Self.whole) {
            if Self.progress(order + order.reversed()) != expected { different.append(order) }
        }
        #expect(different == [])
    }

    @Test("每个阶段遇到每个事件 · every stage meets every event")
    func everyPair() {
        let kinds = Self.whole.map(\.kind)
        var stages: [[CallProgress.Stage]] = []
        for reached in 0...4 {
            stages.append(
                kinds.map { kind in
                    var progress = Self.progress(Array(Self.whole.prefix(reached)))
                    let before = progress.stage
                    let changed = progress.apply(Self.event(100, kind))
                    #expect(changed == (before != progress.stage))
                    return progress.stage
                }
            )
        }
        #expect(
            stages == [
                [.proceeding, .ringing, .talking, .ended],
                [.proceeding, .ringing, .talking, .ended],
                [.ringing, .ringing, .talking, .ended],
                [.talking, .talking, .talking, .ended],
                [.ended, .ended, .ended, .ended],
            ]
        )
    }

    @Test("重启后的“中断”让位于线路的结论 · lost gives way to what the line saw")
    func lostGivesWay() {
        let lost = Self.event(60, .ended(.lost, by: .system))
        let real = Self.event(73, .ended(.busy, by: .customer))
        #expect(Self.progress([lost, real]).end?.cause == .busy)
        #expect(Self.progress([real, lost]).end?.cause == .busy)
        #expect(Self.progress([lost]).end?.cause == .lost)
        let earlier = Self.event(70, .ended(.normal, by: .agent))
        #expect(Self.progress([real, earlier]).end?.party == .agent)
        #expect(Self.progress([earlier, real]).end?.party == .agent)
    }

    @Test("未接通则无通话时长 · no answer, no talk")
    func unanswered() {
        let progress = Self.progress([
            Self.event(1, .proceeding), Self.event(2, .ended(.poweredOff, by: .network)),
        ])
        #expect(!progress.wasAnswered)
        #expect(progress.talkTime(at: Self.dialled + .hours(1)) == .zero)
        #expect(progress.ringTime(at: Self.dialled + .hours(1)) == .zero)
    }

    private static func permutations(_ events: [LineEvent]) -> [[LineEvent]] {
        guard events.count > 1 else { return [events] }
        return events.indices.flatMap { index in
            var rest = events
            let chosen = rest.remove(at: index)
            return permutations(rest).map { [chosen] + $0 }
        }
    }
}
