internal import Access
internal import Accounts
internal import Calls
internal import Database
internal import Kernel
internal import Sodium
internal import Synchronization
internal import Telephony
internal import Threads
internal import Web

/// The living demo: six simulated agents, a clock that skips the night, fresh leads each morning.
final class DemoDay: Sendable {
    private struct State {
        var agents: [DemoAgent] = []
        var keptAt: Moment
    }

    private let environment: Environment
    private let clock: DemoClock
    private let seed: DemoSeed
    private let state: Mutex<State>
    /// The simulated agents' softphones.
    let phones: Set<SoftphoneID>

    init(
        _ environment: Environment,
        _ workbench: Workbench,
        _ clock: DemoClock,
        _ line: SimulatedLine,
        _ seed: DemoSeed,
    ) throws {
        self.environment = environment
        self.clock = clock
        self.seed = seed
        let viewers = try environment.database.read { transaction in
            try DemoSeed.simulatedAgents.compactMap {
                try AccountStore(transaction).credentials(of: SignInName(typed: $0))?.0.viewer
            }
        }
        phones = Set(viewers.map { SoftphoneID($0.account.rawValue) })
        let agents = viewers.map { DemoAgent($0, workbench, environment, line) }
        state = Mutex(State(agents: agents, keptAt: environment.wall.now()))
    }

    /// Begins the day; the thread that is given back is stopped with the program.
    func start() -> LoopThread {
        LoopThread { [self] in
            do {
                try step()
            } catch {
                environment.report("the demo stumbled: \(error)")
            }
            return .milliseconds(60)
        }
    }

    /// Whether no call goes on, which would last until the morning, and no simulated agent has a
    /// result to save.
    private func isQuiet() throws -> Bool {
        try environment.database.read { try SeatStore($0).opened() }.allSatisfy { seat in
            let isSimulated = phones.contains(SoftphoneID(seat.agent.rawValue))
            return switch seat.state {
            case .dialling, .ringing, .talking: false
            case .wrappingUp: !isSimulated
            case .signedOut, .ready, .previewing, .onBreak, .locked: true
            }
        }
    }

    private func step() throws {
        if try clock.skipNight(environment.calendar, isQuiet: isQuiet) { try seed.addLeads() }
        try state.withLock { state in
            for index in state.agents.indices { try state.agents[index].step() }
            let wall = environment.wall.now()
            if wall - state.keptAt > .seconds(5) {
                state.keptAt = wall
                try clock.keep(in: environment.database)
            }
        }
    }
}
