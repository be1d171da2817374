internal import Postgres
package import Threads

/// A database server: a pool of connections, one transaction on each at a time.
package final class PostgresDatabase: Database {
    package let dialect = Dialect.postgres
    private let pools: LanePools<PostgresEngine>
    /// How often a write runs at most when the server asks for a repetition.
    private static let mostAttempts = 4

    /// Connects to the server that `connectionString` names; throws when it does not answer. Up to
    /// `connections` are made for calls and a quarter as many for each other lane, when they are
    /// needed. The tables are looked for in `schema`, nil for
    /// the server's own choice.
    package init(
        connectionString: String,
        connections: Int = 16,
        schema: String? = nil,
    ) throws {
        let others = max(1, connections / 4)
        pools = LanePools(limit: { $0 == .call ? connections : others }) {
            try PostgresEngine(connectionString, schema: schema)
        }
        try pools.with(.call) { _, _ in }
    }

    package func read<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        try perform(.reading, lane, body).result
    }

    @discardableResult
    package func write<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        let done = try perform(.writing, lane, body)
        done.transaction.runHooks()
        return done.result
    }

    package func close() {
        pools.close()
    }

    private func perform<Result>(
        _ mode: PostgresEngine.Mode,
        _ lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> (result: Result, transaction: Transaction) {
        try pools.with(lane) { engine, isBroken in
            defer { isBroken = !engine.isAlive }
            var attempt = 1
            while true {
                engine.begin(mode)
                let transaction = Transaction(engine, isReading: mode == .reading)
                do {
                    defer { transaction.end() }
                    let result = try body(transaction)
                    try engine.end(mode)
                    return (result, transaction)
                } catch {
                    engine.rollBack()
                    guard attempt < Self.mostAttempts, engine.isAlive, engine.mayRepeat(error)
                    else { throw error }
                    // Who was in the way goes first; at once, both might meet again.
                    pause(milliseconds: Int32(10 * attempt))
                    attempt += 1
                }
            }
        }
    }
}

/// A connection to the server behind the common protocol.
final class PostgresEngine: Connection {
    let dialect = Dialect.postgres
    private let connectionString: String
    private let schema: String?
    private var connection: PostgresConnection
    private var cursors = 0
    private var beginning = ""

    /// Rows that a stream fetches at once.
    private static let portion = 1_000

    init(_ connectionString: String, schema: String?) throws {
        self.connectionString = connectionString
        self.schema = schema
        connection = try Self.connected(connectionString, schema)
    }

    var isAlive: Bool { connection.isAlive }

    /// What a transaction may do, and what it sees.
    enum Mode: String {
        case reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case writing = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    }

    /// Opens a transaction as soon as there is something to do in it.
    func begin(_ mode: Mode) {
        beginning = mode.rawValue
        connection.begin(beginning)
    }

    /// Ends a transaction, with everything durable that it wrote.
    func end(_ mode: Mode) throws {
        switch mode {
        case .reading where !connection.hasPending: connection.endReading()
        case .reading: try commit()
        case .writing: try commit()
        }
    }

    /// A transaction in which a statement failed answers `ROLLBACK`.
    private func commit() throws {
        if connection.isUntouched {
            connection.forgetBeginning()
            return
        }
        let answer = try Self.translating { try connection.end("COMMIT") }
        guard answer.commandTag == "COMMIT" else {
            throw DatabaseError(
                code: "25P02",
                message: "a statement failed and was survived outside of a savepoint",
                sql: "COMMIT",
            )
        }
    }

    /// Undoes everything. On a connection that broke the server has done so itself.
    func rollBack() {
        if connection.isUntouched {
            connection.forgetBeginning()
            return
        }
        connection.forgetPending()
        do { try connection.script("ROLLBACK") } catch { return }
    }

    /// Whether the same work may succeed now: another transaction was in the way, or the tables
    /// had changed since a statement was prepared.
    func mayRepeat(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return error.isTransient || error.code == "0A000"
    }

    func run(_ sql: SQL, _ wanted: Wanted, _ body: (Row) throws -> Void) throws -> Int {
        if wanted == .stream, Self.isQuery(sql.text) {
            try stream(sql, body)
            return 0
        }
        let answer = try reconnecting {
            try connection.run(sql.text, sql.parameters.map(\.postgres))
        }
        try Self.give(answer, wanted == .first ? min(answer.count, 1) : answer.count, body)
        return answer.changes
    }

    func runLater(_ sql: SQL) throws {
        try reconnecting { try connection.runLater(sql.text, sql.parameters.map(\.postgres)) }
    }

    func forgetLater() {
        connection.forgetPending()
    }

    func script(_ sql: String) throws {
        _ = try reconnecting { try connection.script(sql) }
    }

    /// Runs `body`; once more on a new connection when the old one broke while nobody used it.
    private func reconnecting<Result>(_ body: () throws -> Result) throws -> Result {
        let isFirst = connection.isUntouched
        do {
            return try Self.translating(body)
        } catch {
            guard isFirst, !connection.isAlive else { throw error }
            connection = try Self.connected(connectionString, schema)
            connection.begin(beginning)
            return try Self.translating(body)
        }
    }

    /// A cursor keeps the answer at the server, and other statements may run in between.
    private func stream(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        cursors += 1
        let name = "stream\(cursors)"
        let declaration = "DECLARE \(name) NO SCROLL CURSOR FOR \(sql.text)"
        _ = try reconnecting {
            try connection.runOnce(declaration, sql.parameters.map(\.postgres))
        }
        var count = Self.portion
        while count == Self.portion {
            let answer = try Self.translating {
                try connection.runOnce("FETCH FORWARD \(Self.portion) FROM \(name)", [])
            }
            count = answer.count
            try Self.give(answer, count, body)
        }
        try script("CLOSE \(name)")
    }

    private static func give(
        _ answer: PostgresAnswer,
        _ count: Int,
        _ body: (Row) throws -> Void,
    ) throws {
        let columns = answer.names.indices
        for row in 0..<count {
            let values = try translating {
                try columns.map { Value(try answer.value(row: row, column: $0)) }
            }
            try body(Row(names: answer.names, values: values))
        }
    }

    private static func isQuery(_ text: String) -> Bool {
        let word = text.utf8.drop { $0 == 0x20 || $0 == 0x0A }.prefix(6)
        return word.elementsEqual("SELECT".utf8)
    }

    private static func connected(
        _ connectionString: String,
        _ schema: String?,
    ) throws -> PostgresConnection {
        try translating {
            let connection = try PostgresConnection(connectionString)
            if let schema {
                let quoted = schema.replacing("\"", with: "\"\"")
                try connection.script("SET search_path TO \"\(quoted)\"")
            }
            return connection
        }
    }

    private static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as PostgresError {
            throw DatabaseError(code: error.code, message: error.message, sql: error.sql)
        }
    }
}

extension SQL.Parameter {
    fileprivate var postgres: PostgresValue {
        switch value {
        case .null: .null(kind.postgres)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .blob(let bytes): .blob(bytes)
        }
    }
}

extension ValueKind {
    fileprivate var postgres: PostgresType {
        switch self {
        case .integer: .integer
        case .real: .real
        case .text: .text
        case .blob: .blob
        case .unknown: .unknown
        }
    }
}

extension Value {
    fileprivate init(_ value: PostgresValue) {
        self =
            switch value {
            case .null: .null
            case .integer(let number): .integer(number)
            case .real(let number): .real(number)
            case .text(let text): .text(text)
            case .blob(let bytes): .blob(bytes)
            }
    }
}
