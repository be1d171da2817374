internal import Glibc
internal import Synchronization

/// Where the present moment comes from. Injected; nothing else reads a clock.
package protocol TimeSource: Sendable {
    /// The present moment.
    func now() -> Moment
}

/// The machine's clock: the only place that reads it.
package struct SystemTime: TimeSource {
    /// Makes a source; it has no state.
    package init() {}

    package func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// A clock that moves only when told: drives tests through a quarter in seconds.
package final class SimulatedTime: TimeSource {
    private let current: Mutex<Moment>

    /// Starts at `moment`.
    package init(at moment: Moment) {
        current = Mutex(moment)
    }

    package func now() -> Moment { current.withLock { $0 } }

    /// Moves forward by `duration`.
    package func advance(by duration: Duration) {
        current.withLock { $0 = $0 + duration }
    }

    /// Moves to `moment`.
    package func set(_ moment: Moment) {
        current.withLock { $0 = moment }
    }
}

/// A clock that runs at a multiple of another one, from a moment of its own: the demo's day.
package final class ScaledTime: TimeSource {
    private struct State {
        var origin: Moment
        var baseOrigin: Moment
        var speed: Int
    }

    private let base: any TimeSource
    private let state: Mutex<State>

    /// Starts at `moment` and runs `speed` times as fast as `base`; 0 stands still.
    package init(at moment: Moment, speed: Int, base: any TimeSource) {
        self.base = base
        state = Mutex(State(origin: moment, baseOrigin: base.now(), speed: speed))
    }

    package func now() -> Moment {
        let real = base.now()
        return state.withLock { Self.moment($0, real) }
    }

    /// How many times as fast as the base clock it runs.
    package var speed: Int { state.withLock { $0.speed } }

    /// Changes the speed from now on; the moment itself does not jump.
    package func run(atSpeed speed: Int) {
        let real = base.now()
        state.withLock {
            $0 = State(origin: Self.moment($0, real), baseOrigin: real, speed: speed)
        }
    }

    /// Jumps to `moment` and goes on from there.
    package func jump(to moment: Moment) {
        let real = base.now()
        state.withLock { $0 = State(origin: moment, baseOrigin: real, speed: $0.speed) }
    }

    private static func moment(_ state: State, _ real: Moment) -> Moment {
        let elapsed = real.milliseconds - state.baseOrigin.milliseconds
        return Moment(milliseconds: state.origin.milliseconds + elapsed * Int64(state.speed))
    }
}
