package import Kernel

/// Decides what is due by the calendar. It performs nothing and reads no clock.
///
/// A job that fell due several times while nobody asked is due once.
package struct Scheduler: Sendable {
    private var schedules: [JobName: Schedule]
    /// The last time for which each job is settled.
    private var settled: [JobName: Moment]

    /// Takes the schedules. What fell due up to `start` is over, unless `settle` says otherwise.
    package init(_ schedules: [JobName: Schedule], startingAt start: Moment) {
        self.schedules = schedules
        settled = schedules.mapValues { _ in start }
    }

    /// Says that a job has run for what was due up to `moment`, as an earlier process recorded.
    package mutating func settle(_ name: JobName, upTo moment: Moment) {
        guard schedules[name] != nil else { return }
        settled[name] = moment
    }

    /// The jobs that are due at `now`, the longest overdue first; each is then settled.
    package mutating func due(at now: Moment) -> [JobName] {
        let due = schedules.compactMap { name, schedule -> (at: Moment, name: JobName)? in
            let latest = schedule.latest(atOrBefore: now)
            guard let last = settled[name], latest > last else { return nil }
            return (schedule.next(after: last), name)
        }
        for (_, name) in due { settled[name] = now }
        return due.sorted { ($0.at, $0.name) < ($1.at, $1.name) }.map(\.name)
    }

    /// When the next job falls due; nil without schedules.
    package var nextDue: Moment? {
        schedules.compactMap { name, schedule in
            settled[name].map { schedule.next(after: $0) }
        }.min()
    }
}
