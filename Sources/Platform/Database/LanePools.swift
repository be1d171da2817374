internal import Threads

/// A pool of connections for each lane: none waits for another lane's.
struct LanePools<Element>: Sendable {
    private let pools: [Lane: Pool<Element>]

    /// At most `limit` elements of each lane, made by `make`.
    init(limit: (Lane) -> Int, make: @escaping () throws -> Element) {
        pools = Dictionary(
            uniqueKeysWithValues: Lane.allCases.map { ($0, Pool(limit: limit($0), make: make)) }
        )
    }

    /// Lends an element of the lane for the time of `body`, as `Pool.with` does.
    func with<Result>(
        _ lane: Lane,
        _ body: (Element, _ isBroken: inout Bool) throws -> Result,
    ) throws -> Result {
        for (other, pool) in pools where other != lane { pool.requireOutside() }
        guard let pool = pools[lane] else { preconditionFailure("Every lane has a pool.") }
        return try pool.with(body)
    }

    /// A thread that holds a connection and asks for another could wait for itself.
    func requireOutside() {
        for pool in pools.values { pool.requireOutside() }
    }

    /// Runs `body` while no element of any lane is lent; who asks for one meanwhile waits, the lane
    /// `call` last and shortest. False, and `body` is not run, when those that are lent stay away for
    /// longer than `patience` milliseconds.
    func whileNobodyReads(patience: Int32, _ body: () throws -> Void) rethrows -> Bool {
        defer { for pool in pools.values { pool.release() } }
        for lanes in [[Lane.page, .entry, .bulk], [.call]] {
            let held = lanes.compactMap { pools[$0] }
            for pool in held { pool.hold() }
            var waited: Int32 = 0
            while !held.allSatisfy(\.isIdle) {
                guard waited < patience else { return false }
                pause(milliseconds: 1)
                waited += 1
            }
        }
        try body()
        return true
    }

    /// How many wait for an element, for tests.
    var waitingCount: Int { pools.values.reduce(0) { $0 + $1.waitingCount } }

    /// Waits until every element is back and lets them go. From then on nothing is lent.
    func close() {
        for pool in pools.values { pool.close() }
    }
}
