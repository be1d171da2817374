package import Calls

/// Which part of a floor a reader looks at. A floor of thousands is shown by parts.
package struct FloorQuery: Sendable, Hashable {
    /// Only seats in this state; nil for all.
    package var state: SeatState.Code?
    /// Only agents with this in their staff number or name; empty for all.
    package var search = ""
    /// The agent after whom the part begins; 0 for the first one.
    package var after: Int64 = 0

    /// The whole floor, from its beginning.
    package init() {}

    /// How many seats a part has at most.
    package static let most = 60
}
