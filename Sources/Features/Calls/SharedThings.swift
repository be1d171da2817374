package import Web

extension SharedThing {
    /// The networks of the calling room.
    package static let callingRoom = SharedThing("calling_room")
    /// A callback: whose it is.
    package static let callback = SharedThing("callback")
    /// The result of a call: a correction holds for the one that was looked at.
    package static let callResult = SharedThing("call_result")
    /// The talk that a success needs.
    package static let talkMinimum = SharedThing("talk_minimum")
}
