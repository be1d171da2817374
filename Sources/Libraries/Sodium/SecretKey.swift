internal import CSodium

/// Secret bytes in memory of their own: locked out of the swap file, left out of core dumps,
/// between guard pages, read-only once filled, zeroed when released.
///
/// It has no description and is never encoded. The memory is written in `init` alone, before anyone
/// else can hold the object, and is read-only from then on: that guards it.
package final class SecretKey: @unchecked Sendable {
    /// The number of bytes.
    package let count: Int
    private let memory: UnsafeMutableRawPointer

    /// Takes `count` bytes that `fill` writes; what it throws is passed on and nothing is kept.
    package init<Failure: Error>(
        count: Int,
        filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void,
    ) throws(Failure) {
        Sodium.start()
        precondition(count > 0, "A key has bytes.")
        guard let memory = sodium_malloc(count) else {
            preconditionFailure("No memory for a key of \(count) bytes.")
        }
        self.memory = memory
        self.count = count
        try fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
        sodium_mprotect_readonly(memory)
    }

    /// Copies `bytes`. The caller's copy stays as it is: read a key straight into place with
    /// `init(count:filledBy:)` where that matters.
    package convenience init(copying bytes: RawSpan) {
        let count = bytes.byteCount
        self.init(count: count) { memory in
            bytes.withUnsafeBytes { memory.copyMemory(from: $0) }
        }
    }

    deinit {
        sodium_free(memory)
    }

    /// Lends the bytes for the time of the call.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// The start of the bytes, valid as long as the key is held.
    var base: UnsafePointer<UInt8> {
        UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
    }
}

/// Comparison that takes the same time wherever the difference lies.
package enum ConstantTime {
    /// Whether both hold the same bytes. The lengths are no secret.
    package static func areEqual(_ left: RawSpan, _ right: RawSpan) -> Bool {
        Sodium.start()
        guard left.byteCount == right.byteCount else { return false }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                guard let leftBase = left.baseAddress, let rightBase = right.baseAddress else {
                    return true
                }
                return sodium_memcmp(leftBase, rightBase, left.count) == 0
            }
        }
    }

    /// Whether both hold the same bytes. The lengths are no secret.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        areEqual(left.span.bytes, right.span.bytes)
    }
}
