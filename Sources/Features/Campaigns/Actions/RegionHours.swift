package import Access
package import HTML
package import Kernel
package import Web

/// The provinces that allow fewer calling hours than the tasks, and the form to set one.
package struct ListRegionHours: Endpoint {
    package static let route = Route(.get, "/region-hours")
    package static let permission = Permission.listInstitutions

    package func answer(_ input: NoInput, _ context: Context) throws -> RegionHoursList {
        RegionHoursList(
            try InstitutionStore(context.transaction).regionHours(),
            mayManage: Permission.manageInstitutions.allows(context.viewer),
            version: try context.version(of: .regionHours),
        )
    }
}

/// Sets the calling hours of a province; empty hours lift the rule.
package struct SetRegionHours: Endpoint {
    package static let route = Route(.post, "/region-hours")
    package static let permission = Permission.manageInstitutions
    package static let edits: Edit? = .asSeen(.regionHours)

    package struct Input: FormInput {
        let province: Province
        let hours: CallHours?

        package init(_ form: Form) throws(InvalidInput) {
            var reader = FieldReader(form)
            let province: Province? = reader.read { form throws(InvalidInput) in
                try form.choice("region")
            }
            hours = reader.hours("hours")
            guard reader.problems.isEmpty, let province else {
                throw InvalidInput(reader.problems)
            }
            self.province = province
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try InstitutionStore(context.transaction).setHours(input.hours, in: input.province)
        return Done("/region-hours")
    }
}

/// The hours of provinces as a reader sees them.
package struct RegionHoursList: Resource {
    /// One province.
    package struct Item: Encodable, Sendable {
        /// The province's stable name.
        package let region: String
        /// The province's name.
        package let name: L
        /// The hours, such as `09:00-12:00,14:00-18:00`.
        package let hours: String
    }

    /// The provinces with hours of their own, in the usual order.
    package let regions: [Item]
    /// The hours beyond which no call is made anywhere.
    package let outerLimit: String
    /// What the reader saw; sent with the hours of a province.
    package let version: Int64
    private let mayManage: Bool

    private enum CodingKeys: String, CodingKey {
        case regions
        case outerLimit
        case version
    }

    init(_ hours: [Province: CallHours], mayManage: Bool, version: Version) {
        self.version = version.rawValue
        regions = Province.allCases.compactMap { province in
            hours[province].map {
                Item(region: province.rawValue, name: province.name, hours: $0.description)
            }
        }
        outerLimit = CallHours.outerLimit.description
        self.mayManage = mayManage
    }

    package var title: L { L("各省外呼时段", en: "Calling hours by province") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "未列出的省份按任务时段外呼；任何地区不超出 \(outerLimit)。",
                en: "Elsewhere the tasks' own hours hold; nowhere beyond \(outerLimit).",
            ),
        )
        dataTable(
            caption: title,
            columns: [
                Column(L("省份", en: "Province")), Column(L("允许时段", en: "Hours")),
            ],
            rows: regions.map { TableRow([$0.name.html, $0.hours.html]) },
            empty: L("没有按省设置的时段。", en: "No province has hours of its own."),
        )
        if mayManage { hoursForm }
    }

    private var hoursForm: HTML {
        card(L("设置一个省份", en: "Set a province")) {
            form(action: "/region-hours", success: L("时段已保存。", en: "The hours are saved.")) {
                Version(version).html
                Field("region", L("省份", en: "Province"), isRequired: true).select(
                    Province.allCases.map { Choice($0.rawValue, $0.name) },
                    none: L("请选择", en: "Choose"),
                )
                Field(
                    "hours",
                    L("允许时段", en: "Hours"),
                    help: L(
                        "如 09:00-12:00,14:00-18:00；留空则取消该省的限制。",
                        en: "Such as 09:00-12:00,14:00-18:00; empty lifts the province's rule.",
                    ),
                ).text()
                submitBar(L("保存", en: "Save"))
            }
        }
    }
}
