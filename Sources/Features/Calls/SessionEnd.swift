internal import Access
internal import Database
internal import Kernel
internal import Telephony
package import Web

/// Ends what was begun under a session that has ended: an agent's call, and listening to one. C4.4.
package struct SessionEnd: Sendable {
    private let lease: Lease
    private let desk: MonitorDesk
    private let environment: Environment

    /// The end of sessions on the seats of `lease` and at `desk`.
    package init(_ lease: Lease, _ desk: MonitorDesk, in environment: Environment) {
        self.lease = lease
        self.desk = desk
        self.environment = environment
    }

    /// Ends what is not under one of the sessions that `live` gives. It is asked once, after what was
    /// begun is known: a session is older than what is begun under it. Called about twice a second.
    package func sweep(_ live: () throws -> Set<[UInt8]>) throws {
        let (monitors, seats) = (desk.begun, try lease.sessions())
        if monitors.isEmpty && seats.isEmpty { return }
        let live = try live()
        for monitor in monitors where !live.contains(monitor.session) && desk.end(monitor.id) {
            environment.tell(monitor)
            let now = environment.time.now()
            try environment.late.write { try MonitorStore($0).add(monitor, nil, at: now) }
        }
        let ended = seats.filter { !live.contains($0.session) }.map(\.agent)
        try lease.endSessions(of: ended, but: live)
    }
}

extension Environment {
    /// Tells the agent's page that someone listens, does so otherwise or no more, once it is durable.
    func announce(_ monitor: Monitor, in transaction: Transaction) {
        transaction.afterCommit { tell(monitor) }
    }

    /// Tells the agent's page to look who listens.
    fileprivate func tell(_ monitor: Monitor) {
        events.publish(
            Workbench.topic(monitor.agent),
            event: SeatNews.monitor.rawValue,
            data: "\"\"",
        )
    }
}
