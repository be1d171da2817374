import Glibc
import Postgres
import Testing

/// The cluster for the tests; nil when there is none.
private let cluster = getenv("HUIHU_TEST_POSTGRES").map { String(cString: $0) }

@Suite(.enabled(if: cluster != nil, "HUIHU_TEST_POSTGRES is not set: see bin/postgres-for-tests"))
struct PostgresTests {
    private let connection: PostgresConnection

    init() throws {
        connection = try PostgresConnection(try #require(cluster), statements: 4)
    }

    private func row(_ sql: String, _ values: [PostgresValue] = []) throws -> [PostgresValue] {
        let answer = try connection.run(sql, values)
        return try answer.names.indices.map { try answer.value(row: 0, column: $0) }
    }

    @Test("每种值往返一致 · every kind of value survives the round trip")
    func roundTrip() throws {
        let values: [PostgresValue] = [
            .integer(.min), .integer(.max), .real(-0.1), .text("惠呼'\\"), .text(""),
            .blob([0, 1, 255]), .blob([]),
        ]
        #expect(try row("SELECT $1, $2, $3, $4, $5, $6, $7", values) == values)
        #expect(
            try row("SELECT $1, $2", [.null(.integer), .null(.text)])
                == [.null(.unknown), .null(.unknown)]
        )
    }

    @Test("服务器的类型可读 · the server's types are read")
    func types() throws {
        let answer = try row(
            """
            SELECT 7::int2, -8::int4, true, 0.5::float4, 'a'::varchar(3), 'b'::name, 9::oid,
                pg_advisory_unlock_all()
            """
        )
        #expect(
            answer == [
                .integer(7), .integer(-8), .integer(1), .real(0.5), .text("a"), .text("b"),
                .integer(9), .null(.unknown),
            ]
        )
        #expect(throws: PostgresError.self) { try row("SELECT now()") }
    }

    @Test(
        "精确数值：整数为整数 · exact numbers are integers when they are whole",
        arguments: [
            ("0", PostgresValue.integer(0)), ("12", .integer(12)), ("-10000", .integer(-10_000)),
            ("120000000", .integer(120_000_000)), ("5.000", .integer(5)), ("0.5", .real(0.5)),
            ("-1234567.0625", .real(-1_234_567.0625)), ("0.00001", .real(0.00001)),
            ("9223372036854775807", .integer(.max)), ("1e30", .real(1e30)),
        ]
    )
    func numbers(text: String, value: PostgresValue) throws {
        #expect(try row("SELECT '\(text)'::numeric") == [value])
    }

    @Test("错误带代码不带值 · an error has its code and no value")
    func errors() throws {
        #expect {
            try connection.run("SELECT 1 / $1", [.integer(0)])
        } throws: { ($0 as? PostgresError)?.code == "22012" }
        #expect {
            try connection.run("SELECT a FROM missing WHERE a = $1", [.text("secret")])
        } throws: { "\($0)".contains("missing") && !"\($0)".contains("secret") }
        // The server keeps no zero in a text; it must not be cut off silently.
        #expect(throws: PostgresError.self) {
            try connection.run("SELECT $1", [.text("a\u{0}b")])
        }
        #expect { try PostgresConnection("host=/nonexistent password=secret") } throws: {
            !"\($0)".contains("secret")
        }
    }

    @Test("预备语句有上限 · prepared statements are bounded")
    func bounded() throws {
        for number in 0..<20 {
            #expect(try row("SELECT \(number), $1", [.integer(1)]).count == 2)
            // The same text with another type is another statement.
            #expect(try row("SELECT 'always', $1", [.text("x")])[1] == .text("x"))
            #expect(try row("SELECT 'always', $1", [.integer(3)])[1] == .integer(3))
        }
        guard case .integer(let kept) = try row("SELECT count(*) FROM pg_prepared_statements")[0]
        else {
            Issue.record("a count is a whole number")
            return
        }
        #expect(kept <= 4)
    }

    @Test("表结构变化后语句可再用 · a statement survives a change of its table")
    func changed() throws {
        try connection.script("CREATE TEMP TABLE t(a BIGINT); INSERT INTO t VALUES (1)")
        #expect(try row("SELECT * FROM t").count == 1)
        try connection.script("ALTER TABLE t ADD COLUMN b BIGINT")
        #expect(throws: PostgresError.self) { try row("SELECT * FROM t") }
        #expect(try row("SELECT * FROM t").count == 2)
    }
}
