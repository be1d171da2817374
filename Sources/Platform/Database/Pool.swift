/// Connections, made when needed up to a limit, each lent to one thread at a time; who finds none
/// waits.
final class Pool<Element>: @unchecked Sendable {
    // Everything below is guarded by `lock`.
    private let lock = Lock()
    private let isFree = Signal()
    private var free: [Element] = []
    private var made = 0
    private var holders: [ThreadIdentity] = []
    private var isClosed = false
    private let limit: Int
    private let make: () throws -> Element

    /// At most `limit` elements, each from `make`.
    init(limit: Int, make: @escaping () throws -> Element) {
        precondition(limit > 0, "A pool holds at least one connection.")
        self.limit = limit
        self.make = make
    }

    /// Lends an element for the time of `body`. When `body` says that it is broken, it is not lent
    /// again.
    func with<Result>(_ body: (Element, _ isBroken: inout Bool) throws -> Result) throws -> Result {
        let element = try take()
        var isBroken = false
        defer { give(isBroken ? nil : element) }
        return try body(element, &isBroken)
    }

    /// A thread that holds a connection and asks for another could wait for itself.
    func requireOutside() {
        let isInside = lock.withLock { holders.contains(.current) }
        precondition(!isInside, "A thread has one transaction at a time: use the open one.")
    }

    private func take() throws -> Element {
        let found: Element? = try lock.withLock {
            precondition(
                !holders.contains(.current),
                "A thread has one transaction at a time: use the open one.",
            )
            while true {
                guard !isClosed else { throw DatabaseError.closed }
                if let element = free.popLast() {
                    holders.append(.current)
                    return element
                }
                if made < limit {
                    made += 1
                    holders.append(.current)
                    return nil
                }
                lock.wait(for: isFree)
            }
        }
        if let found { return found }
        do {
            return try make()
        } catch {
            give(nil)
            throw error
        }
    }

    /// Takes an element back; nil for one that is no more.
    private func give(_ element: Element?) {
        lock.withLock {
            if let index = holders.firstIndex(of: .current) { holders.remove(at: index) }
            if let element, !isClosed { free.append(element) } else { made -= 1 }
            isClosed ? isFree.giveAll() : isFree.give()
        }
    }

    /// Waits until every element is back and lets them go. From then on nothing is lent.
    func close() {
        lock.withLock {
            isClosed = true
            made -= free.count
            free.removeAll()
            isFree.giveAll()
            while made > 0 { lock.wait(for: isFree) }
        }
    }
}
