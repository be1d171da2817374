/// How a text file is encoded. A byte-order mark of UTF-8 belongs to the file, not to the format.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8
    /// The Chinese national standard; GBK and GB 2312 are parts of it.
    case gb18030
}

/// What stands between two fields.
package enum Delimiter: String, Sendable, Hashable, CaseIterable {
    case comma, semicolon, tab, bar

    /// The delimiter's byte.
    package var byte: UInt8 {
        switch self {
        case .comma: 0x2C
        case .semicolon: 0x3B
        case .tab: 0x09
        case .bar: 0x7C
        }
    }
}

/// How a file of delimited text is written.
package struct TableFormat: Sendable, Hashable {
    /// The encoding of its text.
    package let encoding: TextEncoding
    /// What stands between two fields.
    package let delimiter: Delimiter

    /// Names an encoding and a delimiter.
    package init(encoding: TextEncoding, delimiter: Delimiter) {
        self.encoding = encoding
        self.delimiter = delimiter
    }
}

/// Where a table's header stands.
package enum TableHeader: Sendable, Hashable {
    /// It is the first record.
    case first
    /// It begins on this line, from 1; what stands above belongs to no record.
    case line(Int)
    /// There is none: the first record is data. Titles are empty.
    case none
}

/// Which part of a file is the table.
package struct TablePart: Sendable, Hashable {
    /// The sheet of a workbook, from 1; of text without meaning.
    package var sheet = 1
    /// Where the header stands.
    package var header = TableHeader.first

    /// Names the part.
    package init(sheet: Int = 1, header: TableHeader = .first) {
        self.sheet = sheet
        self.header = header
    }
}

/// A place between two records from which reading can go on later, in another process even.
package struct TablePosition: Sendable, Hashable {
    /// The format that was found when the file was first opened.
    package let format: TableFormat
    /// Bytes before the next record. For a workbook they count in the text it converts to.
    package let offset: Int
    /// The line on which the next record begins, from 1. For a workbook it is the sheet's row.
    package let line: Int

    /// Names a place.
    package init(format: TableFormat, offset: Int, line: Int) {
        self.format = format
        self.offset = offset
        self.line = line
    }

    /// The place as a text to store: `utf8:comma:1024:17`.
    package var code: String {
        "\(format.encoding.rawValue):\(format.delimiter.rawValue):\(offset):\(line)"
    }

    /// Reads a stored place; nil for anything else.
    package init?(code: String) {
        let parts = code.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let encoding = TextEncoding(rawValue: parts[0]),
            let delimiter = Delimiter(rawValue: parts[1]),
            let offset = Int(parts[2]), offset >= 0, let line = Int(parts[3]), line >= 1
        else { return nil }
        self.init(
            format: TableFormat(encoding: encoding, delimiter: delimiter),
            offset: offset,
            line: line
        )
    }
}

/// How large what is read may be. Whatever is larger is refused before it is held in memory.
package struct TableLimits: Sendable, Hashable {
    /// Bytes of one record.
    package var recordBytes = 1 << 20
    /// Fields of one record.
    package var columns = 200
    /// Bytes of a workbook's parts, unpacked, as its directory declares them.
    package var unpackedBytes = 1 << 30
    /// How many times larger than packed the parts may be, once they exceed 16 MB.
    package var unpackingRatio = 200
    /// Parts of a workbook.
    package var parts = 10_000
    /// Sheets of a workbook: each is looked at, kept with its import and shown on its page.
    package var sheets = 200
    /// Bytes of the text that a workbook converts to.
    package var convertedBytes = 1 << 30
    /// Memory of the conversion in bytes.
    package var conversionMemory = 2 << 30
    /// Processor seconds of the conversion; the wall clock allows twice as many.
    package var conversionSeconds = 300

    /// The limits that the product uses.
    package init() {}
}
