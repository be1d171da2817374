internal import HTTPClient
internal import Kernel
internal import Web

/// The bank's mail server, from a file that only the program's own user may read: it holds a
/// password.
struct MailSettings: Decodable {
    let server: String
    let port: Int?
    let security: String?
    let user: String?
    let password: String?
    let certificates: String?
    let from: String
    let site: String
    let domains: [String]

    private enum CodingKeys: String, CodingKey {
        case server, port, security, user, password, from, site, domains
        case certificates = "ca_file"
    }

    /// Reads the settings. Throws a `StartRefusal` that says what is wrong with the file.
    static func mailer(_ path: String) throws -> SMTPMailer {
        let bytes = try SecretFile.read(path) { StartRefusal.mail(path, $0) }
        let settings: MailSettings
        do {
            settings = try BoundedJSON.decode(Self.self, from: bytes, most: 64 << 10)
        } catch DecodingError.keyNotFound(let key, _) {
            throw StartRefusal.mail(path, "“\(key.stringValue)” is missing")
        } catch {
            throw StartRefusal.mail(path, "it is not JSON of that form")
        }
        return try settings.mailer { StartRefusal.mail(path, $0) }
    }

    private func mailer(_ refusal: (String) -> StartRefusal) throws -> SMTPMailer {
        guard let security = MailServer.Security(rawValue: security ?? "starttls") else {
            throw refusal("“security” is starttls, tls or none")
        }
        let isLocal = ["localhost", "::1"].contains(server) || server.hasPrefix("127.")
        if security == .none, !isLocal {
            throw refusal("“security”: “none” is for a server on this machine alone")
        }
        guard from.contains("@"), from.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw refusal("“from” is an address")
        }
        guard site.hasPrefix("https://") || site.hasPrefix("http://"), !site.hasSuffix("/") else {
            throw refusal("“site” begins with https:// and ends without a slash")
        }
        if domains.isEmpty { throw refusal("“domains” names no domain") }
        return SMTPMailer(
            server: MailServer(
                host: server,
                port: port ?? (security == .tls ? 465 : 587),
                security: security,
                user: user,
                password: password,
                certificates: certificates,
            ),
            sender: from,
            site: site,
            domains: domains.map { $0.lowercased() },
        )
    }
}

/// Sends letters by SMTP.
struct SMTPMailer: Mailer {
    let server: MailServer
    let sender: String
    let site: String
    let domains: [String]

    func send(_ letter: Letter) throws {
        try server.send(
            letter.message(from: sender),
            from: sender,
            to: letter.address,
            timeout: .seconds(30),
        )
    }
}
