import Kernel
import Synchronization
import TestSupport
import Threads

/// What others ask of the server while agents work.
enum FloorLoad: CaseIterable {
    case nothing, reports, searches, signIns, importing, everything

    var name: String {
        switch self {
        case .nothing: "alone"
        case .reports: "beside four day reports"
        case .searches: "beside four audit searches"
        case .signIns: "beside 32 sign-ins"
        case .importing: "beside an import"
        case .everything: "beside all of them"
        }
    }

    private var parts: [FloorLoad] {
        self == .everything ? [.reports, .searches, .signIns, .importing] : [self]
    }

    /// Keeps the load up while `isOver` says no; gives what became of it.
    func run(
        _ stage: FloorSessions,
        rows: Int,
        isOver: @escaping @Sendable () -> Bool,
    ) -> [String] {
        let words = Mutex<[String]>([])
        let (port, manager, auditor) = (stage.port, stage.manager, stage.auditor)
        let parts = parts
        withThreads(parts.count) { index in
            let word: String?
            switch parts[index] {
            case .nothing, .everything: word = nil
            case .reports:
                word = Self.again(4, "reports", port, manager, isOver) { _ in
                    ("GET", "/reports/days/2026-05-06", "")
                }
            case .searches:
                word = Self.again(4, "searches", port, auditor, isOver) { number in
                    let (account, action) = (100 + number % 500, "POST%20/seat/call")
                    return ("GET", "/audit?account=\(account)&action=\(action)", "")
                }
            case .signIns:
                word = Self.again(32, "sign-ins", port, nil, isOver) { number in
                    let name = "agent\(number % FloorStage.signIns)"
                    return ("POST", "/session", "name=\(name)&password=\(FloorStage.password)")
                }
            case .importing:
                Lane.bulk.standBack()
                word = FloorImport(port, manager, rows).run(isOver)
            }
            if let word { words.withLock { $0.append(word) } }
        }
        return words.withLock { $0.sorted() }
    }

    /// Asks again and again, `count` at once.
    private static func again(
        _ count: Int,
        _ name: String,
        _ port: Int,
        _ token: String?,
        _ isOver: @escaping @Sendable () -> Bool,
        _ request: @escaping @Sendable (Int) -> (method: String, path: String, body: String),
    ) -> String {
        let (answered, spent) = (Counted(), Counted())
        let refused = Mutex<[Int: Int]>([:])
        withThreads(count) { thread in
            // Those who ask sit at machines of their own: their part must not slow the server's.
            Lane.bulk.standBack()
            do {
                let client = try FloorClient(port: port, token: token)
                var number = thread
                while !isOver() {
                    let (method, path, body) = request(number)
                    let start = Measure.microseconds()
                    let (status, _) = try client.ask(method, path, Array(body.utf8))
                    let took = Measure.microseconds() - start
                    if status < 400 {
                        answered.add(1)
                        spent.add(took)
                    } else {
                        refused.withLock { $0[status, default: 0] += 1 }
                    }
                    // Who is told that many sign in comes again later.
                    if status == 429 { pause(milliseconds: 500) }
                    number += count
                }
            } catch {
                print("  \(name): \(error)")
            }
        }
        let done = answered.value
        let middle = done == 0 ? 0 : spent.value / done / 1_000
        let others = refused.withLock { $0 }.sorted { $0.key < $1.key }
            .map { ", \($0.value) told \($0.key)" }
        return "\(done) \(name) in \(middle) ms each" + others.joined()
    }
}

/// A sum that many threads add to.
private final class Counted: Sendable {
    private let sum = Mutex(0)
    var value: Int { sum.withLock { $0 } }
    func add(_ number: Int) { sum.withLock { $0 += number } }
}

/// A file of leads that the bank brings.
private struct FloorImport {
    private let port: Int
    private let token: String
    private let rows: Int

    init(_ port: Int, _ token: String, _ rows: Int) {
        (self.port, self.token, self.rows) = (port, token, rows)
    }

    /// Uploads the file, starts it once it was read through, and waits until it is in. Each run
    /// brings other customers.
    func run(_ isOver: () -> Bool) -> String {
        do {
            let start = Measure.microseconds()
            let client = try FloorClient(port: port, token: token)
            let (status, text) = try client.ask(
                "POST",
                "/campaigns/1/imports",
                form(),
                type: "multipart/form-data; boundary=b",
            )
            guard status < 300, let id = Self.value("id", text) else {
                return "the import was refused: \(status) \(text.prefix(200))"
            }
            var state = try wait(client, id, while: ["checking"])
            if state == "ready" {
                _ = try client.ask("POST", "/imports/\(id)/start", Array("version=0".utf8))
                state = try wait(client, id, while: ["ready", "running"])
            }
            let seconds = (Measure.microseconds() - start) / 1_000_000
            return "an import of \(rows) rows \(state) after \(seconds) s"
        } catch {
            return "the import broke off: \(error)"
        }
    }

    private func wait(_ client: FloorClient, _ id: String, while states: [String]) throws -> String
    {
        while true {
            let (_, text) = try client.ask("GET", "/imports/\(id)")
            let state = Self.value("state", text) ?? "lost"
            if !states.contains(state) { return state }
            pause(milliseconds: 250)
        }
    }

    private func form() -> [UInt8] {
        let head =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n姓名,手机号,行业\n"
        var bytes = Array(head.utf8)
        bytes.reserveCapacity(rows * 32)
        let first = Measure.microseconds() % 50_000_000
        for row in 0..<rows {
            bytes += "张示例,166\(10_000_000 + (first + row) % 89_999_999),零售\n".utf8
        }
        return bytes + Array("\r\n--b--\r\n".utf8)
    }

    private static func value(_ name: String, _ json: String) -> String? {
        guard let range = json.firstRange(of: "\"\(name)\":") else { return nil }
        return String(json[range.upperBound...].drop { $0 == "\"" }.prefix { !"\",}".contains($0) })
    }
}
