internal import Kernel
package import Web

extension ThingKind {
    /// Someone who signs in.
    package static let account = ThingKind(
        "account",
        acts: "accounts",
        L("账号", en: "Account"),
        page: "/accounts/{id}",
    )
    /// A program's access.
    package static let client = ThingKind(
        "client",
        acts: "clients",
        L("接口账号", en: "Integration client"),
        page: "/clients/{id}",
    )
    /// The bank or a vendor.
    package static let organisation = ThingKind(
        "organisation",
        acts: "organisations",
        L("机构", en: "Organisation"),
    )
}
