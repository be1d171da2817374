package import Access
package import HTML
package import Kernel
package import Web

/// The organisations that the viewer may know of, with a form for another vendor.
package struct ListOrganisations: Endpoint {
    package static let route = Route(.get, "/organisations")
    package static let permission = Permission.listAccounts

    package func answer(_ input: NoInput, _ context: Context) throws -> OrganisationList {
        OrganisationList(
            organisations: try OrganisationStore(context.transaction)
                .list(visibleTo: context.viewer)
                .map { .init(id: $0.id.rawValue, side: $0.side.rawValue, name: $0.name) },
            mayManage: Permission.manageAccounts.allows(context.viewer),
        )
    }
}

/// The organisations as a reader sees them.
package struct OrganisationList: Resource {
    /// One organisation.
    package struct Item: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// `bank` or `vendor`.
        package let side: String
        /// The name.
        package let name: String
    }

    /// The organisations, oldest first.
    package let organisations: [Item]
    private let mayManage: Bool

    private enum CodingKeys: String, CodingKey {
        case organisations
    }

    init(organisations: [Item], mayManage: Bool) {
        self.organisations = organisations
        self.mayManage = mayManage
    }

    package var title: L { L("行方与供应商", en: "Bank and vendors") }

    package var page: HTML {
        pageHeader(title)
        dataTable(
            columns: [Column(L("名称", en: "Name")), Column(L("性质", en: "Side"))],
            rows: organisations.map { item in
                TableRow([
                    item.name.html,
                    item.side == Side.bank.rawValue
                        ? badge(L("行方", en: "Bank"), .info)
                        : badge(L("供应商", en: "Vendor")),
                ])
            },
            empty: L("没有机构。", en: "No organisations."),
        )
        if mayManage {
            card(L("添加供应商", en: "Add a vendor")) {
                form(action: "/organisations") {
                    field("name", L("新供应商名称", en: "Name of the new vendor"), required: true)
                    submitBar(L("添加供应商", en: "Add vendor"))
                }
            }
        }
    }
}

/// Adds a vendor.
package struct AddVendor: Endpoint {
    package static let route = Route(.post, "/organisations")
    package static let permission = Permission.manageAccounts

    package struct Input: FormInput {
        let name: String

        package init(_ form: Form) throws(InvalidInput) {
            name = try form.text("name", maximum: 100)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let id = try OrganisationStore(context.transaction)
            .add(side: .vendor, name: input.name, at: context.now)
        return Done("/organisations", id: id.rawValue)
    }
}
