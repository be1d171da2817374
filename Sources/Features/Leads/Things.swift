internal import Kernel
package import Web

extension ThingKind {
    /// A lead of a task.
    package static let lead = ThingKind(
        "lead",
        acts: "leads",
        L("名单", en: "Lead"),
        page: "/leads/{id}",
    )
    /// A file that was brought.
    package static let leadImport = ThingKind(
        "import",
        acts: "imports",
        L("导入", en: "Import"),
        page: "/imports/{id}",
    )
    /// An entry of the suppression list.
    package static let suppression = ThingKind(
        "suppression",
        acts: "suppressions",
        L("禁呼记录", en: "Suppression entry"),
    )
    /// A row of a suppression list that blocks nobody.
    package static let unsettledRow = ThingKind(
        "unsettled_row",
        acts: "unsettled",
        L("未生效行", en: "Unsettled row"),
    )
}
