internal import Database

/// The few facts that the program keeps about itself: which key, whether it is a demo.
struct Facts {
    private let transaction: Transaction

    init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    subscript(name: String) -> String? {
        get throws {
            try transaction.first("SELECT value FROM app_fact WHERE name = \(name)")?.text("value")
        }
    }

    func set(_ name: String, _ value: String) throws {
        try transaction.execute(
            """
            INSERT INTO app_fact(name, value) VALUES (\(name), \(value))
            ON CONFLICT(name) DO UPDATE SET value = excluded.value
            """
        )
    }
}
