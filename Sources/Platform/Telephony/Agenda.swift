import Kernel

/// What is due next over all calls: a binary heap that knows each call's place, so that a call
/// leaves it without a search. Each call stands in it at most once.
struct Agenda: Sendable {
    /// One call and when something happens to it.
    struct Entry: Sendable, Comparable {
        let at: Moment
        let call: CallID

        static func < (left: Entry, right: Entry) -> Bool {
            (left.at, left.call) < (right.at, right.call)
        }
    }

    private var heap: [Entry] = []
    private var places: [CallID: Int] = [:]

    var first: Entry? { heap.first }

    mutating func insert(_ at: Moment, _ call: CallID) {
        precondition(places[call] == nil, "A call stands in the agenda once.")
        heap.append(Entry(at: at, call: call))
        places[call] = heap.count - 1
        rise(from: heap.count - 1)
    }

    mutating func remove(_ call: CallID) {
        guard let place = places.removeValue(forKey: call) else { return }
        let last = heap.removeLast()
        guard place < heap.count else { return }
        heap[place] = last
        places[last.call] = place
        rise(from: place)
        sink(from: place)
    }

    private mutating func rise(from start: Int) {
        var place = start
        while place > 0, heap[place] < heap[(place - 1) / 2] {
            exchange(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink(from start: Int) {
        var place = start
        while true {
            var smallest = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child] < heap[smallest] {
                smallest = child
            }
            if smallest == place { return }
            exchange(place, smallest)
            place = smallest
        }
    }

    private mutating func exchange(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        places[heap[left].call] = left
        places[heap[right].call] = right
    }
}
