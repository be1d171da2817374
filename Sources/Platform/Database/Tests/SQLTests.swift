import Database
import Kernel
import TestSupport
import Testing

@Suite struct SQLTests {
    @Test("插值即绑定 · interpolation binds")
    func binds() {
        let name = "'; DROP TABLE lead; --"
        let sql: SQL = "SELECT * FROM lead WHERE name = \(name) AND id = \(7)"
        #expect(sql.text == "SELECT * FROM lead WHERE name = $1 AND id = $2")
    }

    @Test("语句可以组合 · parts compose and are numbered anew")
    func composes() {
        let where_: SQL = "a = \(1) AND b = '\(literal: "$1")' AND c IN \(list: [2, 3])"
        let sql: SQL = "SELECT \(0) FROM t WHERE \(where_) AND (\(where_))" + " LIMIT \(9)"
        #expect(
            sql.text == """
                SELECT $1 FROM t WHERE a = $2 AND b = '$1' AND c IN ($3,$4) \
                AND (a = $5 AND b = '$1' AND c IN ($6,$7)) LIMIT $8
                """
        )
        let many = SQL(stringLiteral: "x") + "\(list: Array(0..<120))" + "\(list: [Int]())"
        #expect(many.text.hasSuffix("$119,$120)(NULL)"))
        #expect(("y" + many + "\(1)").text.hasSuffix("$120)(NULL)$121"))
    }

    @Test("组合后的值不错位 · values keep their places", arguments: TestEngine.available)
    func values(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let part: SQL = "SELECT \(2) AS v UNION ALL SELECT \(3)"
        let sql: SQL = "SELECT \(1) AS v UNION ALL \(part) UNION ALL SELECT \(4) ORDER BY v"
        let found = try database.read { try $0.rows(sql).map { try $0.int("v") } }
        #expect(found == [1, 2, 3, 4])
        let none = try database.read {
            try $0.rows("SELECT id FROM counter WHERE id IN \(list: [Int]())").count
        }
        #expect(none == 0)
    }
}

@Suite struct BindingTests {
    private enum Colour: String, Bindable {
        case red
    }

    @Test("每种类型往返一致 · every type survives the round trip", arguments: TestEngine.available)
    func types(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let moment = Moment(milliseconds: 1_774_000_000_123)
        let day = BusinessDay(2026, 3, 31)
        let row = try database.read {
            try $0.one(
                """
                SELECT \(7) AS int, \(Int64.min) AS int64, \(0.25) AS double, \("惠呼") AS text,
                    \(true) AS yes, \([0, 255] as [UInt8]) AS bytes, \(ID<Colour>(9)) AS id,
                    \(moment) AS moment, \(day) AS day, \(TimeOfDay(9, 30)) AS time,
                    \(Money(fen: -5)) AS money, \(Colour.red) AS colour
                """
            )
        }
        #expect(try row.int("int") == 7 && row.int("int64") == .min)
        #expect(try row.double("double") == 0.25 && row.double("int") == 7)
        #expect(try row.text("text") == "惠呼" && row.bool("yes"))
        #expect(try row.blob("bytes") == [0, 255] && row.id("id", of: Colour.self) == ID(9))
        #expect(try row.moment("moment") == moment && row.day("day") == day)
        #expect(try row.timeOfDay("time") == TimeOfDay(9, 30))
        #expect(try row.money("money") == Money(fen: -5))
        #expect(try row.decode("colour", as: Colour.self) == .red && row.int(0) == 7)
        #expect(try row.text(3) == "惠呼" && row.decode(11, as: Colour.self) == .red)
    }

    @Test("缺失的值有类型 · a missing value has a type", arguments: TestEngine.available)
    func missing(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let (int, text, bytes): (Int?, String?, [UInt8]?) = (nil, nil, nil)
        let (day, colour, real): (BusinessDay?, Colour?, Double?) = (nil, nil, nil)
        try database.write {
            try $0.execute(
                """
                INSERT INTO kinds(whole, real, words, bytes)
                SELECT \(int), \(real), \(text), \(bytes) WHERE \(day) IS NULL AND \(colour) IS NULL
                """
            )
        }
        let row = try database.read { try $0.one("SELECT whole, real, words, bytes FROM kinds") }
        #expect(try row.isNull("whole") && row.isNull(3) && row.optionalInt("whole") == nil)
        #expect(try row.optionalText("words") == nil && row.optionalBlob(3) == nil)
        #expect(try row.optionalDouble("real") == nil && row.optionalDay("whole") == nil)
        #expect(try row.optionalDecode("words", as: Colour.self) == nil)
        #expect(throws: DatabaseError.self) { try row.int("whole") }
    }

    @Test("类型不符的错误说明列与类型 · a mismatch names column and type")
    func mismatch() throws {
        let database = try TestEngine.sqlite.database()
        let row = try database.read { try $0.one("SELECT 'blue' AS colour") }
        let errors: [(String, () throws -> Void)] = [
            ("colour", { _ = try row.int("colour") }), ("Colour", { _ = try decoded(row) }),
            ("bytes", { _ = try row.blob(0) }), ("missing", { _ = try row.text("missing") }),
            ("no column 4", { _ = try row.text(4) }),
        ]
        for (word, body) in errors {
            #expect { try body() } throws: {
                ($0 as? DatabaseError)?.message.contains(word) == true
            }
        }

        func decoded(_ row: Row) throws -> Colour { try row.decode("colour") }
    }

    @Test("合计是整数 · a sum is a whole number", arguments: TestEngine.available)
    func sums(engine: TestEngine) throws {
        let database = try engine.database([tables])
        for n in [1, 2, 4] { try database.addCounter("c\(n)", n) }
        let row = try database.read {
            try $0.one(
                "SELECT sum(n) AS total, count(*) AS count, avg(n * 1.5) AS mean FROM counter"
            )
        }
        #expect(try row.int("total") == 7 && row.int("count") == 3)
        #expect(try row.double("mean") == 3.5)
    }
}
