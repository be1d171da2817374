internal import Access
package import Campaigns
package import Kernel
package import Vault

/// The owner type of a lead's identity: a customer in one task.
package enum Lead {}

/// Where a lead stands. The raw value is stored.
package enum LeadState: String, Sendable, CaseIterable {
    /// It may be handed out.
    case ready
    /// It may be handed out from a moment on.
    case waiting
    /// It lies on an agent's screen, or is being called.
    case held
    /// The customer asked to be called at a time; only a callback takes it.
    case callback
    /// The task has nothing more to ask.
    case finished
    /// The customer must not be called. C4.12.
    case suppressed
    /// Its import was undone, or its task closed.
    case withdrawn

    /// The state's name for people.
    package var name: L {
        switch self {
        case .ready: L("待呼", en: "Ready")
        case .waiting: L("等待再呼", en: "Waiting")
        case .held: L("作业中", en: "In hand")
        case .callback: L("预约回访", en: "Callback")
        case .finished: L("已完成", en: "Finished")
        case .suppressed: L("禁呼", en: "Suppressed")
        case .withdrawn: L("已撤回", en: "Withdrawn")
        }
    }
}

/// How a lead came to the agent. Every kind counts towards the 200 of a day. C5.1.
package enum HandOutKind: String, Sendable, CaseIterable {
    case next
    case callback
    case redial

    /// The kind's name for people.
    package var name: L {
        switch self {
        case .next: L("新名单", en: "Next lead")
        case .callback: L("回访", en: "Callback")
        case .redial: L("手工重拨", en: "Redial")
        }
    }
}

/// A lead that was handed to an agent and is held for them.
package struct HeldLead: Sendable, Hashable {
    /// The hand-out.
    package let handOut: ID<HandOut>
    /// The lead.
    package let lead: ID<Lead>
    /// The task.
    package let campaign: ID<Campaign>
    /// How it came.
    package let kind: HandOutKind
}

/// Leave to place one call, given at the moment of dialling after every check. It has the number;
/// it goes to the line and nowhere else.
package struct DialPermit: Sendable {
    /// The hand-out.
    package let handOut: ID<HandOut>
    /// The lead.
    package let lead: ID<Lead>
    /// The task.
    package let campaign: ID<Campaign>
    /// The branch for which it is called.
    package let institution: ID<Institution>
    /// The customer's blind index.
    package let customerKey: Int64
    /// How the lead came.
    package let kind: HandOutKind
    /// The wording that the agent follows.
    package let scriptVersion: ID<ScriptVersion>?
    /// The number that the customer sees; nil for the line's own.
    package let callerID: String?
    /// The customer's number.
    package let number: PhoneNumber
}

/// A lead as its agent may see it: masked. C4.4.
package struct LeadCard: Sendable {
    /// A field of the bank's file.
    package struct Attribute: Sendable, Encodable, Hashable {
        /// The column's name.
        package let name: String
        /// The value.
        package let value: String
    }

    /// The lead.
    package let lead: ID<Lead>
    /// The task.
    package let campaign: ID<Campaign>
    /// The customer's name, masked.
    package let name: Masked
    /// The customer's number, masked.
    package let phone: Masked
    /// The customer's province, as the file tells it.
    package let region: String
    /// The other fields of the bank's file, as far as the bank has marked them as shown.
    package let attributes: [Attribute]
    /// Hides the customer's name and numbers in what was noted about them.
    package let notes: NoteMask
    /// Calls in this task so far.
    package let attempts: Int
    /// How it came.
    package let kind: HandOutKind
}

/// Hides a customer's own name, and whatever looks like a number, in notes about them. The name
/// stays inside. C4.4.
package struct NoteMask: Sendable {
    private let name: String

    init(_ name: String) { self.name = name }

    /// The note as it may be shown.
    package func masked(_ note: String) -> Masked { Masked(freeText: note, of: name) }
}

extension Field {
    /// The other fields of a lead's row, also of one that did not become a lead.
    package static let leadAttributes = Field("lead.attributes_sealed")
    /// The name of a file in the inbox.
    static let inboxName = Field("lead_import.inbox_name_sealed")
    /// A lead's name.
    package static let leadName = Field("lead.name_sealed")
    /// A lead's number.
    package static let leadPhone = Field("lead.phone_sealed")
    /// The customer's number in the bank.
    package static let leadNumber = Field("lead.number_sealed")
    /// A suppressed number, kept where the bank's list brought it.
    package static let suppressedPhone = Field("suppression.phone_sealed")
}
