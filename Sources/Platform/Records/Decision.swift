package import Access
package import Database
package import Kernel

/// What somebody decided: the value that holds from then on, who, when and why.
package struct Decision<Value: Sendable>: Sendable {
    /// From then on.
    package let value: Value
    /// Who.
    package let by: ID<Account>
    /// When.
    package let at: Moment
    /// Why; masked like every remark.
    package let reason: String

    /// Something that was decided.
    package init(_ value: Value, by account: ID<Account>, at moment: Moment, because reason: String)
    {
        self.value = value
        by = account
        at = moment
        self.reason = reason
    }
}

extension Decision: Equatable where Value: Equatable {}

/// The table of a capability that keeps decisions, only ever added to: `id {id}`, a column with the
/// value, `reason TEXT`, `account_id BIGINT` and `at BIGINT`.
package struct DecisionTable<Value: Sendable>: Sendable {
    let table: SQL
    let column: SQL
    let store: @Sendable (Value) -> SQL
    let load: @Sendable (Row) throws -> Value

    /// The table `table` whose values stand in `column`: `store` is a value as the column has it, and
    /// `load` reads it from a row, by the column's name.
    package init(
        _ table: SQL,
        column: SQL,
        store: @escaping @Sendable (Value) -> SQL,
        load: @escaping @Sendable (Row) throws -> Value,
    ) {
        self.table = table
        self.column = column
        self.store = store
        self.load = load
    }

    /// The newest decisions first.
    package func newest(
        _ limit: Int,
        in transaction: Transaction,
    ) throws -> [Decision<Value>] {
        try transaction.rows(
            """
            SELECT \(column), reason, account_id, at FROM \(table) ORDER BY id DESC LIMIT \(limit)
            """
        ).map { row in
            Decision(
                try load(row),
                by: try row.id("account_id"),
                at: try row.moment("at"),
                because: try row.text("reason"),
            )
        }
    }

    /// Adds a decision; from then on it holds.
    package func add(_ decision: Decision<Value>, in transaction: Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO \(table)(\(column), reason, account_id, at)
            VALUES (\(store(decision.value)), \(decision.reason), \(decision.by), \(decision.at))
            """
        )
    }
}
