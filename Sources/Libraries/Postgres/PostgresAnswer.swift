internal import CPostgres

/// What the server answered to one statement. The one owner of libpq's result.
package final class PostgresAnswer {
    private let handle: OpaquePointer
    private let sql: String
    private let oids: [UInt32]
    /// The columns' names.
    package let names: [String]
    /// How many rows it has.
    package let count: Int

    init(_ handle: OpaquePointer, _ sql: String, like known: Columns?) {
        self.handle = handle
        self.sql = sql
        count = Int(PQntuples(handle))
        let columns = known ?? Columns(handle)
        names = columns.names
        oids = columns.oids
    }

    deinit {
        PQclear(handle)
    }

    /// What a prepared statement's answers have in common.
    struct Columns {
        let names: [String]
        let oids: [UInt32]

        init(_ handle: OpaquePointer) {
            let all = 0..<PQnfields(handle)
            names = all.map { PQfname(handle, $0).map { String(cString: $0) } ?? "" }
            oids = all.map { PQftype(handle, $0) }
        }
    }

    var columns: Columns { Columns(handle) }

    /// One value. Throws for a column of a type that this product does not use.
    package func value(row: Int, column: Int) throws -> PostgresValue {
        let (line, field) = (Int32(row), Int32(column))
        if PQgetisnull(handle, line, field) == 1 { return .null(.unknown) }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, line, field),
            count: Int(PQgetlength(handle, line, field)),
        )
        guard let value = decoded(bytes, oid: oids[column]) else {
            throw PostgresError(
                code: "type",
                message: "column \(names[column]) has type \(oids[column]), which is not read",
                sql: sql,
            )
        }
        return value
    }

    /// How many rows it changed: 0 for a query.
    package var changes: Int {
        let tag = commandTag
        guard ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(where: tag.hasPrefix),
            let text = PQcmdTuples(handle)
        else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// The server's word for what it did, such as `COMMIT`.
    package var commandTag: String {
        PQcmdStatus(handle).map { String(cString: $0) } ?? ""
    }
}
