internal import CSodium

/// What libsodium refuses. It never carries a secret or the data that was refused.
package enum SodiumError: Error, Hashable, Sendable {
    /// The box was altered, or belongs to another key, nonce or associated data.
    case notAuthentic
    /// A key, seed, signature or box does not have the bytes it must have.
    case wrongLength(expected: Int, actual: Int)
    /// A text is not hexadecimal or base64url.
    case malformedText
    /// The machine cannot give the memory that the operation asks for.
    case outOfMemory
}

extension SodiumError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAuthentic: "the data does not open with this key: altered, moved or foreign"
        case .wrongLength(let expected, let actual): "\(actual) bytes where \(expected) belong"
        case .malformedText: "the text is neither hexadecimal nor base64url"
        case .outOfMemory: "not enough memory for the cryptographic operation"
        }
    }
}

/// The library itself.
enum Sodium {
    private static let isReady: Bool = sodium_init() >= 0

    /// Lets libsodium choose the fastest code for this machine; only the first call does anything.
    static func start() {
        precondition(isReady, "libsodium does not start on this machine.")
    }
}
