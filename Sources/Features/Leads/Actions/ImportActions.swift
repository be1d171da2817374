package import Access
internal import Campaigns
internal import HTML
package import Kernel
internal import Tables
package import Threads
package import Web

/// Brings a file of leads, or rows as JSON, into a task. C2.1.
package struct ImportLeads: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/imports")
    package static let permission = Permission.importLeads
    package static let act: LoggedAct? = LoggedAct(
        "import.bring",
        L("上传名单文件", en: "Brought a file of leads"),
        onSaid: .leadImport,
    )
    package static let lane = Lane.bulk
    package static let access = DatabaseAccess.own
    package static let bodyLimit = 512 << 20

    static func form(into campaign: Int64) -> PostForm {
        ImportUpload.form(
            Self.self,
            of: campaign,
            L(
                "CSV、TXT 或 XLSX，须有电话列和姓名列。先试读全文并脱敏显示，核对后再开始导入。",
                en: "CSV, TXT or XLSX with a number and a name. It is read through first and "
                    + "shown masked; rows go in once you start it.",
            ),
        )
    }

    package struct Input: FormInput {
        let id: ID<Campaign>
        let upload: ImportUpload

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            upload = try ImportUpload(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try input.upload.take(.leads, into: input.id, context)
    }
}

/// Brings the bank's list of those who must not be called. C4.12.
package struct ImportSuppression: Endpoint {
    package static let route = Route(.post, "/suppression/imports")
    package static let permission = Permission.importSuppression
    package static let act: LoggedAct? = LoggedAct(
        "import.bring_suppression",
        L("上传禁呼名单", en: "Brought a suppression list"),
        onSaid: .leadImport,
    )
    package static let lane = Lane.bulk
    package static let access = DatabaseAccess.own
    package static let bodyLimit = 512 << 20

    static let form = ImportUpload.form(
        Self.self,
        L(
            "CSV、TXT 或 XLSX，须有电话列，可有原因、依据列。看懂后立即生效，不能撤回；无法识别的行须逐行处理（C4.12）。",
            en: "CSV, TXT or XLSX with a number column, and reason and evidence if there are any. "
                + "Once understood it holds at once and for good; each row that cannot be read "
                + "has to be settled (C4.12).",
        ),
    )

    package struct Input: FormInput {
        let upload: ImportUpload

        package init(_ form: Form) throws(InvalidInput) { upload = try ImportUpload(form) }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try input.upload.take(.suppression, into: nil, context)
    }
}

/// Says where a file's header stands and which column is which, where the file does not tell or was
/// not understood rightly. C2.1.
package struct MapImport: Endpoint {
    package static let route = Route(.post, "/imports/{id}/mapping")
    package static let permission = Permission.importLeads
    package static let act: LoggedAct? = LoggedAct(
        "import.map",
        L("指定导入列", en: "Said which column is which"),
        on: .leadImport,
    )
    package static let lane = Lane.bulk
    package static let access = DatabaseAccess.own
    package static let edits: Edit? = .asSeen(.leadImport)

    package struct Input: FormInput {
        let id: ID<LeadImport>
        let header: TableHeader
        let columns: ImportColumns

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            header = try ShowImport.header.read(form) ?? .first
            columns = try ImportColumnField.read(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try ImportIntake(context.environment)
            .name(
                input.columns,
                header: input.header,
                of: input.id,
                by: context.viewer,
                at: context.now,
            ) { body in try context.write { try body($0.transaction) } }
        return Done("/imports/\(input.id)", id: input.id.rawValue)
    }
}

/// Says which sheets of a workbook are imported; each becomes an import of its own. C2.1.
package struct ChooseSheets: Endpoint {
    package static let route = Route(.post, "/imports/{id}/sheets")
    package static let permission = Permission.importLeads
    package static let act: LoggedAct? = LoggedAct(
        "import.choose_sheets",
        L("选择工作表", en: "Chose sheets of a workbook"),
        on: .leadImport,
    )
    package static let access = DatabaseAccess.own
    package static let edits: Edit? = .asSeen(.leadImport)

    static let sheets = InputField.anyOf(
        "sheet",
        L("工作表", en: "Sheets"),
        help: L(
            "选多张时，每张各成一次导入。隐藏的工作表不会自动导入。",
            en: "Each sheet that is chosen becomes an import of its own. "
                + "A hidden one is never imported by itself.",
        ),
        isRequired: true,
    )

    static func form(_ kept: KeptImport) -> PostForm {
        let choices = kept.record.sheets.map { sheet in
            Choice(
                String(sheet.number),
                L(same: "\(sheet.number) \(sheet.name)")
                    + (sheet.isHidden ? L("（隐藏）", en: " (hidden)") : L(same: "")),
            )
        }
        return PostForm(
            Self.self,
            of: kept.record.id.rawValue,
            version: kept.version,
            fields: [
                sheets.filled(text: kept.record.sheet.map { "\($0)" } ?? "", among: choices)
            ],
            submit: L("选定", en: "Choose"),
            icon: .check,
        )
    }

    package struct Input: FormInput {
        let id: ID<LeadImport>
        let sheets: [Int]

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            sheets = try ChooseSheets.sheets.read(form).compactMap(Int.init).sorted()
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try ImportIntake(context.environment)
            .choose(input.sheets, of: input.id, by: context.viewer, at: context.now) { body in
                try context.write { try body($0.transaction) }
            }
        return Done("/imports/\(input.id)", id: input.id.rawValue)
    }
}

/// Starts an import that was read through: from here on its rows go in. A person's decision. C2.1.
package struct StartImport: Endpoint {
    package static let route = Route(.post, "/imports/{id}/start")
    package static let permission = Permission.startImport
    package static let act: LoggedAct? = LoggedAct(
        "import.start",
        L("开始导入", en: "Started an import"),
        on: .leadImport,
    )
    package static let edits: Edit? = .asSeen(.leadImport)

    package func answer(_ input: IDInput<LeadImport>, _ context: Context) throws -> Done {
        try ImportStore(context.transaction).start(input.id, by: context.viewer)
        return Done("/imports/\(input.id)", id: input.id.rawValue)
    }
}

/// Takes an import back, as long as nobody was called. C2.1.
package struct UndoImport: Endpoint {
    package static let route = Route(.post, "/imports/{id}/undo")
    package static let permission = Permission.importLeads
    package static let act: LoggedAct? = LoggedAct(
        "import.undo",
        L("撤回导入", en: "Took an import back"),
        on: .leadImport,
    )
    package static let lane = Lane.bulk
    package static let edits: Edit? = .asSeen(.leadImport)

    package func answer(_ input: IDInput<LeadImport>, _ context: Context) throws -> Done {
        try ImportStore(context.transaction)
            .beginUndo(input.id, by: context.viewer, at: context.now)
        return Done("/imports/\(input.id)", id: input.id.rawValue)
    }
}
