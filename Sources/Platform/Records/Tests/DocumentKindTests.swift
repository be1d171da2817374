import Records
import Testing

@Suite("Documents are known by their content alone")
struct DocumentKindTests {
    private static let whole: [(DocumentKind, [UInt8])] = [
        (.pdf, Sample.pdf), (.png, Sample.png), (.jpeg, Sample.jpeg), (.ofd, Sample.ofd),
        (.xml, Sample.xml), (.xlsx, Sample.xlsx),
    ]

    private func refusal(_ content: [UInt8]) -> DocumentRefusal? {
        do throws(DocumentRefusal) {
            _ = try DocumentKind(content: content)
            return nil
        } catch {
            return error
        }
    }

    @Test("完整的文件按内容认出 · a whole file is known by its content", arguments: whole)
    func kinds(kind: DocumentKind, content: [UInt8]) throws {
        #expect(try DocumentKind(content: content) == kind)
    }

    @Test("在任何一处截断都不收 · cut off anywhere it is refused", arguments: whole)
    func truncated(kind: DocumentKind, content: [UInt8]) {
        // White space after the end of a text is nobody's loss.
        let end = content.lastIndex { $0 != 0x0A } ?? 0
        for length in 0...end { #expect(refusal(Array(content[..<length])) != nil, "\(length)") }
    }

    @Test("末尾附有其他内容的不收 · what goes on after its end is refused", arguments: whole)
    func followed(kind: DocumentKind, content: [UInt8]) {
        // A PDF grows by what is appended: another PDF behind it is one of its versions.
        let pdf = kind == .pdf ? [] : [Sample.pdf]
        for other in [Sample.ofd, Array("<script>".utf8), [1]] + pdf {
            #expect(refusal(content + other) != nil)
        }
    }

    @Test("前面附有其他内容的不收 · what stands before it makes it another file", arguments: whole)
    func preceded(kind: DocumentKind, content: [UInt8]) {
        #expect(refusal([0x4D, 0x5A] + content) == .unknown)
    }

    @Test("藏有PDF开头的不收 · the start of a PDF within another kind is refused")
    func polyglot() {
        let start = Array("%PDF-1.4 ".utf8)
        let png = Array(Sample.png.dropLast(12)) + Sample.part("tEXt", start)
        #expect(refusal(png + Sample.part("IEND", [])) == .ambiguous(.png))
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xFE, 0x00, UInt8(start.count + 2)] + start
        #expect(refusal(jpeg + Sample.jpeg.dropFirst(2)) == .ambiguous(.jpeg))
        #expect(refusal(Sample.archive(["OFD.xml", "%PDF-1.4"])) == .ambiguous(.ofd))
        let remark = Sample.archive(["OFD.xml"], remark: "startxref 0\n%%EOF")
        #expect(refusal(Sample.pdf + remark) == .ambiguous(.pdf))
    }

    @Test(
        "不是所收类型的不收 · what is none of the kinds is refused",
        arguments: [
            Array("plain text".utf8), Array("MZ".utf8), Array("<html></html>".utf8),
            Array("<?xml version=\"1.0\"?><svg onload='x'></svg>".utf8),
            Array("<?xml version=\"1.0\"?><html></html>".utf8),
            Sample.archive(["word/document.xml", "[Content_Types].xml"]),
            Sample.archive(["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]),
            Sample.archive(["OFD.xml", "[Content_Types].xml", "xl/workbook.xml"]),
            Sample.archive(["OFD.xml"], remark: "%%EOF"),
        ]
    )
    func unknown(content: [UInt8]) {
        #expect(refusal(content) == .unknown)
    }

    @Test(
        "结构有误的XML不收 · XML that is not well put together is refused",
        arguments: [
            "<a><b></a></b>", "<a></a><a></a>", "<a>", "</a>", "text", "<a></a>text",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "<a b=\"</a>",
        ]
    )
    func xml(body: String) {
        #expect(refusal(Array("<?xml version=\"1.0\"?>\(body)".utf8)) == .damaged(.xml))
    }

    @Test("空文件不收 · an empty file is refused")
    func empty() {
        #expect(refusal([]) == .empty)
    }
}
