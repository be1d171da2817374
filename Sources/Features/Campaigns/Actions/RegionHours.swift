package import Access
internal import Accounts
internal import HTML
package import Kernel
package import Web

/// The provinces that allow fewer calling hours than the tasks, and the form to set one.
package struct ListRegionHours: Endpoint {
    package static let route = Route(.get, "/region-hours")
    package static let permission = Permission.listInstitutions

    package func answer(
        _ input: NoInput,
        _ context: Context,
    ) throws -> WithHistory<ListPage<RegionHoursRow>> {
        let hours = try InstitutionStore(context.transaction).regionHours()
        let rows = Province.allCases.compactMap { province in
            hours[province].map { RegionHoursRow(province, $0) }
        }
        let version = try context.version(of: .regionHours)
        return ListPage(
            RegionHoursRow.layout,
            PageOf(all: rows),
            at: Self.route.pattern,
            for: context.viewer,
            facts: [
                "outerLimit": CallHours.outerLimit.description, "version": version.rawValue,
            ],
            below: SetRegionHours.form(version).offered(to: context.viewer)
                .inCard(L("设置一个省份", en: "Set a province")),
        ).with(try context.history(of: .regionHours))
    }
}

/// Sets the calling hours of a province; empty hours lift the rule.
package struct SetRegionHours: Endpoint {
    package static let route = Route(.post, "/region-hours")
    package static let permission = Permission.manageInstitutions
    package static let act: LoggedAct? = LoggedAct(
        "region_hours.set",
        L("设置省份外呼时段", en: "Set the calling hours of a province"),
        on: .regionHours,
    )
    package static let edits: Edit? = .asSeen(.regionHours)

    private static let province = InputField<Province>.choice(
        "region",
        L("省份", en: "Province"),
        named: \.name,
    )
    private static let hours = InputField.callHours(
        "hours",
        L("允许时段", en: "Hours"),
        help: L(
            "如 09:00-12:00,14:00-18:00；留空则取消该省的限制。",
            en: "Such as 09:00-12:00,14:00-18:00; empty lifts the province's rule.",
        ),
    )

    package struct Input: FormInput {
        let province: Province
        let hours: CallHours?

        package init(_ form: Form) throws(InvalidInput) {
            (province, hours) = try form.read(SetRegionHours.province, SetRegionHours.hours)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        context.concerns(Thing(.regionHours, ThingKind.only, input.province.name.chinese))
        try InstitutionStore(context.transaction).setHours(input.hours, in: input.province)
        let readers = try AccountStore(context.transaction).holders(of: .listInstitutions)
        try context.notify(.regionHoursSet, readers)
        return Done("/region-hours")
    }

    fileprivate static func form(_ version: Version) -> PostForm {
        PostForm(
            Self.self,
            version: version,
            fields: [province.filled(), hours.filled()],
            success: L("时段已保存。", en: "The hours are saved."),
        )
    }
}

extension InputField where Value == CallHours? {
    /// Hours such as `09:00-12:00,14:00-18:00`; they may be missing.
    static func callHours(_ name: String, _ label: L, help: L? = nil) -> InputField {
        InputField(name, label, help: help, shown: { $0?.description ?? "" }) {
            form,
            name throws(InvalidInput) in
            guard let text = try form.optionalText(name) else { return nil }
            do throws(CallHours.Problem) {
                return try CallHours(text)
            } catch {
                throw InvalidInput(name, error.message)
            }
        }
    }
}

/// A province's hours as a reader sees them.
package struct RegionHoursRow: Encodable, Sendable {
    let region: String
    let name: L
    /// The hours, such as `09:00-12:00,14:00-18:00`.
    package let hours: String

    init(_ province: Province, _ hours: CallHours) {
        region = province.rawValue
        name = province.name
        self.hours = hours.description
    }

    static let layout = ListLayout<Self>(
        "regions",
        L("各省外呼时段", en: "Calling hours by province"),
        lead: L(
            "未列出的省份按任务时段外呼；任何地区不超出 \(CallHours.outerLimit.description)。",
            en: "Elsewhere the tasks' own hours hold; nowhere beyond "
                + "\(CallHours.outerLimit.description).",
        ),
        columns: [
            ListColumn(L("省份", en: "Province")) { $0.name.html },
            ListColumn(L("允许时段", en: "Hours")) { $0.hours.html },
        ],
        empty: L("没有按省设置的时段。", en: "No province has hours of its own."),
    )
}
