package import Access
internal import Accounts
internal import Campaigns
package import HTML
package import Kernel
internal import Vault
package import Web

/// One lead: masked, where it stands, and to whom it was handed. C4.4.
package struct ShowLead: Endpoint {
    package static let route = Route(.get, "/leads/{id}")
    package static let permission = Permission.listLeads

    package func answer(_ input: IDInput<Lead>, _ context: Context) throws -> WithHistory<LeadView>
    {
        let transaction = context.transaction
        let store = LeadStore(transaction, vault: context.environment.vault)
        let lead = try store.find(input.id, visibleTo: context.viewer)
        context.recordView(.lead, lead.id.rawValue)
        let campaign = try CampaignStore(transaction)
            .find(lead.campaign, visibleTo: context.viewer)
        let handOuts = try store.handOuts(of: lead)
        let names = try AccountStore(transaction).names(Set(handOuts.map(\.agent.rawValue)))
        return LeadView(
            lead,
            try store.attributes(of: lead),
            task: campaign.details.name,
            handOuts,
            names
        ).with(try context.history(of: .lead, lead.id))
    }
}

/// A lead as its reader sees it.
package struct LeadView: Resource {
    /// Once that it was handed to an agent.
    package struct HandedOut: Encodable, Sendable {
        /// The agent's name.
        package let agent: String
        /// How it came.
        package let kind: L
        /// When it came to the agent.
        package let handedAt: String
        /// When it was dialled; nil if it was not.
        package let dialledAt: String?
        let moment: Moment

        private enum CodingKeys: String, CodingKey {
            case agent, kind, handedAt, dialledAt
        }
    }

    /// Where it stands.
    package let lead: LeadRow
    /// The task.
    package let campaignId: Int64
    /// The task's name.
    package let campaign: String
    /// Higher goes first.
    package let priority: Int
    /// The other fields of the bank's file that are shown.
    package let attributes: [LeadCard.Attribute]
    /// How many fields are not shown.
    package let hiddenAttributes: Int
    /// To whom it was handed, newest first.
    package let handOuts: [HandedOut]

    init(
        _ line: LeadLine,
        _ attributes: LeadStore.Attributes,
        task: String,
        _ handOuts: [HandOutLine],
        _ names: [Int64: String],
    ) {
        lead = LeadRow(line)
        campaignId = line.campaign.rawValue
        campaign = task
        priority = line.priority
        self.attributes = attributes.shown
        hiddenAttributes = attributes.hidden
        self.handOuts = handOuts.map { handOut in
            HandedOut(
                agent: names[handOut.agent.rawValue] ?? "",
                kind: handOut.kind.name,
                handedAt: handOut.handedAt.iso8601,
                dialledAt: handOut.dialledAt?.iso8601,
                moment: handOut.handedAt,
            )
        }
    }

    private enum CodingKeys: String, CodingKey {
        case lead, campaignId, campaign, priority, attributes, hiddenAttributes, handOuts
    }

    package var title: L { L("客户线索 \(lead.id)", en: "Lead \(lead.id)") }
}

extension LeadView {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            back: (L("名单", en: "Leads"), "/campaigns/\(campaignId)/leads"),
            state: lead.mark,
        )
        columns(2) {
            card(L("客户", en: "Customer")) {
                facts([
                    (L("姓名", en: "Name"), maskedValue(lead.name.description)),
                    (L("号码", en: "Number"), maskedValue(lead.phone.description)),
                    (L("省份", en: "Province"), lead.region.html),
                    (
                        L("任务", en: "Task"),
                        element("a", .href("/campaigns/\(campaignId)")) { campaign }
                    ),
                    (L("优先级", en: "Priority"), priority.html),
                    (L("已呼次数", en: "Calls"), lead.attempts.html),
                    (L("最近结果", en: "Last result"), lead.lastOutcome.map { $0.html } ?? .empty),
                    (L("等待原因", en: "Held back by"), lead.heldBack.map { $0.html } ?? .empty),
                    (L("到期", en: "Due"), lead.due.map { momentText($0) } ?? .empty),
                ])
            }
            card(L("名单字段", en: "Fields of the file")) {
                facts(attributes.map { (L(same: $0.name), $0.value.html) })
                if hiddenAttributes > 0 {
                    element("p", .class("hint")) {
                        L(
                            "另有\(hiddenAttributes)个字段加密保存，未向坐席展示。",
                            en: "\(hiddenAttributes) more fields are sealed and not shown.",
                        )
                    }
                }
            }
        }
        card(L("派单记录", en: "Hand-outs")) {
            if handOuts.isEmpty {
                emptyState(.inbox, L("尚未派出。", en: "Not handed out yet."))
            } else {
                timeline(
                    handOuts.map { handOut in
                        TimelineEntry(
                            at: handOut.moment,
                            handOut.kind,
                            by: handOut.agent,
                            tone: handOut.dialledAt == nil ? .neutral : .good,
                            detail: handOut.dialledAt == nil
                                ? L("未拨打", en: "Not dialled").html
                                : L("已拨打", en: "Dialled").html,
                        )
                    }
                )
            }
        }
    }
}
