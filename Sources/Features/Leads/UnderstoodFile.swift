internal import Kernel
internal import Tables

/// What a file is understood to be before anything of it goes in: sheet, header and columns.
/// Nothing is guessed silently: what is not sure is asked.
struct UnderstoodFile {
    /// The sheets of a workbook that have any cells.
    var sheets: [ImportSheet] = []
    /// The sheet that is meant; nil for a text, and where that has to be asked.
    var sheet: Int?
    /// Where the header stands.
    var header = TableHeader.first
    /// Which column is which, as far as it is known.
    var columns = ImportColumns()
    /// Whether it needs nobody's word.
    var isSure = false
    /// Where an import of it stands.
    var state = ImportState.mapping
}

/// The first records of a file, from which its header is found.
struct FileHead {
    /// A record: its line, and its cells without the blanks around them.
    struct Record {
        let line: Int
        let cells: [String]

        /// Whether a cell holds what only a customer's row holds: a telephone number, even a wrong
        /// one, or another long number.
        var isData: Bool {
            cells.contains { cell in
                if cell.isEmpty { return false }
                do throws(PhoneNumber.Problem) {
                    _ = try PhoneNumber(cell)
                    return true
                } catch {
                    switch error {
                    case .foreign, .extension, .digitsLost, .several, .remark: return true
                    case .empty, .notDigits, .wrongLength, .unknownPrefix: break
                    }
                }
                let digits = cell.utf8.count { (0x30...0x39).contains($0) }
                // A date may stand in a title.
                let isDate = digits == 8 && (cell.hasPrefix("19") || cell.hasPrefix("20"))
                return digits >= 7 && cell.utf8.count - digits <= 3 && !isDate
            }
        }
    }

    /// How many records are looked at.
    static let most = 20

    let records: [Record]
    /// Whether nothing follows them.
    let isWhole: Bool
    /// How many fields the widest has.
    let width: Int

    /// Reads the first records of an opened table that has no header.
    init(_ reader: TableReader) throws(TableError) {
        var records: [Record] = []
        var isWhole = false
        do throws(TableError) {
            while records.count < Self.most {
                guard try reader.next() else {
                    isWhole = true
                    break
                }
                if reader.isBlank { continue }
                let cells = (0..<reader.fieldCount).map { reader.text($0) }
                records.append(Record(line: reader.line, cells: cells))
            }
        } catch {
            // What cannot be read behind them is told when the rows are read.
            if records.isEmpty { throw error }
        }
        if records.isEmpty { throw .empty }
        self.records = records
        self.isWhole = isWhole
        width = max(reader.header.count, records.map(\.cells.count).max() ?? 0)
    }

    /// The header that is found, or the likeliest; and the columns that it names.
    ///
    /// A header stands above every customer's row. One that was named by hand before, with the same
    /// titles in the same order, or that names every column that is needed, is the header, wherever
    /// titles or a second row of heads stand above it.
    func understand(
        _ kind: ImportKind,
        remembered: ([String]) throws -> ImportColumns?,
    ) throws -> UnderstoodFile {
        let heads = records.prefix { !$0.isData }
        for (place, head) in heads.enumerated() {
            if let columns = try remembered(head.cells), holdsNumbers(columns.phone, below: place) {
                return try file(at: place, columns, kind, isSure: true)
            }
            let columns = ImportColumns(recognising: head.cells)
            if columns.isComplete(for: kind) {
                let isSure = !ImportColumns.isAmbiguous(head.cells, kind)
                return try file(at: place, columns, kind, isSure: isSure)
            }
        }
        guard let last = heads.indices.last else { return UnderstoodFile(header: .none) }
        let place = heads.count == records.count ? 0 : last
        let columns = ImportColumns(recognising: records[place].cells)
        return try file(at: place, columns, kind, isSure: false)
    }

    private func file(
        at place: Int,
        _ columns: ImportColumns,
        _ kind: ImportKind,
        isSure: Bool,
    ) throws -> UnderstoodFile {
        if isWhole, place == records.count - 1 { throw TableError.headerOnly }
        return UnderstoodFile(
            header: place == 0 ? .first : .line(records[place].line),
            columns: columns,
            isSure: isSure && columns.isComplete(for: kind),
            state: columns.isComplete(for: kind) ? .checking : .mapping,
        )
    }

    /// Whether the column has a telephone number in any of the rows, if there are rows to look at.
    private func holdsNumbers(_ column: Int?, below place: Int) -> Bool {
        guard let column else { return false }
        let rows = records.dropFirst(place + 1)
        return rows.isEmpty
            || rows.contains { row in
                guard column < row.cells.count else { return false }
                return Record(line: 0, cells: [row.cells[column]]).isData
            }
    }

    /// The header as it is kept: the first record's line is the first record.
    func place(_ header: TableHeader) -> TableHeader {
        header == records.first.map { .line($0.line) } ? .first : header
    }

    /// The titles under a header; empty ones where there is none. Nil where the header is a
    /// customer's row, or stands nowhere among these records.
    func titles(_ header: TableHeader) -> [String]? {
        let record: Record?
        switch header {
        case .none: return Array(repeating: "", count: width)
        case .first: record = records.first
        case .line(let line): record = records.first { $0.line == line }
        }
        guard let record, !record.isData else { return nil }
        return record.cells
    }

    /// The first rows below a header.
    func rows(below header: TableHeader, _ count: Int) -> [Record] {
        let place: Int
        switch header {
        case .none: place = -1
        case .first: place = 0
        case .line(let line): place = records.firstIndex { $0.line == line } ?? 0
        }
        return Array(records.dropFirst(place + 1).prefix(count))
    }
}
