internal import Foundation
internal import SQLite
internal import Synchronization

/// How much a commit waits for the disk.
package enum Durability: String, Sendable {
    /// Until it survives a power loss.
    case full = "FULL"
    /// Until it survives the program's end.
    case normal = "NORMAL"
    /// Not at all: tests.
    case off = "OFF"
}

/// The embedded database: many readers, one writer that commits what waits together.
package final class SQLiteDatabase: Database {
    package let dialect = Dialect.sqlite
    private let readers: Pool<SQLiteEngine>
    private let writer: GroupWriter

    /// Opens the file at `path`, made if missing.
    package init(path: String, readers count: Int = 4, durability: Durability = .full) throws {
        let writing = try SQLiteEngine(path: path, readOnly: false)
        try writing.script("PRAGMA journal_mode=WAL")
        try writing.script("PRAGMA synchronous=\(durability.rawValue)")
        try writing.script("PRAGMA foreign_keys=ON")
        try writing.script("PRAGMA cache_size=-16384")
        try writing.script("PRAGMA wal_autocheckpoint=4000")
        try writing.script("PRAGMA temp_store=MEMORY")
        writer = GroupWriter(writing)
        readers = Pool(
            try (0..<count).map { _ in
                let reading = try SQLiteEngine(path: path, readOnly: true)
                try reading.script("PRAGMA cache_size=-4096")
                try reading.script("PRAGMA query_only=ON")
                return reading
            }
        )
    }

    package func read<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        let connection = readers.take()
        defer { readers.give(connection) }
        try connection.script("BEGIN")
        let result: Result
        do {
            result = try body(Transaction(connection))
        } catch {
            try connection.script("ROLLBACK")
            throw error
        }
        try connection.script("COMMIT")
        return result
    }

    @discardableResult
    package func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try writer.write(body)
    }

    package func close() {
        readers.drain()
    }
}

/// A connection of SQLite behind the common protocol.
final class SQLiteEngine: Connection {
    let dialect = Dialect.sqlite
    private let connection: SQLiteConnection

    init(path: String, readOnly: Bool) throws {
        connection = try Self.translating { try SQLiteConnection(path: path, readOnly: readOnly) }
    }

    func run(_ sql: String, _ values: [Value], _ body: (Row) throws -> Void) throws -> Int {
        try Self.translating {
            try connection.run(sql, values.map(\.sqlite)) { names, row in
                try body(Row(names: names, values: row.map(\.value)))
            }
        }
    }

    func script(_ sql: String) throws {
        try Self.translating { try connection.script(sql) }
    }

    private static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SQLiteError {
            throw DatabaseError(code: String(error.code), message: error.message, sql: error.sql)
        }
    }
}

extension Value {
    fileprivate var sqlite: SQLiteValue {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .blob(let bytes): .blob(bytes)
        }
    }
}

extension SQLiteValue {
    fileprivate var value: Value {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .blob(let bytes): .blob(bytes)
        }
    }
}
