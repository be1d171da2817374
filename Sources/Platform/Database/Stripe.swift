extension Transaction {
    /// Which of a sum's rows this transaction adds to, as an expression. On PostgreSQL each
    /// connection has one of its own, so that those who count at once do not wait for each other;
    /// who reads adds the rows up. SQLite has one writer, and one row.
    package var stripe: SQL {
        switch dialect {
        case .sqlite: "0"
        case .postgres: "pg_backend_pid() % 256"
        }
    }
}
