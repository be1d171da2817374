internal import Kernel
internal import Telephony

/// SIP Call-IDs that nobody guesses and that lead back to the call. The token stays the same as long
/// as the data folder: what a node tells of a call is understood after a restart too.
struct CallIDs: Sendable {
    /// Makes the Call-IDs of one installation.
    let token: String

    /// The Call-ID of a call.
    func of(_ call: CallID) -> String { "hh-\(call)-\(token)" }

    /// The call of a Call-ID; nil when it was not made here.
    func call(_ callID: String) -> CallID? {
        let parts = callID.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "hh", parts[2] == token else { return nil }
        return Int64(parts[1]).map { CallID($0) }
    }
}
