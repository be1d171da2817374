internal import CPostgres

/// One connection to a server, used by one thread at a time.
package final class PostgresConnection {
    /// A statement that the server keeps, for one text and one list of types.
    private final class Prepared {
        let name: String
        let types: [PostgresType]
        var columns: PostgresAnswer.Columns?
        var lastUse = 0

        init(name: String, types: [PostgresType]) {
            self.name = name
            self.types = types
        }
    }

    private let handle: OpaquePointer
    /// The statement that opens a transaction and has not been sent: it goes with the next one.
    private var opening: String?
    /// Whether the answer to the end of a transaction has not been looked at yet.
    private var isEnding = false
    private var prepared: [String: [Prepared]] = [:]
    private var preparedCount = 0
    private var made = 0
    private var uses = 0
    private let limit: Int

    /// Connects with a URL or with `key=value` pairs. At most `statements` stay prepared.
    package init(_ connectionString: String, statements limit: Int = 256) throws {
        self.limit = limit
        guard let handle = Self.connected(connectionString) else {
            throw PostgresError(code: "53200", message: "out of memory", sql: "")
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = Self.message(handle)
            PQfinish(handle)
            throw PostgresError(code: "08001", message: message, sql: "")
        }
        self.handle = handle
        shim_silence_notices(handle)
    }

    deinit {
        PQfinish(handle)
    }

    /// Whether the server is still there, as far as the last statement saw.
    package var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Opens a transaction with `sql` as soon as there is something to do in it: both travel to the
    /// server together.
    package func begin(_ sql: String) {
        opening = sql
    }

    /// Ends a transaction in which nothing was written, without waiting for the answer.
    package func endReading() {
        if opening == nil {
            isEnding = PQsendQuery(handle, "COMMIT") == 1
        }
        opening = nil
    }

    /// Whether a transaction was asked for in which nothing has been done.
    package var isUntouched: Bool { opening != nil }

    /// Forgets a transaction in which nothing has been done.
    package func forgetBeginning() {
        opening = nil
    }

    /// Runs several statements without values or rows.
    @discardableResult
    package func script(_ sql: String) throws -> PostgresAnswer {
        try settle()
        return PostgresAnswer(try checked(PQexec(handle, sql), sql), sql, like: nil)
    }

    /// Runs one statement. Values stand as `$1`, `$2` … in their order.
    package func run(_ sql: String, _ values: [PostgresValue]) throws -> PostgresAnswer {
        let statement = try prepare(sql, values.map(\.type))
        let parameters = Parameters(values)
        let result = try parameters.withPointers { pointers in
            if let opening {
                return try together(opening, statement.name, pointers, parameters)
            }
            return PQexecPrepared(
                handle,
                statement.name,
                Int32(values.count),
                pointers,
                parameters.lengths,
                parameters.formats,
                1,
            )
        }
        do {
            let answer = PostgresAnswer(
                try checked(result, sql),
                sql,
                like: statement.columns,
            )
            if statement.columns == nil { statement.columns = answer.columns }
            return answer
        } catch let error {
            // "Cached plan must not change result type": the tables have changed since.
            if error.code == "0A000" { forget(sql) }
            throw error
        }
    }

    /// Runs one statement without keeping it prepared: for texts that do not come again.
    package func runOnce(_ sql: String, _ values: [PostgresValue]) throws -> PostgresAnswer {
        try settle()
        let parameters = Parameters(values)
        let result = parameters.withPointers { pointers in
            PQexecParams(
                handle,
                sql,
                Int32(values.count),
                values.map(\.type.oid),
                pointers,
                parameters.lengths,
                parameters.formats,
                1,
            )
        }
        return PostgresAnswer(try checked(result, sql), sql, like: nil)
    }

    private func prepare(_ sql: String, _ types: [PostgresType]) throws -> Prepared {
        finishEnding()
        uses += 1
        if let known = prepared[sql]?.first(where: { $0.types == types }) {
            known.lastUse = uses
            return known
        }
        try settle()
        if preparedCount >= limit { try forgetOldest() }
        made += 1
        let statement = Prepared(name: "s\(made)", types: types)
        statement.lastUse = uses
        let oids = types.map(\.oid)
        let result = PQprepare(handle, statement.name, sql, Int32(oids.count), oids)
        PQclear(try checked(result, sql))
        prepared[sql, default: []].append(statement)
        preparedCount += 1
        return statement
    }

    /// Lets go of the quarter that was not used for longest.
    private func forgetOldest() throws {
        let all = prepared.values.joined().sorted { $0.lastUse < $1.lastUse }
        let old = all.prefix(max(1, limit / 4))
        try script(old.map { "DEALLOCATE \($0.name)" }.joined(separator: ";"))
        let names = Set(old.map(\.name))
        prepared = prepared.compactMapValues { statements in
            let kept = statements.filter { !names.contains($0.name) }
            return kept.isEmpty ? nil : kept
        }
        preparedCount -= old.count
    }

    private func forget(_ sql: String) {
        preparedCount -= prepared.removeValue(forKey: sql)?.count ?? 0
    }

    /// Leaves nothing open that the next statement would have to wait for.
    private func settle() throws {
        finishEnding()
        guard let sql = opening else { return }
        opening = nil
        PQclear(try checked(PQexec(handle, sql), sql))
    }

    /// Looks at the answer to the end of a transaction that only read: it cannot fail but by a
    /// broken connection, which the next statement finds out.
    private func finishEnding() {
        guard isEnding else { return }
        isEnding = false
        while let result = PQgetResult(handle) { PQclear(result) }
    }

    /// Opens the transaction and runs its first statement in one exchange.
    private func together(
        _ begin: String,
        _ name: String,
        _ pointers: [UnsafePointer<CChar>?],
        _ parameters: Parameters,
    ) throws -> OpaquePointer? {
        opening = nil
        let count = Int32(pointers.count)
        let (lengths, formats) = (parameters.lengths, parameters.formats)
        guard PQenterPipelineMode(handle) == 1,
            PQsendQueryParams(handle, begin, 0, nil, nil, nil, nil, 0) == 1,
            PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 1) == 1,
            PQpipelineSync(handle) == 1
        else { throw PostgresError(code: "08006", message: Self.message(handle), sql: begin) }
        var results: [OpaquePointer] = []
        // Each statement's answer ends with nil; the last answer is the synchronisation itself.
        var isOver = false
        while !isOver, isAlive {
            guard let result = PQgetResult(handle) else { continue }
            isOver = PQresultStatus(result) == PGRES_PIPELINE_SYNC
            if isOver { PQclear(result) } else { results.append(result) }
        }
        PQexitPipelineMode(handle)
        for extra in results.dropFirst(2) { PQclear(extra) }
        let answer = results.count > 1 ? results[1] : nil
        do {
            PQclear(try checked(results.first, begin))
        } catch {
            PQclear(answer)
            throw error
        }
        return answer
    }

    /// The one place that judges what the server answered.
    private func checked(
        _ result: OpaquePointer?,
        _ sql: String,
    ) throws(PostgresError) -> OpaquePointer {
        guard let result else {
            throw PostgresError(code: "08006", message: Self.message(handle), sql: sql)
        }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            return result
        default:
            let code = shim_sqlstate(result).map { String(cString: $0) }
            let message = shim_message(result).map { String(cString: $0) }
            PQclear(result)
            throw PostgresError(
                code: isAlive ? code ?? "XX000" : "08006",
                message: message ?? Self.message(handle),
                sql: sql,
            )
        }
    }

    private static func connected(_ connectionString: String) -> OpaquePointer? {
        connectionString.withCString { connectionString in
            PQconnectdbParams(
                [cString("dbname"), cString("client_encoding"), cString("application_name"), nil],
                [connectionString, cString("UTF8"), cString("huihu"), nil],
                1,
            )
        }
    }

    /// A literal lives as long as the program, and ends in a zero.
    private static func cString(_ literal: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func message(_ handle: OpaquePointer) -> String {
        let text = PQerrorMessage(handle).map { String(cString: $0) } ?? "no connection"
        return String(text.split(separator: "\n").joined(separator: " "))
    }
}
