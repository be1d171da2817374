/// Small whole files of each kind, made here byte by byte.
enum Sample {
    /// A PDF of one empty page.
    static let pdf: [UInt8] = {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>",
        ]
        var text = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 4\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }()

    static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        + part("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
        + part("IDAT", [0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1])
        + part("IEND", [])

    /// One part of a PNG; its sum is not looked at.
    static func part(_ name: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count) + Array(name.utf8) + content + [0, 0, 0, 0]
    }

    static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x04, 0x4A, 0x46]
        + [0xFF, 0xDA, 0x00, 0x03, 0x01, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]
        + [0xFF, 0xD9]

    static let xml = Array(
        "<?xml version=\"1.0\"?>\n<a b='>'><!-- x --><c/><d>1 &lt; 2</d><![CDATA[<]]></a>\n".utf8
    )
    static let ofd = archive(["OFD.xml", "Doc_0/Document.xml"])
    static let xlsx = archive(["[Content_Types].xml", "xl/workbook.xml"])

    /// An archive with empty files of these names, and a remark at its end.
    static func archive(_ names: [String], remark: String = "") -> [UInt8] {
        var content: [UInt8] = []
        var list: [UInt8] = []
        for name in names {
            let bytes = Array(name.utf8)
            list += [0x50, 0x4B, 1, 2] + [UInt8](repeating: 0, count: 24) + little(bytes.count, 2)
            list += [UInt8](repeating: 0, count: 12) + little(content.count, 4) + bytes
            content += [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 22)
            content += little(bytes.count, 2) + [0, 0] + bytes
        }
        let end =
            [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(names.count, 2) + little(names.count, 2)
            + little(list.count, 4) + little(content.count, 4) + little(remark.utf8.count, 2)
        return content + list + end + Array(remark.utf8)
    }

    private static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
