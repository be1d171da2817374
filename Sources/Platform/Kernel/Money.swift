/// An amount of renminbi in 分 (1 元 = 100 分). Overflow traps; it is never rounded silently.
package struct Money: Hashable, Comparable, Sendable {
    /// The amount in 分; negative for a refund or a deduction.
    package let fen: Int64

    /// Takes an amount in 分.
    package init(fen: Int64) {
        self.fen = fen
    }

    /// No money.
    package static let zero = Money(fen: 0)

    package static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    /// The sum.
    package static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    /// The difference.
    package static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }

    /// The part that `rate` takes, rounded half away from zero to 分.
    package func taking(_ rate: BasisPoints) -> Money {
        let scaled = fen * rate.rawValue
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: 10_000)
        return Money(fen: abs(rest) * 2 >= 10_000 ? whole + scaled.signum() : whole)
    }
}

extension Money: CustomStringConvertible {
    /// The amount in 元 with two decimals: `-12.05`.
    package var description: String {
        let magnitude = fen.magnitude
        let cents = magnitude % 100
        return "\(fen < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}

/// A ratio in hundredths of a percent: 600 is 6 %.
package struct BasisPoints: Hashable, Comparable, Sendable {
    /// The ratio times 10,000.
    package let rawValue: Int64

    /// Takes a ratio times 10,000.
    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: BasisPoints, right: BasisPoints) -> Bool {
        left.rawValue < right.rawValue
    }
}
