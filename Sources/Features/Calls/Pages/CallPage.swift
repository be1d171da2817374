package import Access
internal import Accounts
internal import Campaigns
package import HTML
package import Kernel
internal import Leads
package import Telephony
package import Vault
package import Web

/// One call: what the line saw, what the agent recorded, and how the two agree. C6.3.
package struct ShowCall: Endpoint {
    package static let route = Route(.get, "/calls/{id}")
    package static let permission = Permission.seeCalls

    private let attachments: [any CallAttachments]

    /// Shows a call with what later capabilities attach to it.
    package init(_ attachments: [any CallAttachments] = []) { self.attachments = attachments }

    package func answer(
        _ input: IDInput<PlacedCall>,
        _ context: Context,
    ) throws -> WithHistory<CallView> {
        let call = try CallStore(context.transaction).find(input.id, visibleTo: context.viewer)
        return try CallView(
            call,
            attachments: attachments.compactMap { try $0.attachment(of: call.id, context) },
            context,
        ).with(try context.history(of: .call, call.id))
    }
}

/// A call as a reader sees it.
package struct CallView: Resource {
    /// Something that the line saw.
    package struct Event: Encodable, Sendable {
        let event: LineEvent

        private enum CodingKeys: String, CodingKey {
            case at, kind, name, source, status, q850, reason
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(event.at.iso8601, forKey: .at)
            try container.encode(event.kind.code, forKey: .kind)
            try container.encode(event.kind.label, forKey: .name)
            try container.encode(event.source.rawValue, forKey: .source)
            try container.encodeIfPresent(event.signal?.status, forKey: .status)
            try container.encodeIfPresent(event.signal?.q850, forKey: .q850)
            try container.encodeIfPresent(event.signal?.reason, forKey: .reason)
        }
    }

    /// One version of the result.
    package struct Version: Encodable, Sendable {
        let version: Int
        let outcome: L
        let details: [L]
        let note: Masked?
        let by: String
        let at: String
        let correctionReason: Masked?
        /// Kept to fill the form in; never encoded, for the note in it is not masked.
        let record: OutcomeRecord
        let recordedAt: Moment

        private enum CodingKeys: String, CodingKey {
            case version
            case outcome
            case details
            case note
            case by
            case at
            case correctionReason
        }
    }

    /// The identity.
    package let id: Int64
    /// The lead.
    package let lead: Int64
    /// The task.
    package let campaign: Int64
    /// The task's name.
    package let campaignName: String
    /// The agent's name.
    package let agent: String
    /// The customer's name and number, masked.
    package let customer: Masked
    /// The customer's number, masked.
    package let phone: Masked
    /// How the lead came to the agent.
    package let kind: L
    /// What the line saw, in order.
    package let evidence: [Event]
    /// The results, oldest first; the last one counts.
    package let versions: [Version]
    /// How the result stands to the evidence; nil without a result.
    package let verdict: EvidenceVerdict?
    /// What later capabilities attach: the recording.
    package let attachments: [CallAttachment]
    /// What the reader saw of the result; sent with a correction.
    package let version: Int64
    private let call: CallDetails
    /// How the success stands that the evidence does not carry; nil for any other call.
    package let success: SuccessBook.Review?
    private let standing: SuccessBook.Standing?
    private let decidedBy: String
    private let campaignPath: String?
    private let offers: Offers
    private let decision: PostForm?
    private let correction: PostForm?
    private let noticedAt: Moment?
    private let monitored: [TimelineEntry]

    private enum CodingKeys: String, CodingKey {
        case id
        case lead
        case campaign
        case campaignName
        case agent
        case customer
        case phone
        case kind
        case evidence
        case versions
        case verdict
        case attachments
        case version
        case success
    }

    init(_ call: CallDetails, attachments: [CallAttachment], _ context: Context) throws {
        self.attachments = attachments
        let transaction = context.transaction
        let viewer = context.viewer
        let vault = context.environment.vault
        context.recordView(.lead, call.lead.rawValue)
        self.call = call
        id = call.id.rawValue
        lead = call.lead.rawValue
        campaign = call.campaign.rawValue
        campaignPath = viewer.path(to: ShowCampaign.self, of: campaign)
        campaignName = try CampaignStore(transaction)
            .find(call.campaign, visibleTo: viewer).details.name
        let known = try LeadStore(transaction, vault: vault)
            .masked(call.lead, visibleTo: viewer)
        (customer, phone) = (known.name, known.phone)
        kind = call.kind.name
        evidence = try CallStore(transaction).evidence(of: call.id)
            .map { Event(event: $0) }
        let outcomes = OutcomeStore(transaction, vault: vault)
        let recorded = try outcomes.versions(of: call.id)
        let people = recorded.map(\.recordedBy.rawValue) + [call.agent.rawValue]
        let names = try AccountStore(transaction).names(Set(people))
        agent = names[call.agent.rawValue] ?? ""
        versions = recorded.map {
            Self.version($0, by: names[$0.recordedBy.rawValue] ?? "", known.notes)
        }
        verdict = recorded.last.map {
            EvidenceVerdict($0.record.outcome, call, minimum: $0.talkMinimum)
        }
        let standing = try SuccessBook(transaction, outcomes).standing(of: call.id)
        self.standing = standing
        success = standing?.review
        let decider = standing?.by?.rawValue
        decidedBy = try decider.flatMap { try AccountStore(transaction).names([$0])[$0] } ?? ""
        let seen = try context.version(of: .callResult, call.id.rawValue)
        version = seen.rawValue
        let isOpen = try !outcomes.isClosed(call.day, of: call.vendor)
        decision =
            isOpen && standing?.review == .pending
            ? DecideSuccess.form(of: call.id, version: seen).offered(to: viewer) : nil
        correction = recorded.last.flatMap { last in
            isOpen && last.record.outcome.isRecordable
                ? CorrectResult.form(of: call.id, last.record, version: seen).offered(to: viewer)
                : nil
        }
        noticedAt = try CallStore(transaction).noticedAt(call.id)
        let hasVoice =
            call.answeredAt != nil && call.endedAt == nil
            && context.environment.line.hasVoice(call.id, of: SoftphoneID(call.agent.rawValue))
        offers = call.offers(to: viewer, hasVoice: hasVoice)
        // Whether an agent hears of it while it happens is the bank's setting; later they do not.
        let acts =
            viewer.holds(.agent) ? [] : try MonitorStore(transaction).acts(of: call.id)
        let listeners = try AccountStore(transaction).names(Set(acts.map(\.by.rawValue)))
        monitored = acts.map { act in
            TimelineEntry(
                at: act.at,
                act.mode?.name ?? L("结束监听", en: "Stopped listening"),
                by: listeners[act.by.rawValue],
                tone: .warning,
            )
        }
    }

    private static func version(
        _ version: OutcomeVersion,
        by name: String,
        _ notes: NoteMask,
    ) -> Version {
        let record = version.record
        var details = [record.channel?.name, record.amount?.name, record.reason?.name]
            .compactMap(\.self)
        if let at = record.callbackAt { details.append(L("\(at)回访", en: "callback at \(at)")) }
        if let scope = record.callbackScope { details.append(scope.name) }
        return Version(
            version: version.version,
            outcome: record.outcome.name,
            details: details,
            note: record.note.map { notes.masked($0) },
            by: name,
            at: version.recordedAt.description,
            correctionReason: version.correctionReason.map { notes.masked($0) },
            record: record,
            recordedAt: version.recordedAt,
        )
    }

    package var title: L { L("通话 \(id)", en: "Call \(id)") }

    package var page: HTML {
        pageHeader(
            title,
            back: (L("通话", en: "Calls"), "/calls?day=\(call.day)"),
            state: verdict.map { badge($0.name, $0.tone) },
        ) { offers.html }
        columns(2) {
            card(L("通话", en: "The call")) {
                facts([
                    (L("客户", en: "Customer"), maskedValue(customer.description)),
                    (L("号码", en: "Number"), maskedValue(phone.description)),
                    (L("任务", en: "Task"), linked(campaignName, to: campaignPath)),
                    (L("坐席", en: "Agent"), agent.html), (L("类型", en: "Kind"), kind.html),
                    (
                        L("通话时长", en: "Talk"),
                        (call.answeredAt == nil ? "–" : span(call.talkTime)).html
                    ),
                ])
            }
            card(L("线路证据", en: "What the line saw")) { timeline(seen) }
        }
        if !monitored.isEmpty { card(L("监听记录", en: "Who listened")) { timeline(monitored) } }
        for attachment in attachments {
            card(attachment.name) {
                if let audio = attachment.audio { audioPlayer(audio, attachment.name) }
                element("p") {
                    attachment.text
                    " "
                    element("a", .href(attachment.href)) { L("详情", en: "Details") }
                }
            }
        }
        card(L("坐席记录", en: "What was recorded")) {
            if versions.isEmpty {
                notice(.warning, L("本次通话尚无结果。", en: "The call has no result yet."))
            } else {
                timeline(recorded)
            }
        }
        if let standing {
            SuccessCard(standing: standing, by: decidedBy, form: decision).html
        }
        correction.inCard(L("更正结果", en: "Correct the result"), id: "correction")
    }

    private var seen: [TimelineEntry] {
        let events = evidence.map(\.event).map { event in
            TimelineEntry(
                at: event.at,
                event.kind.label,
                tone: .info,
                detail: HTML { if let words = event.words { element("small") { words } } },
            )
        }
        let notice = noticedAt.map {
            TimelineEntry(
                at: $0,
                L("已告知客户通话录音", en: "The customer was told of the recording"),
                by: agent
            )
        }
        return [TimelineEntry(at: call.dialledAt, L("发起呼叫", en: "Placed"), by: agent)]
            + (events + [notice].compactMap(\.self)).sorted { $0.at < $1.at }
    }

    private var recorded: [TimelineEntry] {
        versions.map { version in
            TimelineEntry(
                at: version.recordedAt,
                version.outcome,
                by: version.by,
                tone: version.version == versions.count ? .good : .neutral,
                detail: HTML {
                    for detail in version.details { element("p") { detail } }
                    if let note = version.note { element("p") { note.description } }
                    if let reason = version.correctionReason {
                        element("p") {
                            L("更正原因：", en: "Corrected because: ")
                            reason.description
                        }
                    }
                },
            )
        }
    }
}

extension CallDetails {
    /// What may be done with a call: listen while it goes on, dial again once it has ended.
    fileprivate func offers(to viewer: Viewer, hasVoice: Bool) -> Offers {
        let listening = Offer.link(
            ShowMonitorPage.self,
            of: id.rawValue,
            L("监听", en: "Listen"),
            icon: .headset,
            key: "l",
        )
        let redial = Offer.link(
            ShowWorkbench.self,
            query: [.hidden("redial", "\(id)")],
            L("重拨", en: "Redial"),
            icon: .phoneOut,
            key: "r",
        )
        return Offers(
            viewer,
            [
                hasVoice ? listening : nil,
                viewer.account == agent && endedAt != nil ? redial : nil,
            ],
        )
    }
}

extension EvidenceVerdict: Encodable {
    fileprivate var tone: Tone {
        switch self {
        case .consistent: .good
        case .reachedWithoutAnswer: .bad
        case .notReachedAfterTalk, .interestedTooShort: .warning
        case .noEvidence: .neutral
        }
    }
}
