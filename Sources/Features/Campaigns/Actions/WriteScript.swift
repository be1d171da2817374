package import Access
internal import Accounts
internal import HTML
package import Kernel
package import Web

/// The form for a new script, with a pattern to start from.
package struct NewScriptPage: Endpoint {
    package static let route = Route(.get, "/scripts/new")
    package static let permission = Permission.writeScripts

    package func answer(_ input: NoInput, _ context: Context) throws -> FormPage {
        FormPage(
            L("新建话术", en: "New script"),
            back: ScriptFields.back,
            PostForm(
                CreateScript.self,
                fields: [
                    ScriptFields.name.filled(),
                    ScriptFields.body.filled(text: ScriptFields.pattern),
                ],
                submit: L("保存草稿", en: "Save draft"),
                cancel: ScriptFields.back.href,
                success: L("话术草稿已保存。", en: "The draft is saved."),
            ),
        )
    }
}

/// The form for another version of a script, with the newest one to start from.
package struct NewScriptVersionPage: Endpoint {
    package static let route = Route(.get, "/scripts/{id}/versions/new")
    package static let permission = Permission.writeScripts

    package func answer(_ input: IDInput<Script>, _ context: Context) throws -> FormPage {
        let versions = try ScriptStore(context.transaction)
            .versions(of: input.id, visibleTo: context.viewer)
        let back = "/scripts/\(input.id)"
        return FormPage(
            L("“\(versions[0].name)”新版本", en: "New version of “\(versions[0].name)”"),
            id: input.id.rawValue,
            back: (ScriptFields.back.title, back),
            PostForm(
                CreateScriptVersion.self,
                of: input.id.rawValue,
                version: try context.version(of: .script, input.id.rawValue),
                fields: [ScriptFields.body.filled(versions[0].body)],
                submit: L("保存草稿", en: "Save draft"),
                cancel: back,
                success: L("话术草稿已保存。", en: "The draft is saved."),
            ),
        )
    }
}

