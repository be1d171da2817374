internal import Synchronization

/// A value that is used once and held no longer.
final class Once<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// Uses the value; nil where it was used before. Nothing holds it afterwards.
    func take<Result>(_ body: (Value) -> Result) -> Result? {
        let taken = value.withLock { value in
            defer { value = nil }
            return value
        }
        return taken.map(body)
    }
}
