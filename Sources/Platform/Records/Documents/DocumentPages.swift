internal import Processes

/// The pages of a PDF as pictures, made by poppler: a browser gets no file that it could keep.
struct PDFPages {
    /// The most pages that are shown.
    static let most = 200
    /// The most bytes of a page's picture.
    private static let pictureBytes = 8 << 20

    let content: [UInt8]

    /// How many pages there are; nil where the file cannot be read, such as one with a password.
    var count: Int? {
        let (status, bytes) = outputOf(input: content, seconds: 20, most: 65_536) { path in
            ["/usr/bin/pdfinfo", path]
        }
        guard status == 0 else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("Pages:") }
        return line.flatMap { Int($0.dropFirst(6).drop { $0 == " " }) }
            .flatMap { $0 > 0 ? min($0, Self.most) : nil }
    }

    /// A page as PNG; nil where there is none.
    func picture(of page: Int) -> [UInt8]? {
        let number = String(page)
        let (status, bytes) = outputOf(
            input: content,
            seconds: 20,
            most: Self.pictureBytes,
        ) { path in
            [
                "/usr/bin/pdftoppm", "-png", "-scale-to", "1400", "-f", number, "-l", number,
                "-singlefile", path,
            ]
        }
        guard status == 0, bytes.starts(with: PictureShape.png) else { return nil }
        return bytes
    }
}
