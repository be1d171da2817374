package import Access
package import HTML
package import Kernel
package import Web

/// The form for a new account.
package struct NewAccountPage: Endpoint {
    package static let route = Route(.get, "/accounts/new")
    package static let permission = Permission.manageAccounts

    package func answer(_ input: NoInput, _ context: Context) throws -> NewAccountForm {
        let organisations = try OrganisationStore(context.transaction)
            .list(visibleTo: context.viewer)
        return NewAccountForm(organisations)
    }
}

/// The organisations and roles among which a new account chooses.
package struct NewAccountForm: Resource {
    /// A choice of the form.
    package struct Option: Encodable, Sendable {
        /// What is sent.
        package let value: String
        /// What is shown.
        package let name: L
    }

    /// The organisations.
    package let organisations: [Option]
    /// The roles.
    package let roles: [Option]

    init(_ organisations: [OrganisationDetails]) {
        self.organisations = organisations.map {
            Option(value: String($0.id.rawValue), name: L(same: $0.name))
        }
        roles = Role.people.map { Option(value: $0.rawValue, name: $0.name) }
    }

    package var title: L { L("新建账号", en: "New account") }

    package var page: HTML {
        pageHeader(title)
        form(action: "/accounts") {
            selectField(
                "organisation",
                L("机构", en: "Organisation"),
                choices: organisations.map { ($0.value, $0.name) },
            )
            field(
                "sign_in_name",
                L("登录名", en: "Sign-in name"),
                help: L(
                    "英文字母、数字和 . - _，或汉字和数字；不得与已有登录名相似。",
                    en: "Letters, digits and . - _, or Chinese characters and digits; not like one "
                        + "that exists.",
                ),
                required: true,
            )
            field("name", L("姓名", en: "Name"), required: true)
            field("staff_number", L("工号", en: "Staff number"))
            checkboxes(
                "roles",
                L("角色", en: "Roles"),
                choices: roles.map { ($0.value, $0.name) },
            )
            field(
                "password",
                L("初始密码", en: "First password"),
                type: "password",
                help: L(
                    "至少10个字符，同时含字母和数字；对方首次登录须修改。",
                    en: "10 characters or more, letters and digits; to be changed on first sign-in.",
                ),
                required: true,
            )
            submitBar(L("创建", en: "Create"))
        }
    }
}
