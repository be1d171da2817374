internal import Glibc

/// Files that are the same for everyone: style sheets, scripts, icons.
package struct StaticFiles: Sendable {
    private let roots: [(prefix: String, folder: String)]

    /// Serves each folder under its prefix, such as `/assets/`.
    package init(_ roots: [(prefix: String, folder: String)]) {
        self.roots = roots.map { ($0.prefix, Self.resolved($0.folder) ?? $0.folder) }
    }

    /// The file's answer; nil when the path lies under no prefix.
    package func response(for request: Request) -> Response? {
        guard let root = roots.first(where: { request.path.hasPrefix($0.prefix) }) else {
            return nil
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return .text("Method not allowed", status: 405)
        }
        let relative = request.path.dropFirst(root.prefix.count)
        guard !relative.utf8.contains(0),
            let path = Self.resolved("\(root.folder)/\(relative)"),
            path.hasPrefix(root.folder + "/")
        else { return .text("Not found", status: 404) }
        let status: FileStatus
        do {
            status = try FileStatus(path)
        } catch {
            return .text("Not found", status: 404)
        }
        guard status.isRegular else { return .text("Not found", status: 404) }
        let tag = "\"\(String(status.size, radix: 36))-\(String(status.modified, radix: 36))\""
        let headers = [
            ("Content-Type", Self.contentType(path)), ("ETag", tag),
            ("Cache-Control", "public, max-age=0, must-revalidate"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if request.header("If-None-Match") == tag {
            return Response(status: 304, headers: headers, body: .bytes([]))
        }
        return Response(
            status: 200,
            headers: headers,
            body: .file(path: path, offset: 0, length: status.size),
        )
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func contentType(_ path: String) -> String {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "woff2": "font/woff2"
        case "json", "map": "application/json"
        case "ico": "image/x-icon"
        default: "application/octet-stream"
        }
    }
}
