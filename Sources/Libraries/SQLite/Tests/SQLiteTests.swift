import SQLite
import Testing

@Suite struct SQLiteTests {
    @Test("每种值往返一致 · every kind of value survives the round trip")
    func roundTrip() throws {
        let connection = try SQLiteConnection(path: ":memory:")
        let values: [SQLiteValue] = [
            .null, .integer(.min), .real(0.5), .text("惠呼\u{0}x"), .text(""), .blob([0, 1, 255]),
            .blob([]),
        ]
        var answer: [SQLiteValue] = []
        try connection.run("SELECT $1, $2, $3, $4, $5, $6, $7", values) { _, row in answer = row }
        #expect(answer == values)
    }

    @Test("错误带代码不带值 · an error has its code and no value")
    func errors() throws {
        let connection = try SQLiteConnection(path: ":memory:")
        #expect {
            try connection.run("SELECT * FROM missing WHERE a = $1", [.text("secret")]) { _, _ in }
        } throws: { error in
            !"\(error)".contains("secret") && "\(error)".contains("missing")
        }
        #expect(throws: SQLiteError.self) { try SQLiteConnection(path: "/nonexistent/a/b") }
    }
}
