package import Web

extension SharedThing {
    /// For how long recordings are kept.
    package static let retention = SharedThing("recording_retention")
    /// The hold of a call's recording.
    package static let recordingHold = SharedThing("recording_hold")
}
