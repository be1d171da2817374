package import Access
package import HTML
package import Kernel
package import Web

/// The branches that use the service, with the seats and the volume allotted to each. C5.3.
package struct ListInstitutions: Endpoint {
    package static let route = Route(.get, "/institutions")
    package static let permission = Permission.listInstitutions

    package func answer(_ input: NoInput, _ context: Context) throws -> InstitutionList {
        InstitutionList(
            try InstitutionStore(context.transaction).list(),
            mayManage: Permission.manageInstitutions.allows(context.viewer),
        )
    }
}

/// The form for another branch.
package struct NewInstitutionPage: Endpoint {
    package static let route = Route(.get, "/institutions/new")
    package static let permission = Permission.manageInstitutions

    package func answer(_ input: NoInput, _ context: Context) throws -> InstitutionForm {
        InstitutionForm(nil, Version(0))
    }
}

/// The form for a branch as it stands.
package struct EditInstitutionPage: Endpoint {
    package static let route = Route(.get, "/institutions/{id}")
    package static let permission = Permission.manageInstitutions

    package struct Input: FormInput {
        let id: ID<Institution>

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> InstitutionForm {
        InstitutionForm(
            try InstitutionStore(context.transaction).find(input.id),
            try context.version(of: .institution, input.id.rawValue),
        )
    }
}

/// Adds a branch that uses the service. C5.3.
package struct CreateInstitution: Endpoint {
    package static let route = Route(.post, "/institutions")
    package static let permission = Permission.manageInstitutions

    package struct Input: FormInput {
        let institution: Institution

        package init(_ form: Form) throws(InvalidInput) {
            institution = try Institution(form, id: nil)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let id = try InstitutionStore(context.transaction).save(input.institution)
        return Done("/institutions", id: id.rawValue)
    }
}

/// Changes a branch, its seats and its volume; the volume holds from the next call on. C5.3.
package struct EditInstitution: Endpoint {
    package static let route = Route(.post, "/institutions/{id}")
    package static let permission = Permission.manageInstitutions
    package static let edits: Edit? = .asSeen(.institution)

    package struct Input: FormInput {
        let id: ID<Institution>
        let institution: Institution

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            institution = try Institution(form, id: id)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let store = InstitutionStore(context.transaction)
        _ = try store.find(input.id)
        try store.save(input.institution)
        return Done("/institutions", id: input.id.rawValue)
    }
}

extension Institution {
    fileprivate init(_ form: Form, id: ID<Institution>?) throws(InvalidInput) {
        var reader = FieldReader(form)
        let name = reader.text("name", maximum: 60)
        let region: Province? = reader.optional { form throws(InvalidInput) in
            try form.optionalChoice("region")
        }
        let seats = reader.read { form throws(InvalidInput) in
            try form.int("seats", in: Institution.seatsRange)
        }
        let volume = reader.read { form throws(InvalidInput) in
            try form.int("daily_volume", in: Institution.dailyVolumeRange)
        }
        guard reader.problems.isEmpty, let name, let seats, let volume else {
            throw InvalidInput(reader.problems)
        }
        try self.init(id: id, name: name, region: region, seats: seats, dailyVolume: volume)
    }
}

/// The branches as a reader sees them.
package struct InstitutionList: Resource {
    /// One branch.
    package struct Item: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// The branch's name.
        package let name: String
        /// The province; nil when it does not matter.
        package let region: L?
        /// The seats that work for it.
        package let seats: Int
        /// The most calls made for it on one day.
        package let dailyVolume: Int
    }

    /// The branches, oldest first.
    package let institutions: [Item]
    /// All seats together.
    package let seats: Int
    /// All daily volumes together.
    package let dailyVolume: Int
    private let mayManage: Bool

    private enum CodingKeys: String, CodingKey {
        case institutions
        case seats
        case dailyVolume
    }

    init(_ institutions: [Institution], mayManage: Bool) {
        self.institutions = institutions.map {
            Item(
                id: $0.id?.rawValue ?? 0,
                name: $0.name,
                region: $0.region?.name,
                seats: $0.seats,
                dailyVolume: $0.dailyVolume,
            )
        }
        seats = institutions.reduce(0) { $0 + $1.seats }
        dailyVolume = institutions.reduce(0) { $0 + $1.dailyVolume }
        self.mayManage = mayManage
    }

    package var title: L { L("使用机构", en: "Using institutions") }

    package var page: HTML {
        pageHeader(
            title,
            L("席位与日外呼量按使用机构分配", en: "Seats and daily volume by using institution"),
        ) {
            if mayManage {
                linkButton(
                    L("新增", en: "New"),
                    href: "/institutions/new",
                    icon: .plus,
                    .primary,
                    key: "n",
                )
            }
        }
        dataTable(
            caption: title,
            columns: [
                Column(L("名称", en: "Name")), Column(L("所在省", en: "Province")),
                Column(L("席位", en: "Seats"), .number),
                Column(L("日外呼量上限", en: "Most calls a day"), .number),
            ],
            rows: institutions.map { item in
                TableRow(
                    [
                        item.name.html, item.region?.html ?? .empty, item.seats.html,
                        grouped(item.dailyVolume).html,
                    ],
                    href: mayManage ? "/institutions/\(item.id)" : nil,
                )
            },
            footer: [
                L("合计", en: "Total").html, .empty, seats.html, grouped(dailyVolume).html,
            ],
        )
    }
}

/// The form of a branch.
package struct InstitutionForm: Resource {
    /// The branch; nil for a new one.
    package let id: Int64?
    /// What the fields say, by their names.
    package let values: [String: String]

    /// What the reader saw; 0 for a new branch.
    package let version: Int64

    init(_ institution: Institution?, _ version: Version) {
        self.version = version.rawValue
        id = institution?.id?.rawValue
        values = [
            "name": institution?.name ?? "",
            "region": institution?.region?.rawValue ?? "",
            "seats": institution.map { String($0.seats) } ?? "1",
            "daily_volume": institution.map { String($0.dailyVolume) }
                ?? String(CallLimits.callsPerAgentAndDay),
        ]
    }

    package var title: L {
        id == nil ? L("新增使用机构", en: "New institution") : L("修改使用机构", en: "Edit institution")
    }

    package var page: HTML {
        pageHeader(title, back: (L("使用机构", en: "Using institutions"), "/institutions"))
        form(
            action: id.map { "/institutions/\($0)" } ?? "/institutions",
            success: L("使用机构已保存。", en: "The institution is saved."),
        ) {
            Version(version).html
            fieldGroup(title) {
                Field("name", L("名称", en: "Name"), isRequired: true)
                    .text(values["name"] ?? "", maximum: 60)
                Field("region", L("所在省", en: "Province")).select(
                    Province.allCases.map { Choice($0.rawValue, $0.name) },
                    chosen: values["region"] ?? "",
                    none: L("不限", en: "Any"),
                )
                Field("seats", L("席位", en: "Seats"), isRequired: true)
                    .number(Int(values["seats"] ?? ""), in: Institution.seatsRange)
                Field(
                    "daily_volume",
                    L("日外呼量上限", en: "Most calls a day"),
                    help: L(
                        "不超过席位数乘以200（每人每日200通封顶）。",
                        en: "At most 200 for each seat, the ceiling per person and day.",
                    ),
                    isRequired: true,
                ).number(Int(values["daily_volume"] ?? ""), in: Institution.dailyVolumeRange)
            }
            submitBar(L("保存", en: "Save"), cancel: "/institutions")
        }
    }
}
