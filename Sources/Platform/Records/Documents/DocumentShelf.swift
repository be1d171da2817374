internal import Database
internal import FoundationEssentials
internal import Glibc
internal import Kernel
internal import Sodium
internal import Vault
package import Web

/// A document that lies sealed and is no one's yet.
struct SealedDocument: Sendable {
    let kind: DocumentKind
    let bytes: Int
    let digest: [UInt8]
    let file: String
}

/// Where the files of one table of documents lie, sealed from their first byte. C4.4.
///
/// A file is `new` until the row that names it is durable. What an abrupt end left between the two
/// is found by its name: `sweep` keeps what has a row and removes the rest.
package struct DocumentShelf<Owner>: Sendable {
    /// How long a file may be new before it counts as left behind.
    static var patience: Duration { .hours(1) }

    private let environment: Environment
    private let table: DocumentTable<Owner>

    /// The files of `table`.
    package init(_ table: DocumentTable<Owner>, _ environment: Environment) {
        self.table = table
        self.environment = environment
    }

    /// Where they lie.
    package var folder: String { "\(environment.dataFolder)/documents/\(table.name)" }

    /// Seals a whole file as new. Throws a `DocumentRefusal` for what is not taken.
    func seal(_ content: [UInt8], taken: [DocumentKind]) throws -> SealedDocument {
        let kind = try DocumentKind(content: content)
        guard taken.contains(kind) else { throw DocumentRefusal.notTaken(kind, taken: taken) }
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700],
        )
        let moment = environment.wall.now().milliseconds
        let file = "\(moment)-\(String(environment.random.next(), radix: 36))"
        let writer = try SealedFileWriter(
            "\(folder)/\(file).new",
            length: content.count,
            environment.vault,
        )
        try content.withUnsafeBytes { bytes throws -> Void in try writer.append(bytes) }
        try writer.finish()
        return SealedDocument(
            kind: kind,
            bytes: content.count,
            digest: sha256(content),
            file: file,
        )
    }

    /// Keeps a file whose row is durable.
    func settle(_ file: String) {
        // Where it fails, the file is read under its first name, and the next sweep settles it.
        _ = rename("\(folder)/\(file).new", "\(folder)/\(file).hsf")
    }

    /// Removes a file that no row will name.
    func remove(_ file: String) { _ = unlink("\(folder)/\(file).new") }

    /// The content of a document. Throws `altered` where it is not what was taken in.
    func content(of document: Document<Owner>) throws -> [UInt8] {
        let paths = ["hsf", "new"].map { "\(folder)/\(document.file).\($0)" }
        do {
            let path = paths.first { access($0, R_OK) == 0 } ?? paths[0]
            let file = try SealedFile(path, environment.vault)
            let content = try file.read(0..<file.length)
            guard sha256(content) == document.digest else { throw SealedFileError.altered }
            return content
        } catch let error as SealedFileError {
            environment.report("document \(table.name)/\(document.id) cannot be read: \(error)")
            throw DocumentRefusal.altered
        }
    }

    /// Settles or removes what an abrupt end left behind.
    package func sweep() throws {
        if access(folder, F_OK) != 0 { return }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let oldest = environment.wall.now() - Self.patience
        for name in names.sorted() where !name.hasSuffix(".hsf") {
            let file = String(name.prefix { $0 != "." })
            guard let moment = file.split(separator: "-").first.flatMap({ Int64($0) }),
                Moment(milliseconds: moment) <= oldest
            else { continue }
            let isKept = try environment.database.read { try table.has(file, in: $0) }
            if isKept, name.hasSuffix(".new") {
                settle(file)
            } else {
                _ = unlink("\(folder)/\(name)")
            }
        }
    }
}
