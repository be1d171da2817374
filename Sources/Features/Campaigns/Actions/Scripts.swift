package import Access
internal import Accounts
internal import HTML
internal import Kernel
package import Web

/// The scripts that the viewer may see.
package struct ListScripts: Endpoint {
    package static let route = Route(.get, "/scripts")
    package static let permission = Permission.listScripts

    package func answer(_ input: NoInput, _ context: Context) throws -> ListPage<ScriptRow> {
        let scripts = try ScriptStore(context.transaction).list(visibleTo: context.viewer)
        let new = Offer.link(
            NewScriptPage.self,
            L("新建话术", en: "New script"),
            icon: .plus,
            .primary,
            key: "n",
        )
        return ListPage(
            ScriptRow.layout,
            PageOf(all: scripts.map(ScriptRow.init)),
            at: Self.route.pattern,
            for: context.viewer,
            offers: [new],
        )
    }
}

/// One script with the versions that the viewer may see.
package struct ShowScript: Endpoint {
    package static let route = Route(.get, "/scripts/{id}")
    package static let permission = Permission.listScripts

    package func answer(
        _ input: IDInput<Script>,
        _ context: Context,
    ) throws -> WithHistory<ListPage<ScriptVersionRow>> {
        let versions = try ScriptStore(context.transaction)
            .versions(of: input.id, visibleTo: context.viewer)
        let accounts = versions.flatMap { [$0.createdBy, $0.approvedBy].compactMap(\.?.rawValue) }
        let names = try AccountStore(context.transaction).names(Set(accounts))
        let name = versions.first?.name ?? ""
        let new = Offer.link(
            NewScriptVersionPage.self,
            of: input.id.rawValue,
            L("新版本", en: "New version"),
            icon: .plus,
            .primary,
            key: "n",
        )
        return ListPage(
            ScriptVersionRow.layout,
            PageOf(all: versions.map { ScriptVersionRow($0, names) }),
            at: Self.route.path(["id": "\(input.id)"]),
            for: context.viewer,
            title: L(same: name),
            back: (ScriptRow.layout.title, ListScripts.route.pattern),
            offers: [new],
            facts: ["id": input.id.rawValue, "name": name],
        ).with(
            try context.history(of: .scriptVersion, numbers: versions.map(\.id.rawValue))
        )
    }
}

/// One version of a script, with what the checks find.
package struct ShowScriptVersion: Endpoint {
    package static let route = Route(.get, "/script-versions/{id}")
    package static let permission = Permission.listScripts

    package func answer(
        _ input: IDInput<ScriptVersion>,
        _ context: Context,
    ) throws -> WithHistory<ScriptVersionView> {
        let version = try ScriptStore(context.transaction)
            .version(input.id, visibleTo: context.viewer)
        let accounts = [version.createdBy, version.approvedBy].compactMap(\.?.rawValue)
        return ScriptVersionView(
            version,
            accounts: try AccountStore(context.transaction).names(Set(accounts)),
            try context.version(of: .scriptVersion, version.id.rawValue),
            for: context.viewer,
        ).with(try context.history(of: .scriptVersion, version.id))
    }
}
