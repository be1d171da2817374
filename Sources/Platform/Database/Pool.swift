internal import Threads

/// Connections, made when needed up to a limit, each lent to one thread at a time; who finds none
/// waits, and who waits longest is next.
final class Pool<Element>: @unchecked Sendable {
    /// Who waits. A connection goes straight from hand to hand: one that lay open for a moment
    /// would go to a thread that has just had one, and the others would wait for long.
    private final class Waiter {
        enum Outcome {
            case waiting
            case lent(Element)
            case mayMake
            case closed
        }

        let change = Signal()
        var outcome = Outcome.waiting

        func end(_ outcome: Outcome) {
            self.outcome = outcome
            change.give()
        }
    }

    // Everything below is guarded by `lock`.
    private let lock = Lock()
    private let isEmpty = Signal()
    private var free: [Element] = []
    private var waiting: [Waiter] = []
    private var made = 0
    private var holders: [ThreadIdentity] = []
    private var isClosed = false
    private var isHeld = false
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
            guard !isClosed else { throw DatabaseError.closed }
            let element = try freeOrWaitedFor()
            holders.append(.current)
            return element
        }
        if let found { return found }
        do {
            return try make()
        } catch {
            give(nil)
            throw error
        }
    }

    /// An element; nil when the caller is to make one. Called with the lock held.
    private func freeOrWaitedFor() throws -> Element? {
        if !isHeld {
            if let element = free.popLast() { return element }
            if made < limit {
                made += 1
                return nil
            }
        }
        let waiter = Waiter()
        waiting.append(waiter)
        while true {
            switch waiter.outcome {
            case .waiting: lock.wait(for: waiter.change)
            case .lent(let element): return element
            case .mayMake: return nil
            case .closed: throw DatabaseError.closed
            }
        }
    }

    /// Takes an element back; nil for one that is no more.
    private func give(_ element: Element?) {
        lock.withLock {
            if let index = holders.firstIndex(of: .current) { holders.remove(at: index) }
            if isClosed {
                made -= 1
                isEmpty.giveAll()
            } else if !waiting.isEmpty, !isHeld {
                waiting.removeFirst().end(element.map { .lent($0) } ?? .mayMake)
            } else if let element {
                free.append(element)
            } else {
                made -= 1
            }
        }
    }

    /// Lends nothing more until `release`; who asks waits.
    func hold() {
        lock.withLock { isHeld = true }
    }

    /// Whether nothing is lent.
    var isIdle: Bool { lock.withLock { holders.isEmpty } }

    /// How many wait for an element, for tests.
    var waitingCount: Int { lock.withLock { waiting.count } }

    /// Lends again, first to those who wait longest.
    func release() {
        lock.withLock {
            isHeld = false
            while !waiting.isEmpty {
                if let element = free.popLast() {
                    waiting.removeFirst().end(.lent(element))
                } else if made < limit {
                    made += 1
                    waiting.removeFirst().end(.mayMake)
                } else {
                    return
                }
            }
        }
    }

    /// Waits until every element is back and lets them go. From then on nothing is lent.
    func close() {
        lock.withLock {
            isClosed = true
            made -= free.count
            free.removeAll()
            for waiter in waiting { waiter.end(.closed) }
            waiting.removeAll()
            while made > 0 { lock.wait(for: isEmpty) }
        }
    }
}
