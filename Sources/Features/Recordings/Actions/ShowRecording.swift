package import Access
internal import Accounts
package import Calls
internal import Database
package import HTML
package import Kernel
package import Records
package import Telephony
package import Web

/// A call's recording: the player, and what keeps it.
package struct ShowRecording: Endpoint {
    package static let route = Route(.get, "/calls/{id}/recording")
    package static let permission = Permission.playRecordings

    package func answer(
        _ input: IDInput<PlacedCall>,
        _ context: Context,
    ) throws -> WithHistory<RecordingView> {
        try RecordingView(
            RecordingStore(context.transaction).find(input.id, visibleTo: context.viewer),
            context,
        ).with(try context.history(of: .recording, input.id))
    }
}

/// A recording as a reader sees it.
package struct RecordingView: Resource {
    /// A hold placed or lifted.
    package struct Hold: Encodable, Sendable {
        let isOn: Bool
        let reason: String
        let by: String
        let at: String
    }

    /// The call.
    package let call: Int64
    /// What became of it.
    package let state: RecordingState
    /// The agent's side, in milliseconds.
    package let agentMilliseconds: Int64
    /// The customer's side, in milliseconds.
    package let customerMilliseconds: Int64
    /// Bytes on disk, sealed.
    package let bytes: Int
    /// When it was stored.
    package let storedAt: String
    /// The last day on which it is kept.
    package let keptUntil: String
    /// Whether it is kept beyond that.
    package let isHeld: Bool
    /// Holds placed and lifted, newest first.
    package let holds: [Hold]
    /// What a player plays; nil where there is nothing to hear.
    package let audio: String?
    /// On what it is held, for those who may read it.
    package let documents: DocumentList
    /// What the reader saw of its holds; sent with a hold or its lifting.
    package let version: Int64
    private let form: PostForm?

    private enum CodingKeys: String, CodingKey {
        case call, state, agentMilliseconds, customerMilliseconds, bytes, storedAt, keptUntil
        case isHeld, holds, documents, audio, version
    }

    init(_ recording: Recording, _ context: Context) throws {
        let decisions = try RetentionStore(context.transaction).holds(of: recording.call)
        let days = try Retention.value(context.transaction)
        let names = try AccountStore(context.transaction).names(Set(decisions.map(\.by.rawValue)))
        call = recording.call.rawValue
        state = recording.state
        agentMilliseconds = recording.agent.wholeMilliseconds
        customerMilliseconds = recording.customer.wholeMilliseconds
        bytes = recording.bytes
        storedAt = "\(recording.storedAt)"
        keptUntil = "\((recording.day.start + .hours(24 * days)).day)"
        isHeld = recording.isHeld
        holds = decisions.map { decision in
            Hold(
                isOn: decision.value,
                reason: decision.reason,
                by: names[decision.by.rawValue] ?? "",
                at: "\(decision.at)",
            )
        }
        audio = recording.isPlayable ? "/calls/\(recording.call)/recording/audio" : nil
        documents = try HoldDocuments.documents(of: recording.call, context)
        let seen = try context.version(of: .recordingHold, recording.call.rawValue)
        version = seen.rawValue
        form =
            recording.isPlayable
            ? HoldRecording.form(recording, version: seen).offered(to: context.viewer) : nil
    }

    package var title: L { L("通话\(call)的录音", en: "Recording of call \(call)") }

    package var page: HTML {
        pageHeader(title, L("左声道坐席，右声道客户。", en: "Left the agent, right the customer."))
        card(L("录音", en: "Recording")) {
            if let audio {
                audioPlayer(audio, L("录音", en: "Recording"))
            } else {
                notice(.warning, state.name)
            }
            facts([
                (L("状态", en: "State"), badge(state.name, state.tone)),
                (L("坐席侧", en: "Agent's side"), span(.milliseconds(agentMilliseconds)).html),
                (
                    L("客户侧", en: "Customer's side"),
                    span(.milliseconds(customerMilliseconds)).html
                ),
                (L("密封存储", en: "Sealed"), "\(grouped(bytes / 1_024)) KB".html),
                (L("入库时间", en: "Stored"), storedAt.html),
                (
                    L("保存至", en: "Kept until"),
                    isHeld ? L("保全中，不销毁", en: "On hold: not destroyed").html : keptUntil.html
                ),
                (
                    L("通话", en: "Call"),
                    element("a", .href("/calls/\(call)")) { L("通话与证据", en: "Call and evidence") }
                ),
            ])
        }
        card(L("保全", en: "Hold")) {
            if holds.isEmpty {
                element("p") { L("未被保全。", en: "It is not on hold.") }
            } else {
                timelineOfHolds
            }
            form
        }
        documents.html
    }

    private var timelineOfHolds: HTML {
        element("ul", .class("plain-list")) {
            for hold in holds {
                element("li") {
                    badge(
                        hold.isOn ? L("保全", en: "Held") : L("解除", en: "Lifted"),
                        hold.isOn ? .warning : .neutral
                    )
                    " \(hold.at) \(hold.by)：\(hold.reason)"
                }
            }
        }
    }

}

extension RecordingState: StateMark {
    package var tone: Tone {
        switch self {
        case .stored: .good
        case .short: .warning
        case .missing: .bad
        case .destroyed: .neutral
        }
    }
}

/// Places a hold on a recording, or lifts it; lifting takes another person than placing.
package struct HoldRecording: Endpoint {
    package static let route = Route(.post, "/calls/{id}/recording/hold")
    package static let permission = Permission.holdRecordings
    package static let act: LoggedAct? = LoggedAct(
        "recording.hold",
        L("调整录音保全", en: "Placed or lifted the hold of a recording"),
        on: .recording,
    )
    package static let edits: Edit? = .asSeen(.recordingHold)

    private static let reason = InputField.remark("reason", L("原因", en: "Reason"), maximum: 300)

    fileprivate static func form(_ recording: Recording, version: Version) -> PostForm {
        PostForm(
            Self.self,
            of: recording.call.rawValue,
            version: version,
            fields: [.hidden("on", recording.isHeld ? "" : "1"), reason.filled()],
            submit: recording.isHeld
                ? L("解除保全", en: "Lift the hold") : L("保全录音", en: "Place on hold"),
            success: L("已记录。", en: "Recorded."),
        )
    }

    package struct Input: FormInput {
        let call: CallID
        let isOn: Bool
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            call = try form.id("id")
            isOn = form.flag("on")
            reason = try HoldRecording.reason.read(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        _ = try RecordingStore(context.transaction).find(input.call, visibleTo: context.viewer)
        try RetentionStore(context.transaction).setHold(
            input.isOn,
            on: input.call,
            because: input.reason,
            by: context.viewer,
            at: context.now,
        )
        return Done("/calls/\(input.call)/recording", id: input.call.rawValue)
    }
}

/// The recording on its call's page, for those who may hear it.
package struct RecordingAttachment: CallAttachments {
    /// The one there is.
    package init() {}

    package func attachment(of call: ID<PlacedCall>, _ context: Context) throws -> CallAttachment? {
        guard Permission.playRecordings.allows(context.viewer),
            let recording = try RecordingStore(context.transaction).recording(of: call)
        else { return nil }
        let length = span(recording.length)
        return CallAttachment(
            name: L("录音", en: "Recording"),
            text: recording.state.name + L(" · \(length)", en: " · \(length)"),
            href: "/calls/\(call)/recording",
            audio: recording.isPlayable ? "/calls/\(call)/recording/audio" : nil,
        )
    }
}
