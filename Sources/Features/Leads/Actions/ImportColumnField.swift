internal import HTML
internal import Kernel
internal import Web

/// A column that an import understands: said once for the form, the parser and the sample.
struct ImportColumnField: Sendable {
    private let place: any WritableKeyPath<ImportColumns, Int?> & Sendable
    private let name: String
    private let label: L

    private static let phone = Self(place: \.phone, name: "phone", label: L("电话", en: "Number"))
    private static let person = Self(place: \.name, name: "name", label: L("姓名", en: "Name"))
    private static let ofLeads = [
        Self(place: \.region, name: "region", label: L("省份", en: "Province")),
        Self(place: \.number, name: "number", label: L("客户编号", en: "Customer number")),
        Self(place: \.institution, name: "institution", label: L("机构", en: "Branch")),
        Self(place: \.priority, name: "priority", label: L("优先级", en: "Priority")),
    ]
    private static let ofSuppression = [
        Self(place: \.reason, name: "reason", label: L("禁呼原因", en: "Reason")),
        Self(place: \.evidence, name: "evidence", label: L("依据", en: "Evidence")),
    ]
    private static let all = [phone, person] + ofLeads + ofSuppression

    /// The fields of a file's form, each with the column that is understood.
    static func filled(
        _ columns: ImportColumns,
        _ kind: ImportKind,
        among choices: [Choice],
    ) -> [FilledField] {
        let (required, others) =
            switch kind {
            case .leads: ([phone, person], ofLeads)
            case .suppression: ([phone], [person] + ofSuppression)
            }
        func filled(_ column: Self, _ isRequired: Bool) -> FilledField {
            column.field(isRequired).filled(columns[keyPath: column.place], among: choices)
        }
        return required.map { filled($0, true) } + others.map { filled($0, false) }
    }

    /// Which column is which; whether those are there that a file needs is asked afterwards.
    static func read(_ form: Form) throws(InvalidInput) -> ImportColumns {
        var reader = FieldReader(form)
        var columns = ImportColumns()
        for one in all { columns[keyPath: one.place] = reader.read(one.field(false)) }
        try reader.finish()
        return columns
    }

    /// What a column was understood to be; nil for an attribute.
    static func role(of column: Int, in columns: ImportColumns) -> L? {
        all.first { columns[keyPath: $0.place] == column }?.label
    }

    private func field(_ isRequired: Bool) -> InputField<Int?> {
        InputField(
            name,
            label,
            isRequired: isRequired,
            shown: { $0.map { String($0) } ?? "" },
            control: { field, text, choices in
                let none = isRequired ? L("请选择", en: "Choose") : L("没有", en: "None")
                return field.select(choices, chosen: text, none: none)
            },
        ) { form, name throws(InvalidInput) in try form.optionalInt(name, in: 0...199) }
    }
}
