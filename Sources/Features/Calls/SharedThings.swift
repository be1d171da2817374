package import Web

extension SharedThing {
    /// The networks of the calling room.
    package static let callingRoom = SharedThing("calling_room")
}
