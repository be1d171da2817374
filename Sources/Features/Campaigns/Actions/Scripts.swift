package import Access
internal import Accounts
internal import HTML
package import Kernel
package import Web

/// The scripts that the viewer may see.
package struct ListScripts: Endpoint {
    package static let route = Route(.get, "/scripts")
    package static let permission = Permission.listScripts

    package func answer(_ input: NoInput, _ context: Context) throws -> ScriptList {
        ScriptList(
            try ScriptStore(context.transaction).list(visibleTo: context.viewer),
            mayWrite: Permission.writeScripts.allows(context.viewer),
        )
    }
}

/// One script with the versions that the viewer may see.
package struct ShowScript: Endpoint {
    package static let route = Route(.get, "/scripts/{id}")
    package static let permission = Permission.listScripts

    package struct Input: FormInput {
        let id: ID<Script>

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ScriptVersionList {
        let versions = try ScriptStore(context.transaction)
            .versions(of: input.id, visibleTo: context.viewer)
        let accounts = versions.flatMap { [$0.createdBy, $0.approvedBy].compactMap(\.?.rawValue) }
        return ScriptVersionList(
            input.id,
            versions,
            accounts: try AccountStore(context.transaction).names(Set(accounts)),
            mayWrite: Permission.writeScripts.allows(context.viewer),
        )
    }
}

/// One version of a script, with what the checks find.
package struct ShowScriptVersion: Endpoint {
    package static let route = Route(.get, "/script-versions/{id}")
    package static let permission = Permission.listScripts

    package func answer(
        _ input: ScriptVersionInput,
        _ context: Context,
    ) throws -> ScriptVersionView {
        let version = try ScriptStore(context.transaction)
            .version(input.id, visibleTo: context.viewer)
        let accounts = [version.createdBy, version.approvedBy].compactMap(\.?.rawValue)
        let mayApprove = Permission.approveScripts.allows(context.viewer)
        return ScriptVersionView(
            version,
            accounts: try AccountStore(context.transaction).names(Set(accounts)),
            mayApprove: mayApprove && version.state == .draft
                && version.createdBy != context.viewer.account,
            mayRetire: mayApprove && version.state != .retired,
            mayWrite: Permission.writeScripts.allows(context.viewer),
            version: try context.version(of: .scriptVersion, version.id.rawValue),
        )
    }
}

/// The input of what needs nothing but a script version's identity.
package struct ScriptVersionInput: FormInput {
    let id: ID<ScriptVersion>

    package init(_ form: Form) throws(InvalidInput) {
        id = try form.id("id")
    }
}
