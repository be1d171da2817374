package import Access
internal import Accounts
internal import HTML
package import Kernel
package import Web

/// The call tasks that the viewer may see, newest first, by state, product and branch.
package struct ListCampaigns: Endpoint {
    package static let route = Route(.get, "/campaigns")
    package static let permission = Permission.listCampaigns

    private static let state = InputField<CampaignState?>.optionalChoice(
        "state",
        L("状态", en: "State"),
        named: \.name,
    )
    private static let product = InputField.optionalOneOf(
        "product",
        L("产品", en: "Product"),
        maximum: 80,
    )
    private static let institution = InputField<ID<Institution>?>.optionalID(
        "institution",
        L("使用机构", en: "Institution"),
    )

    package struct Input: FormInput {
        let filter: CampaignStore.Filter
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            var filter = CampaignStore.Filter()
            (filter.state, filter.product, filter.institution) = try form.read(
                ListCampaigns.state,
                ListCampaigns.product,
                ListCampaigns.institution,
            )
            self.filter = filter
            start = try form.pageStart()
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<CampaignRow> {
        let store = CampaignStore(context.transaction)
        let names = try Names(context)
        let found = try store.list(
            input.filter,
            visibleTo: context.viewer,
            before: input.start.before,
            limit: input.start.limit,
        )
        let new = Offer.link(
            NewCampaignPage.self,
            L("新建任务", en: "New task"),
            icon: .plus,
            .primary,
            key: "n",
        )
        let products = try store.products(visibleTo: context.viewer)
        return ListPage(
            CampaignRow.layout,
            PageOf(found, from: input.start) { $0.id.rawValue }.map { CampaignRow($0, names) },
            at: Self.route.pattern,
            for: context.viewer,
            filters: [
                Self.state.filled(input.filter.state),
                Self.product.filled(
                    input.filter.product,
                    among: products.map { Choice($0, L(same: $0)) },
                ),
                Self.institution.filled(
                    input.filter.institution,
                    among: names.institutions.map { Choice("\($0.id)", L(same: $0.name)) },
                ),
            ],
            offers: [new],
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

/// One task in the list.
package struct CampaignRow: Encodable, Sendable {
    let id: Int64
    let coreReference: String
    let name: String
    let product: String
    let institution: String
    let vendor: String
    let startsOn: String
    let endsOn: String
    /// Higher goes first.
    let priority: Int
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

    static let layout = ListLayout<Self>(
        "campaigns",
        L("外呼任务", en: "Call tasks"),
        lead: L("行方核心系统创建的外呼任务", en: "Call tasks that the bank's core system created"),
        columns: [
            ListColumn(L("任务", en: "Task")) { $0.name.html },
            ListColumn(L("核心系统编号", en: "Core system no.")) { $0.coreReference.html },
            ListColumn(L("产品", en: "Product")) { $0.product.html },
            ListColumn(L("使用机构", en: "Institution")) { $0.institution.html },
            ListColumn(L("供应商", en: "Vendor")) { $0.vendor.html },
            ListColumn(L("期限", en: "Period")) { "\($0.startsOn) – \($0.endsOn)".html },
            ListColumn(L("优先级", en: "Priority"), .number) { $0.priority.html },
            ListColumn(L("状态", en: "State")) { CampaignState.mark($0.state) },
        ],
        empty: L("核心系统下发任务后在此显示。", en: "Tasks show here once the core system sends them."),
        opens: .page(ShowCampaign.self, \.id),
    )
}
