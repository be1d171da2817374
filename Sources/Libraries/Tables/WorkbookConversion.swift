internal import Glibc
internal import Processes

/// A sheet of a workbook.
package struct TableSheet: Sendable, Hashable {
    /// Its place in the workbook, from 1.
    package let number: Int
    /// The name on its tab.
    package let name: String
    /// Whether whoever opens the workbook does not see it.
    package let isHidden: Bool
    /// Whether it has any cells.
    package let hasCells: Bool
    /// How many of its rows a filter or a hand has hidden.
    package let hiddenRows: Int
}

/// Turns a sheet of an XLSX workbook into comma-separated UTF-8 with Debian's `xlsx2csv`, in a
/// process of its own that may use only so much memory, time and disk.
///
/// Line breaks within shared strings become spaces, so that a line is a row of the sheet. Numbers
/// come with all their digits: `xlsx2csv` writes numbers in the general format with `%f` and cuts
/// the zeros off, other numbers with the format given here, and passes unformatted cells as they
/// stand in the file, which `SpreadsheetText` puts right. Excel itself keeps 15 digits: a bank card
/// number typed as a number has lost the rest before it comes here.
///
/// No formula is ever read as text: of a cell that has one its value counts. Some programs write a
/// link without a value: its words stand in the formula, and are taken from there.
enum WorkbookConversion {
    private static let converter = "/usr/bin/xlsx2csv"

    /// The converted text, in a file that has no name any more and goes away when it is closed.
    static func convert(
        _ source: any TableBytes,
        sheet: Int,
        temporaryFolder: String,
        limits: TableLimits
    ) throws(TableError) -> ByteSource {
        guard access(converter, R_OK) == 0 else { throw .noConverter }
        let file = try file(of: source, temporaryFolder)
        defer { withExtendedLifetime(file) {} }
        let words = ["-c", sheetConverter, converter, file.path, String(sheet)]
        return try output(of: words, temporaryFolder: temporaryFolder, limits: limits)
    }

    private static let sheetConverter = #"""
        import importlib.machinery, importlib.util, re, sys
        sys.dont_write_bytecode = True
        loader = importlib.machinery.SourceFileLoader("xlsx2csv", sys.argv[1])
        xlsx2csv = importlib.util.module_from_spec(importlib.util.spec_from_loader("xlsx2csv", loader))
        loader.exec_module(xlsx2csv)
        Sheet = xlsx2csv.Sheet
        start, text, end = Sheet.handleStartElement, Sheet.handleCharData, Sheet.handleEndElement
        link = re.compile(r'\s*HYPERLINK\(.*,\s*"((?:[^"]|"")*)"\s*\)\s*', re.I | re.S)

        def on_start(self, name, attributes):
            kind = name[name.find(":") + 1:]
            if kind == "c":
                self.formula = ""
            elif kind == "f":
                self.in_formula = True
            elif kind == "row":
                # Some programs leave out where a row stands: behind the one before.
                self.row_place += 1
                if "r" not in attributes:
                    attributes = {**attributes, "r": str(self.row_place)}
            start(self, name, attributes)

        def on_text(self, data):
            if self.in_formula:
                self.formula += data
            else:
                text(self, data)

        def on_end(self, name):
            kind = name[name.find(":") + 1:]
            if kind == "f":
                self.in_formula = False
            elif kind == "c" and self.formula and not self.data:
                words = link.fullmatch(self.formula)
                if words:
                    self.data = words.group(1).replace('""', '"')
            end(self, name)

        Sheet.formula, Sheet.in_formula, Sheet.row_place = "", False, 0
        Sheet.handleStartElement, Sheet.handleCharData, Sheet.handleEndElement = on_start, on_text, on_end
        xlsx2csv.Xlsx2csv(
            sys.argv[2], no_line_breaks=True, floatformat="%.15g",
            dateformat="%Y-%m-%d %H:%M:%S", timeformat="%H:%M:%S",
        ).convert(sys.stdout, int(sys.argv[3]))
        """#

    /// The sheets of a workbook, in their order.
    static func sheets(
        of source: any TableBytes,
        temporaryFolder: String,
        limits: TableLimits
    ) throws(TableError) -> [TableSheet] {
        let file = try file(of: source, temporaryFolder)
        defer { withExtendedLifetime(file) {} }
        let list = try output(
            of: ["-c", sheetList, file.path, String(limits.sheets + 1)],
            temporaryFolder: temporaryFolder,
            limits: limits
        )
        let text = try list.bytes(at: 0, limit: list.count)
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        if lines.count > limits.sheets { throw .tooManySheets }
        let sheets = lines.enumerated().map { place, line in
            let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4 else { preconditionFailure("The script writes four fields.") }
            return TableSheet(
                number: place + 1,
                name: String(parts[3]),
                isHidden: parts[0] == "hidden",
                hasCells: parts[1] == "cells",
                hiddenRows: Int(parts[2]) ?? 0
            )
        }
        if sheets.isEmpty { throw .notAWorkbook }
        return sheets
    }

    private static let sheetList = #"""
        import posixpath, re, sys, zipfile
        from xml.etree import ElementTree
        from xml.parsers import expat
        archive = zipfile.ZipFile(sys.argv[1])
        # Nobody tells parts apart by capitals.
        parts = {name.lower(): name for name in archive.namelist()}

        def elements(part, kind):
            if part not in parts:
                return []
            tree = ElementTree.fromstring(archive.read(parts[part]))
            return [e for e in tree.iter() if e.tag.split("}")[-1] == kind]