/// Keeps a new script, its first version a draft. C4.12.
package struct CreateScript: Endpoint {
    package static let route = Route(.post, "/scripts")
    package static let permission = Permission.writeScripts
    package static let act: LoggedAct? = LoggedAct(
        "script.write",
        L("新建话术", en: "Wrote a script"),
        onSaid: .scriptVersion,
    )

    package struct Input: FormInput {
        let name: String
        let body: ScriptBody

        package init(_ form: Form) throws(InvalidInput) {
            (name, body) = try form.read(ScriptFields.name, ScriptFields.body)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let id = try ScriptStore(context.transaction)
            .add(name: input.name, input.body, by: context.viewer, at: context.now)
        context.concerns(.scriptVersion, id, "\(input.name) v1")
        try context.askForApproval()
        return Done("/script-versions/\(id)", id: id.rawValue)
    }
}

/// Keeps another version of a script, a draft. C4.12.
package struct CreateScriptVersion: Endpoint {
    package static let route = Route(.post, "/scripts/{id}/versions")
    package static let permission = Permission.writeScripts
    package static let act: LoggedAct? = LoggedAct(
        "script.write_version",
        L("编写话术新版本", en: "Wrote a new version of a script"),
        onSaid: .scriptVersion,
    )
    package static let edits: Edit? = .asSeen(.script)

    package struct Input: FormInput {
        let id: ID<Script>
        let body: ScriptBody

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            body = try ScriptFields.body.read(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let id = try ScriptStore(context.transaction)
            .addVersion(of: input.id, input.body, by: context.viewer, at: context.now)
        context.concerns(
            try ScriptStore(context.transaction).version(id, visibleTo: context.viewer)
        )
        try context.askForApproval()
        return Done("/script-versions/\(id)", id: id.rawValue)
    }
}

/// Approves a script version that someone else wrote. C4.12.
package struct ApproveScriptVersion: Endpoint {
    package static let route = Route(.post, "/script-versions/{id}/approval")
    package static let permission = Permission.approveScripts
    package static let act: LoggedAct? = LoggedAct(
        "script.approve",
        L("批准话术版本", en: "Approved a script version"),
        on: .scriptVersion,
    )
    package static let edits: Edit? = .asSeen(.scriptVersion)

    package func answer(_ input: IDInput<ScriptVersion>, _ context: Context) throws -> Done {
        let store = ScriptStore(context.transaction)
        let version = try store.version(input.id, visibleTo: context.viewer)
        context.concerns(version)
        try store.approve(version, by: context.viewer.account, at: context.now)
        try context.notify(.scriptApproved, [version.createdBy])
        return Done("/script-versions/\(input.id)", id: input.id.rawValue)
    }
}

/// Retires a script version that no open task uses. C4.12.
package struct RetireScriptVersion: Endpoint {
    package static let route = Route(.post, "/script-versions/{id}/retirement")
    package static let permission = Permission.approveScripts
    package static let act: LoggedAct? = LoggedAct(
        "script.retire",
        L("停用话术版本", en: "Retired a script version"),
        on: .scriptVersion,
    )
    package static let edits: Edit? = .asSeen(.scriptVersion)

    package func answer(_ input: IDInput<ScriptVersion>, _ context: Context) throws -> Done {
        let store = ScriptStore(context.transaction)
        let version = try store.version(input.id, visibleTo: context.viewer)
        context.concerns(version)
        try store.retire(version)
        try context.notify(.scriptRetired, [version.createdBy])
        return Done("/script-versions/\(input.id)", id: input.id.rawValue)
    }
}

extension Context {
    /// Tells those who may approve the version that was written.
    fileprivate func askForApproval() throws {
        try notify(
            .scriptToApprove,
            try AccountStore(transaction).holders(of: .approveScripts),
        )
    }

    /// The act is about this version.
    fileprivate func concerns(_ version: ScriptVersionRecord) {
        concerns(.scriptVersion, version.id, "\(version.name) v\(version.number)")
    }
}

/// What is entered of a script.
private enum ScriptFields {
    static let back = (title: L("话术", en: "Scripts"), href: "/scripts")
    static let name = InputField.text("name", L("话术名称", en: "Script name"), maximum: 60)
    static let body = InputField<ScriptBody>(
        "body",
        L("话术内容", en: "Wording"),
        help: L(
            "【】中写步骤类型：开场、许可、介绍、步骤、结束，异议另起；"
                + "以“→ 客户的回答：下一步骤”写分支。",
            en: "A heading in full-width brackets begins a step: opening, permission, pitch, "
                + "step, closing or objection. A line with an arrow is a branch: the "
                + "customer's answer, a colon, the next step.",
        ),
        isRequired: true,
        isWide: true,
        shown: { ScriptText.print($0) },
        control: { field, text, _ in field.area(text, rows: 28, maximum: longest) },
    ) { form, name throws(InvalidInput) in
        try ScriptText.parse(try form.text(name, maximum: longest))
    }
    /// The most characters of a script.
    private static let longest = 20_000

    /// A script that keeps every rule, to start from.
    static let pattern = """
        【开场】自我介绍
        您好，我是{机构}委托的外呼专员，工号{工号}。为保证服务质量，本次通话将会录音。
        → 是本人：征得同意
        → 不是本人：礼貌结束

        【许可】征得同意
        占用您一分钟，介绍一下我行面向小微企业和个体工商户的贷款，可以吗？
        → 可以：产品介绍
        → 现在不方便：礼貌结束
        → 拒绝：礼貌结束

        【介绍】产品介绍
        年化综合融资成本为{年化综合融资成本}，具体额度和利率以审批为准。
        您可以在手机银行申请，也可以到附近网点办理。
        → 有意向：礼貌结束
        → 没有意向：礼貌结束

        【结束】礼貌结束
        感谢您的接听，祝您生活愉快，再见。

        【异议】利率太高
        我们报给您的是年化综合融资成本，已包含全部费用，没有其他收费。

        """
}
