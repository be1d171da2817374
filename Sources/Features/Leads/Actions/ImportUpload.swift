internal import Campaigns
internal import Glibc
internal import HTML
internal import HTTPServer
internal import Kernel
internal import Vault
internal import Web

/// A file that came with a request, or rows as JSON: `{"columns": […], "rows": [[…], …]}`.
struct ImportUpload: Sendable {
    private let file: Form.File?
    private let columns: [String]
    private let rows: [[String]]

    /// The most bytes of a file of JSON; as of a request in JSON.
    private static let mostJSON = 16 << 20

    static func form<Act: Endpoint>(
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
