internal import Access
import Kernel
import Web

/// What is entered of an account and of its password, wherever it is entered.
enum AccountFields {
    static let organisation = InputField<ID<Organisation>>.id(
        "organisation",
        L("机构", en: "Organisation"),
    )
    static let signInName = InputField.text(
        "sign_in_name",
        L("登录名", en: "Sign-in name"),
        maximum: SignInName.longest,
        help: L(
            "英文字母、数字和 . - _，或汉字和数字；不得与已有登录名相似。",
            en: "Letters, digits and . - _, or Chinese characters and digits; not like one "
                + "that exists.",
        ),
    )
    static let name = InputField.text("name", L("姓名", en: "Name"), maximum: 40)
    static let staffNumber = InputField.optionalText(
        "staff_number",
        L("工号", en: "Staff number"),
        maximum: 20,
    )
    static let roles = InputField<Set<Role>>.choices(
        "roles",
        L("角色", en: "Roles"),
        among: Role.people,
        missing: L("请至少选择一个角色。", en: "Choose at least one role."),
        named: \.name,
    )
    /// The password that its holder changes on the first sign-in.
    static let firstPassword = InputField.newPassword(
        "password",
        L("初始密码", en: "First password"),
        help: L(
            "至少10个字符，同时含字母和数字；对方首次登录须修改。",
            en: "10 characters or more, letters and digits; to be changed on first sign-in.",
        ),
    )
    /// The password of whoever types it.
    static let ownPassword = InputField.newPassword(
        "password",
        L("新密码", en: "New password"),
        help: L(
            "至少10个字符，同时含字母和数字；不用旧密码或常用密码。",
            en: "10 characters or more, letters and digits; neither the old one nor a common one.",
        ),
    )
}
