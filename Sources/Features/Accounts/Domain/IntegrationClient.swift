package import Access
package import Calendar
package import Kernel

/// A program of the bank that has access: 接口账号. Its identity is that of its account, under
/// which its acts stand in the audit log. C2.1.
package struct IntegrationClient: Sendable, Hashable {
    /// The account.
    package let id: ID<Account>
    /// The organisation to which it belongs: the bank.
    package let organisation: ID<Organisation>
    /// Its name, such as the core system's.
    package let name: String
    /// What it is for.
    package let purpose: String
    /// What it may do.
    package let scopes: Set<Scope>
    /// Where it may call from; anywhere when empty.
    package let addresses: [SourceAddress]
    /// The last day on which its tokens are valid.
    package let expiresOn: BusinessDay
    /// Who made it.
    package let createdBy: ID<Account>
    /// When.
    package let createdAt: Moment
    /// Who revoked it; nil while it has access.
    package let revokedBy: ID<Account>?
    /// When.
    package let revokedAt: Moment?
    /// When it was last used, to the minute; nil for never.
    package let lastUsedAt: Moment?
    /// From where.
    package let lastUsedFrom: String

    /// The client as the one who asks.
    package var viewer: Viewer {
        get throws {
            Viewer(
                account: id,
                organisation: organisation,
                roles: try Roles([.program]),
                name: name,
                staffNumber: "",
                scopes: scopes,
            )
        }
    }

    /// How the end of its access stands on a day.
    package func standing(on today: BusinessDay) -> DeadlineStanding {
        Deadline(due: expiresOn).standing(on: today, warnAt: [ClientRule.warningDays])
    }

    /// Whether it has access from `peer` at this moment. Throws why not.
    package func check(from peer: String, at now: Moment) throws(ClientRefusal) {
        if revokedAt != nil { throw .revoked }
        if now.day > expiresOn { throw .expired(expiresOn) }
        if !addresses.isEmpty, !addresses.contains(where: { $0.covers(peer) }) {
            throw .wrongAddress
        }
    }
}

/// The owner type of a token's identity.
package enum AccessToken {}

/// One of a client's tokens; the token itself is kept nowhere, only a keyed hash of it.
package struct AccessTokenDetails: Sendable, Hashable {
    /// The identity.
    package let id: ID<AccessToken>
    /// Its last characters, to tell one from another.
    package let ending: String
    /// When it was made.
    package let createdAt: Moment
    /// When it stops to be valid, after a change of tokens; nil while it is the newest.
    package let endsAt: Moment?

    /// Whether it is valid at this moment, as far as its client is.
    package func isValid(at now: Moment) -> Bool { endsAt.map { $0 > now } ?? true }
}

/// The rules for programs' access.
package enum ClientRule {
    /// How a token begins, so that one that leaked is recognised.
    package static let prefix = "huihu_"
    /// How many days ahead an expiry may lie.
    package static let longestDays = 366
    /// How many days before the end of access the page warns.
    package static let warningDays = 30
    /// Valid tokens at once: the new one, and the old one until every program has changed.
    package static let validTokens = 2
    /// How many hours the old token stays valid beside the new one.
    package static let overlapHours = 0...336

    /// Checks the day on which a client's access ends.
    static func check(expiry day: BusinessDay, today: BusinessDay) throws(InvalidInput) {
        guard day >= today, day <= today.adding(days: longestDays) else {
            throw InvalidInput(
                "expires_on",
                L(
                    "有效期应在今天至\(longestDays)天以内。",
                    en: "Access ends between today and \(longestDays) days from now.",
                ),
            )
        }
    }
}

/// Why a program is refused, or a change of its access.
package enum ClientRefusal: UserFacing, Hashable {
    /// Its access was revoked.
    case revoked
    /// Its access has run out.
    case expired(BusinessDay)
    /// It calls from an address that was not allowed.
    case wrongAddress
    /// A change of a client whose access was revoked.
    case alreadyRevoked
    /// The name is taken.
    case nameTaken
    /// Two tokens are valid already.
    case twoTokens

    package var code: String {
        switch self {
        case .revoked: "client.revoked"
        case .expired: "client.expired"
        case .wrongAddress: "client.wrong_address"
        case .alreadyRevoked: "client.already_revoked"
        case .nameTaken: "client.name_taken"
        case .twoTokens: "client.two_tokens"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .revoked, .expired: .unauthenticated
        case .wrongAddress: .forbidden
        case .alreadyRevoked, .nameTaken, .twoTokens: .refused
        }
    }

    package var message: L {
        switch self {
        case .revoked:
            L(
                "接口账号已被撤销，请联系系统管理员。",
                en: "The client's access was revoked; ask the system administrator."
            )
        case .expired(let day):
            L(
                "接口账号已于\(day)到期，请联系系统管理员。",
                en: "The client's access ended on \(day); ask the system administrator.",
            )
        case .wrongAddress:
            L(
                "请求来自未被允许的地址，请由系统管理员登记该地址。",
                en: "The request comes from an address that is not allowed; have it registered.",
            )
        case .alreadyRevoked:
            L(
                "接口账号已被撤销，不能再变更；如需接入请新建。",
                en: "The client's access was revoked for good; make a new client.",
            )
        case .nameTaken:
            L("接口账号名称已存在，请换一个。", en: "A client of that name exists; choose another.")
        case .twoTokens:
            L(
                "已有两个有效令牌，请先停用旧令牌再更换。",
                en: "Two tokens are valid already; end the old one first.",
            )
        }
    }
}
