package import Access
internal import Campaigns
internal import Glibc
internal import HTML
internal import HTTPServer
package import Kernel
internal import Tables
package import Threads
internal import Vault
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
    package static let edits: Edit? = .always(.leadImport)

    package func answer(_ input: IDInput<LeadImport>, _ context: Context) throws -> Done {
        try ImportStore(context.transaction)
            .beginUndo(input.id, by: context.viewer, at: context.now)
        return Done("/imports/\(input.id)", id: input.id.rawValue)
    }
}

/// A file that came with a request, or rows as JSON: `{"columns": […], "rows": [[…], …]}`.
struct ImportUpload: Sendable {
    private let file: Form.File?
    private let columns: [String]
    private let rows: [[String]]

    /// The most bytes of a file of JSON; as of a request in JSON.
    private static let mostJSON = 16 << 20

    fileprivate static func form<Act: Endpoint>(
        _ act: Act.Type,
        of id: Int64? = nil,
        _ help: L,
    ) -> PostForm {
        let file = InputField.file(
            "file",
            L("文件", en: "File"),
            accept: ".csv,.txt,.xlsx",
            help: help,
        )
        return PostForm(
            act,
            of: id,
            fields: [file.filled()],
            submit: L("上传", en: "Upload"),
            icon: .upload,
        )
    }

    init(_ form: Form) throws(InvalidInput) {
        var form = form
        if form.list("columns").isEmpty, let json = Self.json(in: try form.file("file")) {
            form = try Form(json: json)
            if form.list("columns").isEmpty {
                throw InvalidInput(
                    "columns",
                    L(
                        "文件是 JSON，但没有 columns：应为 {\"columns\": […], \"rows\": [[…], …]}，或另存为 CSV。",
                        en: "The file is JSON without columns: it should be {\"columns\": […], "
                            + "\"rows\": [[…], …]}; or save it as CSV.",
                    ),
                )
            }
        }
        columns = form.list("columns")
        rows = try form.table("rows")
        file = columns.isEmpty ? try form.file("file") : nil
        let width = columns.count
        if width > 0, let place = rows.firstIndex(where: { $0.count != width }) {
            let (row, count) = (place + 1, rows[place].count)
            throw InvalidInput(
                "rows",
                L(
                    "第\(row)行有\(count)个值，columns 有\(width)列：请补齐（空值写 \"\"）后重发，本次未导入任何行。",
                    en:
                        "Row \(row) has \(count) values and there are \(width) columns: complete it "
                        + "(an empty value is \"\") and send it again; no row was taken.",
                ),
            )
        }
    }

    /// The content of a file that is JSON by its first character, whatever it is called.
    private static func json(in file: Form.File) -> [UInt8]? {
        guard file.content.count <= mostJSON else { return nil }
        let bytes: [UInt8]
        do {
            bytes = try file.content.bytes(limit: mostJSON)
        } catch {
            // Told where the file is kept.
            return nil
        }
        let text = bytes.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let next = text.dropFirst().first { $0 > 0x20 }
        return text.first == UInt8(ascii: "{") && next == UInt8(ascii: "\"") ? bytes : nil
    }

    /// Keeps the content in the folder of uploads until it is worked off.
    func take(_ kind: ImportKind, into campaign: ID<Campaign>?, _ context: Context) throws -> Done {
        let environment = context.environment
        let path = ImportIntake.newPath(environment)
        do {
            try write(to: path, environment.vault)
            let id = try ImportIntake(environment).take(
                path,
                name: file?.name ?? "JSON",
                kind: kind,
                campaign: campaign,
                by: context.viewer,
                at: context.now,
            )
            context.concerns(.leadImport, id)
            return Done("/imports/\(id)", id: id.rawValue)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Keeps it sealed from its first byte on. C4.4.
    private func write(to path: String, _ vault: Vault) throws {
        let content = file?.content ?? BodySlice(.memory(csv))
        do {
            let sealed = try SealedFileWriter(path, length: content.count, vault)
            var failure: SealedFileError?
            try content.chunks { chunk in
                guard failure == nil else { return }
                do throws(SealedFileError) {
                    try sealed.append(chunk)
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            try sealed.finish()
        } catch {
            throw ImportRefusal.notStored
        }
    }

    private var csv: [UInt8] {
        var text: [UInt8] = []
        for row in [columns] + rows {
            for (index, cell) in row.enumerated() {
                if index > 0 { text.append(0x2C) }
                text += "\"\(cell.replacing("\"", with: "\"\""))\"".utf8
            }
            text.append(0x0A)
        }
        return text
    }
}

extension ImportIntake {
    /// How the names of files begin that are kept until they are worked off.
    static let prefix = "import-"

    /// A name in the folder of uploads that no file has.
    static func newPath(_ environment: Environment) -> String {
        "\(environment.dataFolder)/uploads/\(prefix)"
            + String(environment.random.next(), radix: 36)
    }
}
