internal import Foundation

/// Connections, each lent to one thread at a time; who finds none waits.
final class Pool<Element>: @unchecked Sendable {
    // `free` is guarded by `condition`.
    private var free: [Element]
    private let count: Int
    private let condition = NSCondition()

    init(_ elements: [Element]) {
        free = elements
        count = elements.count
    }

    func take() -> Element {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let element = free.popLast() { return element }
            condition.wait()
        }
    }

    func give(_ element: Element) {
        condition.lock()
        free.append(element)
        condition.signal()
        condition.unlock()
    }

    /// Waits until every element is back and lets them go.
    func drain() {
        condition.lock()
        while free.count < count { condition.wait() }
        free.removeAll()
        condition.unlock()
    }
}
