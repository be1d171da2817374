package import Access
package import Kernel

/// What the system keeps of an account.
package struct AccountDetails: Sendable, Hashable {
    /// Whether an account may sign in.
    package enum State: String, Sendable, Hashable {
        case active
        case disabled
    }

    /// The identity.
    package let id: ID<Account>
    /// The organisation to which the account belongs.
    package let organisation: ID<Organisation>
    /// What is typed on signing in; unique.
    package let signInName: String
    /// The roles.
    package var roles: Roles
    /// The name to show: a staff name, not customer data.
    package let name: String
    /// The staff number, told to customers; empty for none.
    package let staffNumber: String
    /// Whether the account may sign in.
    package var state: State
    /// Whether the password was set by somebody else and must be changed.
    package var mustChangePassword: Bool

    /// What others know of its holder, and what a password must not be made of.
    var personal: [String] { [signInName, name, staffNumber] }

    /// The account as the one who asks.
    package var viewer: Viewer {
        Viewer(
            account: id,
            organisation: organisation,
            roles: roles,
            name: name,
            staffNumber: staffNumber,
        )
    }
}

/// How long a session lives, after GB/T 22239 8.1.4.1.
package enum SignInRule {
    /// How long a session lives without use.
    package static let idle = Duration.minutes(60)
    /// How long a session lives at most.
    package static let longest = Duration.hours(14)
}

/// Why signing in, or a change of an account, is refused.
package enum AccountRefusal: UserFacing, Hashable {
    /// The name or the password is wrong; which of them is not told.
    case wrongNameOrPassword
    /// Too many wrong passwords for this name from this address.
    case locked(until: Moment)
    /// Too many tries at this name from addresses where its holder never signed in.
    case slowed(until: Moment)
    /// The account was closed.
    case disabled
    /// The sign-in name is taken.
    case nameTaken
    /// The sign-in name looks like one that is taken.
    case nameLooksTaken
    /// The old password is wrong.
    case wrongOldPassword
    /// Nobody disables, resets or promotes themselves.
    case ownAccount
    /// The vendor's roles in the bank's organisation, or the other way round.
    case wrongSide
    /// The organisation's name is taken.
    case organisationNameTaken
    /// The system has accounts already.
    case alreadySetUp
    /// The set-up code is not the one that was printed at the start.
    case wrongSetUpCode

    package var code: String {
        switch self {
        case .wrongNameOrPassword: "account.wrong_name_or_password"
        case .locked: "account.locked"
        case .slowed: "account.slowed"
        case .disabled: "account.disabled"
        case .nameTaken: "account.name_taken"
        case .nameLooksTaken: "account.name_looks_taken"
        case .wrongOldPassword: "account.wrong_old_password"
        case .ownAccount: "account.own"
        case .wrongSide: "account.wrong_side"
        case .organisationNameTaken: "organisation.name_taken"
        case .alreadySetUp: "setup.done"
        case .wrongSetUpCode: "setup.wrong_code"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .wrongNameOrPassword, .disabled: .unauthenticated
        case .locked, .slowed: .tooMany
        case .nameTaken, .nameLooksTaken, .organisationNameTaken, .wrongOldPassword, .ownAccount,
            .wrongSide,
            .alreadySetUp:
            .refused
        case .wrongSetUpCode: .forbidden
        }
    }

    package var retryAt: Moment? {
        switch self {
        case .locked(let until), .slowed(let until): until
        case .wrongNameOrPassword, .disabled, .nameTaken, .nameLooksTaken, .wrongOldPassword,
            .ownAccount, .wrongSide, .organisationNameTaken, .alreadySetUp, .wrongSetUpCode:
            nil
        }
    }

    package var message: L {
        switch self {
        case .wrongNameOrPassword:
            L("登录名或密码不正确。", en: "The sign-in name or the password is wrong.")
        case .locked(let until):
            L(
                "密码连续输错，此地址在\(until.clock)前不能登录该账号。届时再试，或请安全管理员重置密码。",
                en: "Too many wrong passwords: no sign-in to this account from this address until "
                    + "\(until.clock). Try then, or have the security officer reset it.",
            )
        case .slowed(let until):
            L(
                "该账号正被多处尝试登录，请于\(until.clock)后再试，或在平时使用的电脑上登录。",
                en: "Sign-in to this account is tried from many places. Try after \(until.clock), "
                    + "or from the machine that you always use.",
            )
        case .disabled:
            L("账号已停用，请联系安全管理员。", en: "The account is closed; ask the security officer.")
        case .nameTaken:
            L("登录名已被使用，请换一个。", en: "The sign-in name is taken; choose another.")
        case .nameLooksTaken:
            L(
                "登录名与已有的登录名过于相似（如0与o、1与l），容易混淆，请换一个。",
                en: "The sign-in name looks like one that is taken (such as 0 for o, 1 for l); "
                    + "choose another.",
            )
        case .wrongOldPassword:
            L("原密码不正确。", en: "The old password is wrong.")
        case .ownAccount:
            L(
                "不能对自己的账号执行此操作，请由另一位安全管理员办理。",
                en: "Not on your own account; ask another security officer."
            )
        case .wrongSide:
            L("所选角色不属于该机构一侧。", en: "The roles do not belong to that organisation's side.")
        case .organisationNameTaken:
            L("机构名称已存在。", en: "An organisation of that name exists.")
        case .alreadySetUp:
            L("系统已初始化，请登录。", en: "The system is set up already; sign in.")
        case .wrongSetUpCode:
            L(
                "初始化码不正确，请使用启动时打印的地址。",
                en: "The set-up code is wrong; use the address printed at the start."
            )
        }
    }
}
