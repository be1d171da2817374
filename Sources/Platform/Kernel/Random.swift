internal import Synchronization

/// Where randomness comes from. Injected; nothing else asks a generator.
package protocol RandomSource: Sendable {
    /// 64 random bits.
    func next() -> UInt64
}

extension RandomSource {
    /// A number in `range`, each equally likely up to a bias below 2⁻³².
    package func int(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// A number from 0 up to, not including, 1.
    package func unit() -> Double {
        Double(next() >> 11) * 0x1.0p-53
    }

    /// One of `elements`; an empty collection is a defect.
    package func pick<Element>(_ elements: [Element]) -> Element {
        elements[int(in: 0...elements.count - 1)]
    }

    /// `count` random bytes.
    package func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}

/// The operating system's generator: the only place that asks it.
package struct SystemRandom: RandomSource {
    /// Makes a source; it has no state.
    package init() {}

    package func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

/// A repeatable sequence from a seed (SplitMix64): tests, simulations and the demo. No secrets.
package final class SeededRandom: RandomSource {
    private let state: Mutex<UInt64>

    /// Starts the sequence that belongs to `seed`.
    package init(_ seed: UInt64) {
        state = Mutex(seed)
    }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
