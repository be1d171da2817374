internal import Glibc

/// How soon work is wanted, wherever threads, processors, connections and the disk are shared. Each
/// lane has its own of them: what is slow in one is not waited for in another.
package enum Lane: String, Sendable, Hashable, CaseIterable {
    /// A call waits for it: what is done at a seat, and what the line saw.
    case call
    /// A person waits for it: a page, a form.
    case page
    /// A person waits while a password is hashed: signing in. Many may wait, and no page behind them.
    case entry
    /// It takes as long as it takes: a report, a search, a file, an import.
    case bulk

    /// How far its threads stand back for a processor, as `nice` counts: 0 to 19.
    private var niceness: Int32 {
        switch self {
        case .call: 0
        case .page: 10
        case .entry: 15
        case .bulk: 19
        }
    }

    /// Lets the threads of more urgent lanes go before the one that asks, from now on.
    package func standBack() {
        if niceness == 0 { return }
        // On Linux 0 is the asking thread alone. What the system refuses is done all the same, only
        // as urgently as before.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }
}
