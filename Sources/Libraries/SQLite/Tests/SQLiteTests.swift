import SQLite
import Testing

@Suite struct SQLiteTests {
    private let connection: SQLiteConnection

    init() throws {
        connection = try SQLiteConnection(path: ":memory:", statements: 4)
    }

    private func integers(_ sql: String) throws -> [Int64] {
        var found: [Int64] = []
        try connection.run(sql, bind: { _ in }) { row in
            found.append(row.integer(0))
            return true
        }
        return found
    }

    @Test("每种值往返一致 · every kind of value survives the round trip")
    func roundTrip() throws {
        try connection.run("SELECT $1, $2, $3, $4, $5, $6, $7 AS last") { parameters in
            try parameters.bindNull(at: 1)
            try parameters.bind(Int64.min, at: 2)
            try parameters.bind(0.5, at: 3)
            try parameters.bind("惠呼\u{0}x", at: 4)
            try parameters.bind("", at: 5)
            try parameters.bind([0, 1, 255], at: 6)
            try parameters.bind([UInt8](), at: 7)
        } row: { row in
            #expect(row.kind(0) == .null)
            #expect(row.kind(1) == .integer && row.integer(1) == .min)
            #expect(row.kind(2) == .real && row.real(2) == 0.5)
            #expect(row.kind(3) == .text && row.text(3) == "惠呼\u{0}x")
            #expect(row.kind(4) == .text && row.text(4) == "")
            #expect(row.kind(5) == .blob && row.blob(5) == [0, 1, 255])
            #expect(row.kind(6) == .blob && row.blob(6) == [])
            #expect(row.names.last == "last")
            return true
        }
    }

    @Test("错误带代码不带值 · an error has its code and no value")
    func errors() throws {
        #expect {
            try connection.run("SELECT * FROM missing WHERE a = $1") {
                try $0.bind("secret", at: 1)
            } row: { _ in
                true
            }
        } throws: { error in
            !"\(error)".contains("secret") && "\(error)".contains("missing")
        }
        #expect(throws: SQLiteError.self) { try SQLiteConnection(path: "/nonexistent/a/b") }
        #expect(throws: SQLiteError.self) { try connection.execute("") }
    }

    @Test("同一语句可在自身的行内再次运行 · a statement runs within its own rows")
    func nested() throws {
        let sql = "SELECT 1 UNION SELECT 2 UNION SELECT 3"
        var pairs = 0
        try connection.run(sql, bind: { _ in }) { _ in
            pairs += try integers(sql).count
            return true
        }
        #expect(pairs == 9)
    }

    @Test("写语句总是做完 · a statement that writes runs to its end")
    func complete() throws {
        try connection.script("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)")
        let changes = try connection.run("UPDATE t SET a = a + 10 RETURNING a", bind: { _ in }) {
            _ in false
        }
        #expect(changes == 3)
        #expect(try integers("SELECT a FROM t") == [11, 12, 13])
        #expect(try connection.run("SELECT a FROM t", bind: { _ in }, row: { _ in true }) == 0)
    }

    @Test("表结构变化后列名更新 · names follow a change of the table")
    func changed() throws {
        try connection.script("CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        var names: [[String]] = []
        let look = {
            _ = try connection.run("SELECT * FROM t", bind: { _ in }) { row in
                names.append(row.names)
                return true
            }
        }
        try look()
        try connection.script("ALTER TABLE t ADD COLUMN b")
        try look()
        #expect(names == [["a"], ["a", "b"]])
    }

    @Test("预备语句有上限 · prepared statements are bounded")
    func bounded() throws {
        for number in 0..<40 {
            #expect(try integers("SELECT \(number)") == [Int64(number)])
            #expect(try integers("SELECT 'always'") == [0])
        }
    }
}
