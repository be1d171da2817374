package import Access
internal import Accounts
internal import HTML
package import Kernel
package import Web

/// The call tasks that the viewer may see, newest first, by state, product and branch.
package struct ListCampaigns: Endpoint {
    package static let route = Route(.get, "/campaigns")
    package static let permission = Permission.listCampaigns

    package struct Input: FormInput {
        let filter: CampaignStore.Filter
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            var filter = CampaignStore.Filter()
            filter.state = try form.optionalChoice("state")
            filter.product = try form.optionalText("product", maximum: 80)
            filter.institution = try form.optionalID("institution")
            self.filter = filter
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> CampaignList {
        let store = CampaignStore(context.transaction)
        return CampaignList(
            try store.list(
                input.filter,
                visibleTo: context.viewer,
                before: input.after == 0 ? .max : input.after,
                limit: CampaignList.pageSize + 1,
            ),
            filter: input.filter,
            after: input.after,
            products: try store.products(visibleTo: context.viewer),
            names: try Names(context),
            mayCreate: Permission.createCampaign.allows(context.viewer),
        )
    }
}

/// The names of branches and vendors, for pages that show several.
struct Names {
    let institutions: [(id: ID<Institution>, name: String)]
    let vendors: [(id: ID<Organisation>, name: String)]

    init(_ context: Context) throws {
        institutions = try InstitutionStore(context.transaction).list().compactMap { institution in
            institution.id.map { ($0, institution.name) }
        }
        vendors = try OrganisationStore(context.transaction)
            .vendors(visibleTo: context.viewer).map { ($0.id, $0.name) }
    }

    func name(of institution: ID<Institution>) -> String {
        institutions.first { $0.id == institution }?.name ?? ""
    }

    func name(of vendor: ID<Organisation>) -> String {
        vendors.first { $0.id == vendor }?.name ?? ""
    }
}

/// A page of call tasks.
package struct CampaignList: Resource {
    static let pageSize = 50

    /// One task in the list.
    package struct Item: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// The number in the bank's core system.
        package let coreReference: String
        /// The task's name.
        package let name: String
        /// The loan product.
        package let product: String
        /// The branch's name.
        package let institution: String
        /// The vendor's name.
        package let vendor: String
        /// The first day.
        package let startsOn: String
        /// The last day.
        package let endsOn: String
        /// Higher goes first.
        package let priority: Int
        /// The state's stable name.
        package let state: String

        init(_ campaign: CampaignRecord, _ names: Names) {
            let details = campaign.details
            id = campaign.id.rawValue
            coreReference = details.coreReference
            name = details.name
            product = details.product
            institution = names.name(of: details.institution)
            vendor = names.name(of: details.vendor)
            startsOn = details.startsOn.description
            endsOn = details.endsOn.description
            priority = details.priority
            state = campaign.state.rawValue
        }
    }

    /// The tasks of this page.
    package let campaigns: [Item]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    let filter: CampaignStore.Filter
    let products: [String]
    let institutions: [FormChoice]
    let after: Int64
    let mayCreate: Bool

    private enum CodingKeys: String, CodingKey {
        case campaigns
        case next
    }

    init(
        _ campaigns: [CampaignRecord],
        filter: CampaignStore.Filter,
        after: Int64,
        products: [String],
        names: Names,
        mayCreate: Bool,
    ) {
        let page = campaigns.prefix(Self.pageSize)
        self.campaigns = page.map { Item($0, names) }
        next = campaigns.count > Self.pageSize ? page.last?.id.rawValue : nil
        self.filter = filter
        self.products = products
        institutions = names.institutions.map {
            FormChoice(value: $0.id.description, name: L(same: $0.name))
        }
        self.after = after
        self.mayCreate = mayCreate
    }

    package var title: L { L("外呼任务", en: "Call tasks") }
}
