import FoundationEssentials
import HTTPServer
import TestSupport
import Testing

@Suite struct StaticFilesTests {
    private static let style = String(repeating: "p { color: red }\n", count: 100)
    private let folder: TemporaryFolder
    private let files: StaticFiles

    init() throws {
        folder = try TemporaryFolder()
        try Self.style.write(toFile: "\(folder.path)/a.css", atomically: true, encoding: .utf8)
        try "1".write(toFile: "\(folder.path)/b.js", atomically: true, encoding: .utf8)
        files = StaticFiles([StaticFiles.Folder("/assets/", folder.path)])
    }

    private func answer(
        _ path: String,
        _ headers: (name: String, value: String)...,
        method: String = "GET",
    ) throws -> Response {
        let request = Request(method: method, path: path, headers: headers)
        return try #require(files.response(for: request))
    }

    private func header(_ name: String, _ response: Response) -> String? {
        response.headers.first { $0.0 == name }?.1
    }

    @Test("文件只从目录本身给出 · only the folder's own files are served")
    func onlyItsOwn() throws {
        for path in [
            "/assets/../../etc/passwd", "/assets/", "/assets/none", "/assets/uploads",
            "/static/", "/static/x", "\(files.address)/etc/passwd",
            "\(files.address)/assets/../a.css",
        ] {
            #expect(try answer(path).status == 404, "\(path)")
        }
        #expect(try answer("/assets/a.css", method: "POST").status == 405)
        let outside = files.response(for: Request(method: "GET", path: "/other"))
        #expect(outside.map(\.status) == nil)
    }

    @Test("带内容哈希的地址长期有效 · the address with the content's hash lasts")
    func lasting() throws {
        let lasting = try answer("\(files.address)/assets/a.css")
        #expect(lasting.status == 200)
        #expect(header("Cache-Control", lasting) == "public, max-age=31536000, immutable")
        for path in ["/assets/a.css", "/static/0123456789abcdef/assets/a.css"] {
            let other = try answer(path)
            #expect(other.status == 200)
            #expect(header("Cache-Control", other) == "public, max-age=0, must-revalidate")
        }
    }

    @Test("内容一变，地址就变；内存里的不变 · another content, another address")
    func changed() throws {
        let path = "\(folder.path)/a.css"
        try "p {}".write(toFile: path, atomically: true, encoding: .utf8)
        let other = StaticFiles([StaticFiles.Folder("/assets/", folder.path)])
        #expect(other.address != files.address)
        guard case .bytes(let bytes) = try answer("\(files.address)/assets/a.css").body else {
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == Self.style)
        #expect(StaticFiles([]).address == "")
    }

    @Test("接受 gzip 者得到压缩内容 · who takes gzip gets it packed")
    func packed() throws {
        let packed = try answer("/assets/a.css", ("Accept-Encoding", "br, gzip;q=0.8"))
        #expect(header("Content-Encoding", packed) == "gzip")
        #expect(header("Vary", packed) == "Accept-Encoding")
        guard case .bytes(let bytes) = packed.body else { return }
        #expect(bytes.starts(with: [0x1F, 0x8B]) && bytes.count < Self.style.utf8.count / 4)
        for accepted in ["identity", "gzip;q=0", "gzip; q=0.0, deflate"] {
            let plain = try answer("/assets/a.css", ("Accept-Encoding", accepted))
            #expect(header("Content-Encoding", plain) == nil, "\(accepted)")
        }
        // What does not get smaller goes as it is.
        let tiny = try answer("/assets/b.js", ("Accept-Encoding", "gzip"))
        #expect(header("Content-Encoding", tiny) == nil)
    }

    @Test("ETag 未变不重发 · an unchanged file is not sent again")
    func notModified() throws {
        for accepted in ["gzip", "identity"] {
            let first = try answer("/assets/a.css", ("Accept-Encoding", accepted))
            let tag = try #require(header("ETag", first))
            let again = try answer(
                "/assets/a.css",
                ("Accept-Encoding", accepted),
                ("If-None-Match", tag)
            )
            #expect(again.status == 304)
            #expect(try answer("/assets/b.js", ("If-None-Match", tag)).status == 200)
        }
    }
}
