package import Access
internal import HTML
package import Kernel
package import Web

/// The branches that use the service, with the seats and the volume allotted to each. C5.3.
package struct ListInstitutions: Endpoint {
    package static let route = Route(.get, "/institutions")
    package static let permission = Permission.listInstitutions

    package func answer(
        _ input: NoInput,
        _ context: Context,
    ) throws -> ListPage<InstitutionRow> {
        let new = Offer.link(
            NewInstitutionPage.self,
            L("新增", en: "New"),
            icon: .plus,
            .primary,
            key: "n",
        )
        return ListPage(
            InstitutionRow.layout,
            PageOf(all: try InstitutionStore(context.transaction).list().map(InstitutionRow.init)),
            at: Self.route.pattern,
            for: context.viewer,
            offers: [new],
        )
    }
}

/// The form for another branch.
package struct NewInstitutionPage: Endpoint {
    package static let route = Route(.get, "/institutions/new")
    package static let permission = Permission.manageInstitutions

    package func answer(_ input: NoInput, _ context: Context) throws -> FormPage {
        FormPage(
            L("新增使用机构", en: "New institution"),
            back: InstitutionFields.back,
            InstitutionFields.form(CreateInstitution.self),
        )
    }
}

/// The form for a branch as it stands.
package struct EditInstitutionPage: Endpoint {
    package static let route = Route(.get, "/institutions/{id}")
    package static let permission = Permission.manageInstitutions

    package func answer(_ input: IDInput<Institution>, _ context: Context) throws -> WithHistory<
        FormPage
    > {
        let id = input.id.rawValue
        return FormPage(
            L("修改使用机构", en: "Edit institution"),
            id: id,
            back: InstitutionFields.back,
            InstitutionFields.form(
                EditInstitution.self,
                try InstitutionStore(context.transaction).find(input.id),
                version: try context.version(of: .institution, id),
            ),
        ).with(try context.history(of: .institution, input.id))
    }
}

/// Adds a branch that uses the service. C5.3.
package struct CreateInstitution: Endpoint {
    package static let route = Route(.post, "/institutions")
    package static let permission = Permission.manageInstitutions
    package static let act: LoggedAct? = LoggedAct(
        "institution.add",
        L("新增使用机构", en: "Added a using institution"),
        onSaid: .institution,
    )

    package struct Input: FormInput {
        let institution: Institution

        package init(_ form: Form) throws(InvalidInput) {
            institution = try InstitutionFields.read(form, id: nil)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let id = try InstitutionStore(context.transaction).save(input.institution)
        context.concerns(.institution, id, input.institution.name)
        return Done("/institutions", id: id.rawValue)
    }
}

/// Changes a branch, its seats and its volume; the volume holds from the next call on. C5.3.
package struct EditInstitution: Endpoint {
    package static let route = Route(.post, "/institutions/{id}")
    package static let permission = Permission.manageInstitutions
    package static let act: LoggedAct? = LoggedAct(
        "institution.edit",
        L("修改使用机构", en: "Edited a using institution"),
        on: .institution,
    )
    package static let edits: Edit? = .asSeen(.institution)

    package struct Input: FormInput {
        let id: ID<Institution>
        let institution: Institution

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            institution = try InstitutionFields.read(form, id: id)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let store = InstitutionStore(context.transaction)
        context.concerns(.institution, input.id, try store.find(input.id).name)
        try store.save(input.institution)
        return Done("/institutions", id: input.id.rawValue)
    }
}

/// What is entered of a branch.
private enum InstitutionFields {
    static let name = InputField.text("name", L("名称", en: "Name"), maximum: 60)
    static let region = InputField<Province?>.optionalChoice(
        "region",
        L("所在省", en: "Province"),
        none: L("不限", en: "Any"),
        named: \.name,
    )
    static let seats = InputField.int(
        "seats",
        L("席位", en: "Seats"),
        in: Institution.seatsRange,
    )
    static let volume = InputField.int(
        "daily_volume",
        L("日外呼量上限", en: "Most calls a day"),
        in: Institution.dailyVolumeRange,
        help: L(
            "不超过席位数乘以200（每人每日200通封顶）。",
            en: "At most 200 for each seat, the ceiling per person and day.",
        ),
    )
    static let back = (title: InstitutionRow.layout.title, href: ListInstitutions.route.pattern)

    static func read(
        _ form: Form,
        id: ID<Institution>?,
    ) throws(InvalidInput) -> Institution {
        let (name, region, seats, volume) = try form.read(name, region, seats, volume)
        return try Institution(
            id: id,
            name: name,
            region: region,
            seats: seats,
            dailyVolume: volume,
        )
    }

    static func form<Act: Endpoint>(
        _ act: Act.Type,
        _ now: Institution? = nil,
        version: Version = Version(0),
    ) -> PostForm {
        PostForm(
            act,
            of: now?.id?.rawValue,
            version: version,
            fields: [
                name.filled(now?.name), region.filled(now?.region), seats.filled(now?.seats ?? 1),
                volume.filled(now?.dailyVolume ?? CallLimits.callsPerAgentAndDay),
            ],
            cancel: back.href,
            success: L("使用机构已保存。", en: "The institution is saved."),
        )
    }
}

/// One branch as a reader sees it.
package struct InstitutionRow: Encodable, Sendable {
    let id: Int64
    let name: String
    /// The province; nil when it does not matter.
    let region: L?
    let seats: Int
    /// The most calls made for it on one day.
    package let dailyVolume: Int

    init(_ institution: Institution) {
        id = institution.id?.rawValue ?? 0
        name = institution.name
        region = institution.region?.name
        seats = institution.seats
        dailyVolume = institution.dailyVolume
    }

    static let layout = ListLayout<Self>(
        "institutions",
        L("使用机构", en: "Using institutions"),
        lead: L("席位与日外呼量按使用机构分配", en: "Seats and daily volume by using institution"),
        columns: [
            ListColumn(L("名称", en: "Name")) { $0.name.html },
            ListColumn(L("所在省", en: "Province")) { $0.region?.html ?? .empty },
            ListColumn(count: L("席位", en: "Seats"), sum: "seats", \.seats),
            ListColumn(
                count: L("日外呼量上限", en: "Most calls a day"),
                sum: "dailyVolume",
                \.dailyVolume,
            ),
        ],
        empty: L("还没有使用机构。", en: "No institution yet."),
        opens: .page(EditInstitutionPage.self, \.id),
    )
}
