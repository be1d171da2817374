package import Access
internal import HTML
package import Kernel
package import Web

/// The organisations that the viewer may know of, with a form for another vendor.
package struct ListOrganisations: Endpoint {
    package static let route = Route(.get, "/organisations")
    package static let permission = Permission.listAccounts

    package func answer(
        _ input: NoInput,
        _ context: Context,
    ) throws -> ListPage<OrganisationRow> {
        let organisations = try OrganisationStore(context.transaction)
            .list(visibleTo: context.viewer)
        return ListPage(
            OrganisationRow.layout,
            PageOf(all: organisations.map(OrganisationRow.init)),
            at: Self.route.pattern,
            for: context.viewer,
            below: AddVendor.form.offered(to: context.viewer)
                .inCard(L("添加供应商", en: "Add a vendor")),
        )
    }
}

/// One organisation as a reader sees it.
package struct OrganisationRow: Encodable, Sendable {
    let id: Int64
    /// `bank` or `vendor`.
    let side: String
    /// The name.
    package let name: String

    init(_ organisation: OrganisationDetails) {
        id = organisation.id.rawValue
        side = organisation.side.rawValue
        name = organisation.name
    }

    static let layout = ListLayout<Self>(
        "organisations",
        L("行方与供应商", en: "Bank and vendors"),
        columns: [
            ListColumn(L("名称", en: "Name")) { $0.name.html },
            ListColumn(L("性质", en: "Side")) { item in
                item.side == Side.bank.rawValue
                    ? badge(L("行方", en: "Bank"), .info) : badge(L("供应商", en: "Vendor"))
            },
        ],
        empty: L("没有机构。", en: "No organisations."),
    )
}

/// Adds a vendor.
package struct AddVendor: Endpoint {
    package static let route = Route(.post, "/organisations")
    package static let permission = Permission.manageAccounts
    package static let act: LoggedAct? = LoggedAct(
        "vendor.add",
        L("添加供应商", en: "Added a vendor"),
        onSaid: .organisation,
    )

    private static let name = InputField.text(
        "name",
        L("新供应商名称", en: "Name of the new vendor"),
        maximum: 100,
    )

    fileprivate static let form = PostForm(
        Self.self,
        fields: [name.filled()],
        submit: L("添加供应商", en: "Add vendor"),
    )

    package struct Input: FormInput {
        let name: String

        package init(_ form: Form) throws(InvalidInput) {
            name = try AddVendor.name.read(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let id = try OrganisationStore(context.transaction)
            .add(side: .vendor, name: input.name, at: context.now)
        context.concerns(.organisation, id, input.name)
        return Done("/organisations", id: id.rawValue)
    }
}
