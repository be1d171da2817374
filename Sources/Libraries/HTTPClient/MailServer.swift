internal import CCurl

/// A server that takes mail, by SMTP; libcurl speaks it as it speaks HTTP. A connection for each
/// letter: it blocks the thread that sends.
package struct MailServer: Sendable {
    /// How the connection is protected.
    package enum Security: String, Sendable, CaseIterable {
        /// STARTTLS, or nothing is sent.
        case startTLS = "starttls"
        /// TLS from the first byte.
        case tls
        /// Nothing: for a server on the same machine.
        case none
    }

    /// Its name or address.
    package let host: String
    /// Its port.
    package let port: Int
    /// How the connection is protected.
    package let security: Security
    /// Who signs in there; nil for nobody.
    package let user: String?
    /// With which password.
    package let password: String?
    /// The file with the certificates to trust; nil for those of the machine.
    package let certificates: String?

    /// A server.
    package init(
        host: String,
        port: Int,
        security: Security,
        user: String? = nil,
        password: String? = nil,
        certificates: String? = nil,
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.certificates = certificates
    }

    /// Hands a whole message over, its lines ended by CRLF. Throws `HTTPFailure` where the server did
    /// not take it within `timeout`: then it may have it all the same.
    package func send(
        _ message: [UInt8],
        from sender: String,
        to receiver: String,
        timeout: Duration,
    ) throws(HTTPFailure) {
        guard HTTPConnection.isReady, let curl = curl_easy_init() else {
            preconditionFailure("libcurl gives no handle.")
        }
        defer { curl_easy_cleanup(curl) }
        let scheme = security == .tls ? "smtps" : "smtp"
        let milliseconds = Int(timeout / .milliseconds(1))
        shim_set_text(curl, CURLOPT_URL, "\(scheme)://\(host):\(port)/huihu")
        shim_set_text(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        shim_set_text(curl, CURLOPT_PROXY, "")
        shim_set_long(
            curl,
            CURLOPT_USE_SSL,
            security == .startTLS ? Int(CURLUSESSL_ALL.rawValue) : 0
        )
        shim_set_long(curl, CURLOPT_TIMEOUT_MS, milliseconds)
        shim_set_long(curl, CURLOPT_NOSIGNAL, 1)
        if let user { shim_set_text(curl, CURLOPT_USERNAME, user) }
        if let password { shim_set_text(curl, CURLOPT_PASSWORD, password) }
        if let certificates { shim_set_text(curl, CURLOPT_CAINFO, certificates) }
        shim_set_text(curl, CURLOPT_MAIL_FROM, "<\(sender)>")
        let receivers = curl_slist_append(nil, "<\(receiver)>")
        defer { curl_slist_free_all(receivers) }
        shim_set_pointer(curl, CURLOPT_MAIL_RCPT, receivers)
        shim_set_long(curl, CURLOPT_UPLOAD, 1)
        let sending = Sending(message)
        shim_set_send(curl, give, Unmanaged.passUnretained(sending).toOpaque())
        let code = withExtendedLifetime(sending) { curl_easy_perform(curl) }
        guard code == CURLE_OK else {
            throw HTTPFailure(
                description: "\(String(cString: curl_easy_strerror(code))) (\(shim_status(curl)))"
            )
        }
    }
}

/// The message as it goes out.
private final class Sending {
    var rest: ArraySlice<UInt8>

    init(_ message: [UInt8]) { rest = message[...] }
}

private let give: shim_send = { place, size, count, context in
    guard let place, let context else { return 0 }
    let sending = Unmanaged<Sending>.fromOpaque(context).takeUnretainedValue()
    let part = sending.rest.prefix(size * count)
    part.withUnsafeBytes { bytes in
        if let base = bytes.baseAddress {
            UnsafeMutableRawPointer(place).copyMemory(from: base, byteCount: bytes.count)
        }
    }
    sending.rest = sending.rest.dropFirst(part.count)
    return part.count
}
