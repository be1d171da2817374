import Glibc
import Kernel
import Synchronization
import TestSupport
import Threads

/// The agents' work: at each seat a customer a minute (hand-out, dial, hang up, result), and a
/// heartbeat every twenty seconds, over a connection of its own.
final class FloorDay: @unchecked Sendable {
    /// How many seats are asked for at once. A thread that waits takes no processor.
    private static let drivers = 48

    private let port: Int
    private let tokens: [String]
    private let isOver = Atomic(false)
    private let times = Mutex<[Double]>([])
    private let refusals = Mutex<[String: Int]>([:])
    // Each is used by the one thread that drives the seat.
    private var clients: [FloorClient] = []
    private var holders: [String] = []

    init(port: Int, tokens: [String]) {
        self.port = port
        self.tokens = tokens
    }

    /// Opens every seat; gives the connections for their live pages.
    func open() throws -> [FloorClient] {
        for token in tokens {
            let client = try FloorClient(port: port, token: token)
            let (status, text) = try client.ask("POST", "/seat")
            guard status == 200, let range = text.firstRange(of: "\"holder\":\"") else {
                throw FloorFailure(what: "a seat was not opened: \(status) \(text.prefix(200))")
            }
            clients.append(client)
            holders.append(String(text[range.upperBound...].prefix { $0 != "\"" }))
        }
        return try tokens.map { try FloorClient(port: port, token: $0) }
    }

    /// Works until `stop`, on threads of its own.
    func run() {
        withThreads(Self.drivers) { [self] driver in
            let mine = Array(stride(from: driver, to: tokens.count, by: Self.drivers))
            if mine.isEmpty { return }
            let step = 20_000_000 / mine.count
            var due = Measure.microseconds() + step * driver / Self.drivers
            var turn = 0
            while !isOver.load(ordering: .relaxed) {
                let ahead = due - Measure.microseconds()
                if ahead > 1_000 {
                    pause(milliseconds: Int32(min(ahead / 1_000, 100)))
                    continue
                }
                // Every seat comes once in twenty seconds: a third of them for a customer.
                let seat = mine[turn % mine.count]
                do {
                    if (turn / mine.count + turn) % 3 == 0 {
                        try serve(seat)
                    } else {
                        _ = try ask("/seat/heartbeat", seat)
                    }
                } catch {
                    refuse("\(error)")
                }
                turn += 1
                due += step
            }
        }
    }

    func stop() { isOver.store(true, ordering: .relaxed) }

    /// What the hand-outs since the last time took, in milliseconds.
    func take() -> [Double] {
        times.withLock { times in
            defer { times = [] }
            return times
        }
    }

    /// What was refused so far, by its code.
    var refused: [String: Int] { refusals.withLock { $0 } }

    private func serve(_ seat: Int) throws {
        let start = Measure.microseconds()
        guard try ask("/seat/hand-out", seat) else { return }
        let took = Double(Measure.microseconds() - start) / 1_000
        times.withLock { $0.append(took) }
        guard try ask("/seat/call", seat) else { return }
        _ = try ask("/seat/call/end", seat)
        // The line tells of the end in its own time.
        for _ in 0..<100 {
            let text = try clients[seat].ask("GET", "/seat").text
            if text.contains("wrapping_up") { break }
            pause(milliseconds: 20)
        }
        _ = try ask("/seat/outcome", seat, "&outcome=no_answer")
    }

    private func ask(_ path: String, _ seat: Int, _ more: String = "") throws -> Bool {
        let body = Array("holder=\(holders[seat])\(more)".utf8)
        let (status, text) = try clients[seat].ask("POST", path, body)
        if status == 200 { return true }
        refuse("\(path) \(status) " + text.prefix(80))
        return false
    }

    private func refuse(_ what: String) {
        refusals.withLock { $0[what, default: 0] += 1 }
    }
}
