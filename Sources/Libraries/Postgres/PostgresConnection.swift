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

    /// A statement on its way to the server.
    private enum Step {
        case text(String)
        case prepared(Prepared, Parameters, sql: String)

        var sql: String {
            switch self {
            case .text(let sql), .prepared(_, _, let sql): sql
            }
        }
    }

    private let handle: OpaquePointer
    /// The statement that opens a transaction and has not been sent: it goes with the next one.
    private var opening: String?
    /// What has not been sent yet, in order: it goes with the next statement.
    private var pending: [Step] = []
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
        precondition(pending.isEmpty, "A transaction that reads writes nothing later.")
        if opening == nil {
            isEnding = PQsendQuery(handle, "COMMIT") == 1
        }
        opening = nil
    }

    /// Ends a transaction with one statement; what has not been sent yet goes with it.
    package func end(_ sql: String) throws -> PostgresAnswer {
        if pending.isEmpty { return try script(sql) }
        return PostgresAnswer(try exchange([.text(sql)]), sql, like: nil)
    }

    /// Whether statements wait for the next one.
    package var hasPending: Bool { !pending.isEmpty }

    /// Forgets the statements that have not been sent.
    package func forgetPending() {
        pending.removeAll()
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
        let result: OpaquePointer
        if opening == nil, pending.isEmpty {
            let answer = parameters.withPointers { pointers in
                PQexecPrepared(
                    handle,
                    statement.name,
                    Int32(values.count),
                    pointers,
                    parameters.lengths,
                    parameters.formats,
                    1,
                )
            }
            do throws(PostgresError) {
                result = try checked(answer, sql)
            } catch {
                forgetStale(sql, after: error)
                throw error
            }
        } else {
            result = try exchange([.prepared(statement, parameters, sql: sql)])
        }
        let answer = PostgresAnswer(result, sql, like: statement.columns)
        if statement.columns == nil { statement.columns = answer.columns }
        return answer
    }

    /// Runs one statement together with the next one: its failure shows there.
    package func runLater(_ sql: String, _ values: [PostgresValue]) throws {
        let statement = try prepare(sql, values.map(\.type))
        if let opening {
            pending.append(.text(opening))
            self.opening = nil
        }
        pending.append(.prepared(statement, Parameters(values), sql: sql))
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

    /// "Cached plan must not change result type": the tables have changed since.
    private func forgetStale(_ sql: String, after error: PostgresError) {
        guard error.code == "0A000" else { return }
        preparedCount -= prepared.removeValue(forKey: sql)?.count ?? 0
    }

    /// Leaves nothing open that the next statement would have to wait for.
    private func settle() throws {
        finishEnding()
        if let sql = opening {
            opening = nil
            PQclear(try checked(PQexec(handle, sql), sql))
        } else if let last = pending.popLast() {
            PQclear(try exchange([last]))
        }
    }

    /// Looks at the answer to the end of a transaction that only read: it cannot fail but by a
    /// broken connection, which the next statement finds out.
    private func finishEnding() {
        guard isEnding else { return }
        isEnding = false
        while let result = PQgetResult(handle) { PQclear(result) }
    }

    /// Sends what waits and then `steps` in one exchange; the answer is that of the last one.
    /// Throws the first failure, after which the server has passed over the rest.
    private func exchange(_ steps: [Step]) throws(PostgresError) -> OpaquePointer {
        let all = (opening.map { [.text($0)] } ?? []) + pending + steps
        opening = nil
        pending.removeAll()
        guard PQenterPipelineMode(handle) == 1, all.allSatisfy(send), PQpipelineSync(handle) == 1
        else {
            let message = Self.message(handle)
            throw PostgresError(code: "08006", message: message, sql: all[0].sql)
        }
        var results: [OpaquePointer] = []
        // Each statement's answer ends with nil; the last answer is the synchronisation itself.
        var isOver = false
        while !isOver, isAlive {
            guard let result = PQgetResult(handle) else { continue }
            isOver = PQresultStatus(result) == PGRES_PIPELINE_SYNC
            if isOver { PQclear(result) } else { results.append(result) }
        }
        PQexitPipelineMode(handle)
        return try last(of: results, all)
    }

    /// The answer to the last of `steps`; the others are judged and let go.
    private func last(
        of results: [OpaquePointer],
        _ steps: [Step],
    ) throws(PostgresError) -> OpaquePointer {
        var failure: PostgresError?
        var last: OpaquePointer?
        for (index, step) in steps.enumerated() {
            let result = index < results.count ? results[index] : nil
            if failure != nil {
                PQclear(result)
                continue
            }
            do throws(PostgresError) {
                PQclear(last)
                last = nil
                last = try checked(result, step.sql)
            } catch {
                forgetStale(step.sql, after: error)
                failure = error
            }
        }
        for extra in results.dropFirst(steps.count) { PQclear(extra) }
        if let failure { throw failure }
        guard let last else { preconditionFailure("An exchange has a statement.") }
        return last
    }

    private func send(_ step: Step) -> Bool {
        switch step {
        case .text(let sql):
            return PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 0) == 1
        case .prepared(let statement, let parameters, _):
            let (lengths, formats) = (parameters.lengths, parameters.formats)
            return parameters.withPointers { pointers in
                let count = Int32(pointers.count)
                let name = statement.name
                return PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 1) == 1
            }
        }
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