        value = re.compile(rb"<(?:\w+:)?[vt](?: [^>]*)?>")
        hidden = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"[^>]*>')

        def look(part):
            has_cells, rows, tail = False, 0, b""
            # Where there is no such part, this fails: a sheet that is not there is none that is empty.
            with archive.open(parts[part]) as stream:
                while chunk := stream.read(1 << 16):
                    data = tail + chunk
                    has_cells = has_cells or value.search(data) is not None
                    rows += len(hidden.findall(data))
                    # A tag that is cut off is looked at with what follows.
                    tail = data[data.rfind(b"<"):]
                    tail = b"" if b">" in tail or len(tail) > 4096 else tail
            return ("cells", rows) if has_cells else parse(part)

        # No cell by its bytes: a sheet is empty only if it is XML, and has none as such either, in
        # whatever encoding.
        def parse(part):
            found = {"cells": 0, "rows": 0}

            def on_start(name, attributes):
                kind = name[name.find(":") + 1:]
                found["cells"] += kind in ("v", "t")
                found["rows"] += kind == "row" and attributes.get("hidden") in ("1", "true")

            parser = expat.ParserCreate()
            parser.StartElementHandler = on_start
            with archive.open(parts[part]) as stream:
                parser.ParseFile(stream)
            return "cells" if found["cells"] else "empty", found["rows"]

        targets = {}
        for relation in elements("xl/_rels/workbook.xml.rels", "Relationship"):
            target = relation.get("Target", "")
            path = posixpath.normpath(posixpath.join("/xl", target))[1:].lower()
            # Some programs write what stands at the top as if it stood beside.
            targets[relation.get("Id")] = path if path in parts else path.removeprefix("xl/")
        most = int(sys.argv[2])
        for place, sheet in enumerate(elements("xl/workbook.xml", "sheet")[:most], 1):
            relation = next((v for k, v in sheet.items() if k.endswith("}id")), "")
            part = targets.get(relation, f"xl/worksheets/sheet{place}.xml")
            print(
                "shown" if sheet.get("state", "visible") == "visible" else "hidden",
                *look(part),
                " ".join(sheet.get("name", "").split()),
                sep="\t",
            )
        """#

    /// The file of an archive whose path there ends in `name`; the same limits hold.
    static func unpack(
        _ name: String,
        of path: String,
        temporaryFolder: String,
        limits: TableLimits
    ) throws(TableError) -> ByteSource {
        let words = ["-c", unpacker, path, name]
        return try output(of: words, temporaryFolder: temporaryFolder, limits: limits)
    }

    private static let unpacker = """
        import shutil, sys, zipfile
        archive = zipfile.ZipFile(sys.argv[1])
        members = [m for m in archive.namelist() if m.split("/")[-1] == sys.argv[2]]
        shutil.copyfileobj(archive.open(members[0]), sys.stdout.buffer)
        """

    /// What Python writes when it runs these words.
    private static func output(
        of words: [String],
        temporaryFolder: String,
        limits: TableLimits
    ) throws(TableError) -> ByteSource {
        let output = try temporaryFile(temporaryFolder)
        let messages: Int32
        do {
            messages = try temporaryFile(temporaryFolder)
        } catch {
            close(output)
            throw error
        }
        let status = runProgram(arguments(words, limits), output: output, messages: messages)
        let spoken = try ByteSource(owning: messages)
        let text = try ByteSource(owning: output)
        switch status {
        case 0:
            return text
        case 124, 137, 128 + SIGXCPU, 128 + SIGKILL:
            throw .workbookTooSlow
        default:
            // Writes near the limit fail in the converter as an error like any other.
            if text.count >= limits.convertedBytes - (1 << 20) { throw .workbookTooLarge }
            if try ranOutOfMemory(spoken) { throw .workbookTooLarge }
            throw .unreadableWorkbook
        }
    }

    private static func arguments(_ words: [String], _ limits: TableLimits) -> [String] {
        [
            "/usr/bin/timeout", "--kill-after=5", String(limits.conversionSeconds * 2),
            "/usr/bin/prlimit", "--core=0", "--cpu=\(limits.conversionSeconds)",
            "--as=\(limits.conversionMemory)", "--fsize=\(limits.convertedBytes)", "--",
            "/usr/bin/python3", "-I", "-X", "utf8",
        ] + words
    }

    /// The source as a plain file: itself where it is one, else a copy that has no name and goes
    /// away with the value or the program, whichever is first.
    private static func file(
        of source: any TableBytes,
        _ folder: String,
    ) throws(TableError) -> ByteSource {
        if let file = source as? ByteSource { return file }
        let handle = try temporaryFile(folder)
        do throws(TableError) {
            var offset = 0
            while offset < source.count {
                let piece = try source.bytes(at: offset, limit: 1 << 20)
                guard !piece.isEmpty, pwrite(handle, piece, piece.count, offset) == piece.count
                else { throw .notWritable(errno: errno) }
                offset += piece.count
            }
            return try ByteSource(owning: handle)
        } catch {
            close(handle)
            throw error
        }
    }

    private static func temporaryFile(_ folder: String) throws(TableError) -> Int32 {
        var template = Array("\(folder)/table-XXXXXX".utf8CString)
        let handle = mkstemp(&template)
        if handle < 0 { throw .notWritable(errno: errno) }
        _ = fcntl(handle, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return handle
    }

    private static func ranOutOfMemory(_ messages: ByteSource) throws(TableError) -> Bool {
        let tail = try messages.bytes(at: max(0, messages.count - 4_096), limit: 4_096)
        return String(decoding: tail, as: UTF8.self).contains("MemoryError")
    }
}
