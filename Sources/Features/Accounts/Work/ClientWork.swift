internal import Access
internal import Calendar
internal import Kernel
internal import Web

/// Programs whose access ends soon, for whoever gives it.
struct ClientWork: HomeSource {
    let permission = Permission.manageClients
    let path = "/clients"

    func waiting(_ context: Context) throws -> [WorkItem] {
        let today = context.now.day
        return WorkItem.gathered(
            try clients(context).compactMap { client in
                let urgency: Urgency
                switch client.standing(on: today) {
                case .far: return nil
                case .near(days: 0, mark: _): urgency = .today
                case .near: urgency = .soon
                case .over: urgency = .overdue
                }
                return WorkItem(
                    L("接口账号即将到期", en: "A client's access ends soon"),
                    concerns: L(same: client.name),
                    href: "/clients/\(client.id)",
                    urgency: urgency,
                    clock: .until(client.expiresOn.next.start),
                )
            },
            all: path,
        )
    }

    func figures(_ context: Context) throws -> [HomeFigure] {
        let count = try clients(context).count
        return [HomeFigure(L("有效接口账号", en: "Clients with access"), "\(count)", href: path)]
    }

    private func clients(_ context: Context) throws -> [IntegrationClient] {
        try ClientStore(context.transaction, vault: context.environment.vault)
            .list(visibleTo: context.viewer).filter { $0.revokedAt == nil }
    }
}

/// The figures of whoever gives people access.
struct AccountFigures: HomeSource {
    let permission = Permission.manageAccounts
    let path = "/accounts"

    func figures(_ context: Context) throws -> [HomeFigure] {
        let counts = try AccountStore(context.transaction).counts(at: context.wallNow)
        return [
            HomeFigure(L("启用账号", en: "Active accounts"), "\(counts.active)", href: path),
            HomeFigure(L("在线人数", en: "Signed in"), "\(counts.signedIn)"),
        ]
    }
}

/// People by their number, name, sign-in name or staff number.
struct AccountSearch: SearchSource {
    let permission = Permission.listAccounts

    func find(_ text: SearchText, _ context: Context) throws -> [Found] {
        let kind = L("账号", en: "Account")
        let store = AccountStore(context.transaction)
        var accounts: [AccountDetails] = []
        if let number = text.number(of: kind) {
            accounts +=
                try ifVisible { try store.find(ID(number), visibleTo: context.viewer) }
                .map { [$0] } ?? []
        }
        accounts += try store.search(text.pattern, visibleTo: context.viewer, limit: Found.most)
            .filter { account in !accounts.contains { $0.id == account.id } }
        return accounts.map { account in
            let names = [account.name, account.signInName, account.staffNumber]
            return Found(
                kind,
                L(same: names.filter { !$0.isEmpty }.joined(separator: " · ")),
                href: "/accounts/\(account.id)",
            )
        }
    }
}
