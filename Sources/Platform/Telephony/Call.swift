package import Kernel

/// One placing of a call, from the dialling to its end. The owner of a `CallID`.
package enum PlacedCall {}

/// The identity of a placed call: the key of its row, known to the line and to the evidence.
package typealias CallID = ID<PlacedCall>

/// What the line needs to place a call. The number is never printed.
package struct DialRequest: Sendable, Hashable {
    /// The call to place.
    package let call: CallID
    /// The agent's softphone, which carries the voice on our side.
    package let phone: SoftphoneID
    /// Whom to call.
    package let number: PhoneNumber
    /// The number shown to the customer; nil for the trunk's own.
    package let callerID: String?
    /// How long to let it ring before the system gives up.
    package let ringTimeout: Duration

    /// Gathers what the line needs.
    package init(
        call: CallID,
        from phone: SoftphoneID,
        number: PhoneNumber,
        callerID: String? = nil,
        ringTimeout: Duration = .seconds(45),
    ) {
        self.call = call
        self.phone = phone
        self.number = number
        self.callerID = callerID
        self.ringTimeout = ringTimeout
    }

    /// Refuses a demo number on a real trunk: `154…` belongs to nobody and goes nowhere.
    package func check(onRealTrunk isReal: Bool) throws(LineRefusal) {
        if isReal, number.isDemo { throw .demoNumber }
    }
}

extension DialRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The call without the number.
    package var description: String { "DialRequest(call: \(call))" }

    /// The call without the number.
    package var debugDescription: String { description }

    /// Shows the call only, so that `dump` and a failed test print no number either.
    package var customMirror: Mirror { Mirror(self, children: ["call": call.rawValue]) }
}
