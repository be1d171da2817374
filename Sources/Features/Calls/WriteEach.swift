internal import Database
internal import Web

extension Environment {
    /// How many pieces of work are one commit: one wait for the disk, and others at the database
    /// wait no longer than for a request.
    private static let piecesAtOnce = 200

    /// Does the same to many things, many in one transaction. What fails is undone by itself and
    /// reported with `failed`'s words; the rest goes on.
    func writeEach<Thing>(
        _ things: [Thing],
        _ body: (Thing, Transaction) throws -> Void,
        failed: (Thing, any Error) -> String,
    ) throws {
        for first in stride(from: 0, to: things.count, by: Self.piecesAtOnce) {
            let part = things[first..<min(things.count, first + Self.piecesAtOnce)]
            try database.write { transaction in
                for thing in part {
                    do {
                        try transaction.savepoint { try body(thing, transaction) }
                    } catch {
                        report(failed(thing, error))
                    }
                }
            }
        }
    }
}
