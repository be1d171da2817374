package import Database
internal import Glibc
package import Kernel
internal import Tables
package import Vault

/// Works off imports chunk by chunk. What a chunk brings and the place behind it are stored in one
/// transaction: after an abrupt end the import goes on there, no row doubled and none lost. C2.1.
package struct ImportWork: Sendable {
    /// Rows of one transaction. SQLite has one writer: a hand-out that comes meanwhile waits for so
    /// many and their commit.
    package static let rowsPerChunk = 200

    private let database: any Database
    private let vault: Vault
    private let time: any TimeSource
    private let temporaryFolder: String
    private let isLineReal: Bool
    private let rowsPerChunk: Int

    /// Works on a database; workbooks are converted in `temporaryFolder`. Where the line reaches
    /// real people, numbers of the demo are left out.
    package init(
        _ database: any Database,
        vault: Vault,
        time: any TimeSource,
        temporaryFolder: String,
        isLineReal: Bool,
        rowsPerChunk: Int = ImportWork.rowsPerChunk,
    ) {
        self.database = database
        self.vault = vault
        self.time = time
        self.temporaryFolder = temporaryFolder
        self.isLineReal = isLineReal
        self.rowsPerChunk = rowsPerChunk
    }

    /// Works off everything that is open; stops between two chunks when `goesOn` says no.
    package func workOff(while goesOn: () -> Bool = { true }) throws {
        for id in try database.read({ try ImportStore($0).open() }) where goesOn() {
            try workOff(id, while: goesOn)
        }
    }

    /// Works off one import to its end, or until `goesOn` says no.
    package func workOff(_ id: ID<LeadImport>, while goesOn: () -> Bool = { true }) throws {
        guard let record = try database.read({ try ImportStore($0).find(id, toChange: false) })
        else { return }
        switch record.state {
        case .checking:
            guard try check(record, while: goesOn) == .running else { return }
            if goesOn() { try workOff(id, while: goesOn) }
        case .running: try read(record, while: goesOn)
        case .undoing: try undo(record, while: goesOn)
        case .mapping, .ready, .finished, .unsettled, .failed, .undone: return
        }
    }

    /// Removes the files that no import needs, in case that the program ended while one came in, or
    /// between its last row and its removal; and seals those that an older version kept in the
    /// clear. Throws `SealedFileError` where one cannot be sealed, after the others. C4.4.
    package func removeLeftovers() throws {
        let needed = try database.read { try ImportStore($0).pathsNeeded() }
        var failure: SealedFileError?
        for name in Folder.entries(temporaryFolder) where name.hasPrefix(ImportIntake.prefix) {
            let path = "\(temporaryFolder)/\(name)"
            if !needed.contains(path) {
                unlink(path)
            } else if !SealedFile.isSealed(path) {
                do throws(SealedFileError) {
                    try vault.sealFile(path, to: path)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
    }

    // MARK: Reading through

    /// Reads a file through without keeping a row, and says where the import goes from there. One
    /// that ends on the way begins anew. A lead file that cannot be read to its end brings nothing;
    /// of a suppression list everything that can be read blocks. C2.1, C4.12.
    private func check(_ record: ImportRecord, while goesOn: () -> Bool) throws -> ImportState {
        let institution = try database.read { transaction in
            try transaction.first(
                """
                SELECT i.name FROM campaign c JOIN institution i ON i.id = c.institution_id
                WHERE c.id = \(record.campaign)
                """
            ).map { try $0.text(0) }
        }
        var check = ImportCheck()
        var problem: TableError?
        var ahead: ImportAhead?
        do throws(TableError) {
            let reader = try TableFile.open(
                SealedUpload(record.storedPath, vault),
                part: record.part,
                temporaryFolder: temporaryFolder,
            )
            let rows = ImportRows(
                reader,
                record.columns,
                record.kind,
                vault,
                isLineReal: isLineReal,
                isStored: false,
                institution: institution,
            )
            ahead = ImportAhead(rows, count: rowsPerChunk)
        } catch {
            problem = error
        }
        if let ahead {
            defer { ahead.stop() }
            guard let end = try judge(ahead, record, &check, while: goesOn) else {
                return .checking
            }
            problem = end.problem
        }
        let goes: ImportState = record.startsByItself ? .running : .ready
        let state = problem == nil || record.kind == .suppression ? goes : .failed
        let (result, now) = (check, time.now())
        try database.write {
            try ImportStore($0)
                .checked(record.id, result, state, problem: problem?.stored, at: now)
        }
        if state == .failed { unlink(record.storedPath) }
        return state
    }

    /// Counts what would become of the rows; gives the last of them, nil if `goesOn` said no.
    private func judge(
        _ ahead: ImportAhead,
        _ record: ImportRecord,
        _ check: inout ImportCheck,
        while goesOn: () -> Bool,
    ) throws -> ImportChunk? {
        let now = time.now()
        var seen: Set<Int64> = []
        while goesOn() {
            let chunk = ahead.next()
            let known = try database.read {
                try ImportRowStore($0, record, at: now).judge(chunk.rows)
            }
            for (row, reason) in zip(chunk.rows, known) {
                var reason = reason
                if case .success(let customer) = row.content,
                    !seen.insert(customer.key).inserted
                {
                    reason = .duplicateInFile
                }
                check.count(reason)
                guard reason == nil, record.kind == .leads else { continue }
                if row.region.isEmpty { check.unknownRegions += 1 }
                if row.isOfOtherInstitution { check.otherInstitutions += 1 }
            }
            if chunk.isLast { return chunk }
        }
        return nil
    }

    // MARK: Reading

    private func read(_ record: ImportRecord, while goesOn: () -> Bool) throws {
        let reader: TableReader
        do throws(TableError) {
            reader = try TableFile.open(
                SealedUpload(record.storedPath, vault),
                part: record.part,
                resumingAt: record.position.flatMap(TablePosition.init(code:)),
                temporaryFolder: temporaryFolder,
            )
        } catch {
            let now = time.now()
            try database.write {
                try ImportStore($0).end(record.id, .failed, problem: error.stored, at: now)
            }
            unlink(record.storedPath)
            return
        }
        if reader.totalBytes != record.fileBytes {
            try database.write { try ImportStore($0).setSize(record.id, reader.totalBytes) }
        }
        let rows = ImportRows(
            reader,
            record.columns,
            record.kind,
            vault,
            isLineReal: isLineReal,
        )
        if record.position == nil { try note(rows.attributeTitles, record) }
        let ahead = ImportAhead(rows, count: rowsPerChunk)
        defer { ahead.stop() }
        var expected = record.position
        while goesOn() {
            let chunk = ahead.next()
            guard try store(chunk, record.id, after: expected) else { return }
            if chunk.isLast {
                // It holds names and numbers, and nobody needs it any more. C4.4.
                unlink(record.storedPath)
                return
            }
            expected = chunk.position.code
        }
    }

    /// Stores a chunk; false when someone else has taken the import on, or undone it.
    private func store(
        _ chunk: ImportChunk,
        _ id: ID<LeadImport>,
        after expected: String?,
    ) throws -> Bool {
        let now = time.now()
        return try database.write { transaction in
            let imports = ImportStore(transaction)
            guard let record = try imports.find(id, toChange: true), record.state == .running,
                record.position == expected
            else { return false }
            let counts = try ImportRowStore(transaction, record, at: now).store(chunk.rows)
            try imports.save(record, counts, upTo: chunk.position)
            if chunk.isLast {
                let blocksAll = record.kind == .leads || counts.rejected == 0
                let end: ImportState = blocksAll ? .finished : .unsettled
                let state = chunk.problem == nil ? end : .failed
                try imports.end(id, state, problem: chunk.problem?.stored, at: now)
            }
            return true
        }
    }

    /// Lists the file's columns, so that the bank can decide which of them are shown. C4.4.
    private func note(_ titles: [String], _ record: ImportRecord) throws {
        guard let campaign = record.campaign else { return }
        try database.write { try AttributeColumns($0).note(titles, of: campaign) }
    }

    // MARK: Undoing

    private func undo(_ record: ImportRecord, while goesOn: () -> Bool) throws {
        unlink(record.storedPath)
        var after: Int64? = 0
        while goesOn(), let place = after {
            let now = time.now()
            after = try database.write {
                try ImportStore($0)
                    .removeLeads(record.id, after: place, rowsPerChunk, at: now)
            }
        }
    }
}

extension TableError {
    /// The error as stored with an import: its code, and the line where there is one.
    var stored: String { line.map { "\(code):\($0)" } ?? code }
}

extension ImportRefusal {
    /// The refusal of a file that the reader refuses.
    init(_ error: TableError) { self = .file(code: error.code, line: error.line) }

    /// The refusal that a stored problem stands for.
    init(stored: String) {
        let parts = stored.split(separator: ":").map(String.init)
        self = .file(code: parts.first ?? "", line: parts.count > 1 ? Int(parts[1]) : nil)
    }
}
