import Kernel
import Testing

@Suite struct SightingsTests {
    private struct Failure: Error {}

    private func moment(_ seconds: Int) -> Moment { Moment(milliseconds: Int64(seconds) * 1_000) }

    @Test("一起存储，每次只存新的 · they are stored together, each once")
    func together() throws {
        let sightings = Sightings<Int>()
        for key in 0..<5 { sightings.note(key, at: moment(key)) }
        sightings.note(3, at: moment(9))
        sightings.note(3, at: moment(8))
        var parts: [[Int: Moment]] = []
        try sightings.store(by: 2) { parts.append(Dictionary(uniqueKeysWithValues: $0)) }
        #expect(parts.map(\.count) == [2, 2, 1])
        #expect(parts.compactMap { $0[3] } == [moment(9)])
        try sightings.store { _ in Issue.record("Nothing is new.") }
    }

    @Test("存不了的留到下次 · what cannot be stored waits for the next time")
    func failing() throws {
        let sightings = Sightings<Int>()
        for key in 0..<3 { sightings.note(key, at: moment(1)) }
        var stored = 0
        #expect(throws: Failure.self) {
            try sightings.store(by: 1) { _ in
                if stored == 1 { throw Failure() }
                stored += 1
            }
        }
        sightings.note(7, at: moment(2))
        var rest: [Int] = []
        try sightings.store { rest += $0.map(\.0) }
        #expect(rest.count == 3 && rest.contains(7))
    }
}
