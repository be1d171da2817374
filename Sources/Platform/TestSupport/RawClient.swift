internal import Glibc

/// A connection of a client that speaks HTTP by hand, right or wrong.
package final class RawClient: Sendable {
    /// There is no connection to be had.
    package struct NotConnected: Error {}

    private let handle: Int32

    /// Connects to a port of this machine.
    package init(port: Int) throws {
        handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let handle = handle
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(handle, $0, size) }
        }
        guard code == 0 else { throw NotConnected() }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, length)
        setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &limit, length)
    }

    deinit { close(handle) }

    /// Sends a text.
    package func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends bytes, as many as the server takes.
    package func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// What has come by now, without waiting.
    package func received() -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(handle, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    /// Reads until `text` has come, or the server has closed.
    package func receive(until text: String) -> String {
        let end = Array(text.utf8)
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !all.contains(end) {
            let count = recv(handle, &buffer, buffer.count, 0)
            if count <= 0 { break }
            all += buffer[..<count]
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// Reads until the server closes.
    package func receiveAll() -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(handle, &buffer, buffer.count, 0)
            if count <= 0 { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }
}
