package import Kernel
internal import Synchronization
internal import Threads

/// A line without a carrier: customers made from a seed answer, ring out, are busy, talk and hang
/// up. The demo and the tests call through it.
///
/// Tests advance a `SimulatedTime` and call `runDue()`; a running server calls `start()`.
package final class SimulatedLine: Line {
    private struct State {
        var exchange: SimulatedExchange
        /// Events that happened and have not reached the sink.
        var pending: [LineEvent] = []
        var sink: (@Sendable (LineEvent) -> Void)?
        var isDelivering = false
        var thread: LoopThread?
    }

    private let time: any TimeSource
    private let state: Mutex<State>

    /// A line whose customers follow from `seed` and which lives in `time`.
    package init(seed: UInt64, time: any TimeSource) {
        self.time = time
        state = Mutex(State(exchange: SimulatedExchange(seed: seed)))
    }

    package var isReal: Bool { false }

    package func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void) {
        state.withLock { $0.sink = sink }
        wake()
    }

    package func dial(_ request: DialRequest) throws {
        try request.check(onRealTrunk: isReal)
        let now = time.now()
        let isNew = state.withLock { state in
            guard !state.exchange.carries(request.call) else { return false }
            state.pending += state.exchange.handle(.dial(request), at: now)
            return true
        }
        guard isNew else { throw LineRefusal.alreadyDialled }
        wake()
    }

    package func hangUp(_ call: CallID, for reason: HangUpReason) {
        let now = time.now()
        state.withLock { $0.pending += $0.exchange.handle(.hangUp(call, reason), at: now) }
        wake()
    }

    package func sendDigits(_ digits: String, on call: CallID) throws {
        try checkDigits(digits)
        let now = time.now()
        let isTalking = state.withLock { state in
            state.pending += state.exchange.handle(.tick, at: now)
            return state.exchange.isTalking(call)
        }
        guard isTalking else { throw LineRefusal.notTalking }
    }

    package func carries(_ call: CallID) -> Bool {
        state.withLock { $0.exchange.carries(call) }
    }

    /// The customer behind a call: what a simulated agent heard.
    package func customer(for call: CallID) -> SimulatedCustomer {
        state.withLock { $0.exchange.customer(for: call) }
    }

    /// How many calls go on.
    package var callCount: Int { state.withLock { $0.exchange.count } }

    /// When the next event is due: tests move their clock there. Nil while nothing is due.
    package var nextDue: Moment? {
        state.withLock { $0.pending.first?.at ?? $0.exchange.nextDue }
    }

    /// Delivers every event that is due to the sink, also those that follow from what the sink
    /// does. While another thread delivers, it leaves them to that thread. Returns how many it
    /// delivered.
    @discardableResult
    package func runDue() -> Int {
        var count = 0
        while let (event, sink) = takeNext(isFirst: count == 0) {
            // Outside the lock: the sink stores evidence and may dial the next call.
            sink(event)
            count += 1
        }
        return count
    }

    /// The next event to deliver, and the right to deliver it; nil gives the right back.
    private func takeNext(isFirst: Bool) -> (LineEvent, @Sendable (LineEvent) -> Void)? {
        let now = time.now()
        return state.withLock { state in
            if isFirst, state.isDelivering { return nil }
            state.pending += state.exchange.handle(.tick, at: now)
            guard let sink = state.sink, !state.pending.isEmpty else {
                state.isDelivering = false
                return nil
            }
            state.isDelivering = true
            return (state.pending.removeFirst(), sink)
        }
    }

    /// Starts one thread that delivers events when they are due, until `stop()`.
    package func start() {
        state.withLock { state in
            guard state.thread == nil else { return }
            state.thread = LoopThread { [self] in
                runDue()
                // Short slices while calls go on: the clock's speed may change at any moment.
                return nextDue == nil ? .untilWoken : .milliseconds(10)
            }
        }
    }

    /// Stops the thread. Calls that go on stay where they are.
    package func stop() {
        let thread = state.withLock { state in
            defer { state.thread = nil }
            return state.thread
        }
        thread?.stop()
    }

    private func wake() {
        state.withLock { $0.thread }?.wake()
    }
}
