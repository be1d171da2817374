import Glibc
import Kernel
import Synchronization
import TestSupport

/// One connection that is kept, as a browser keeps it: a request, its answer, the next.
final class FloorClient {
    private let descriptor: Int32
    private let head: String

    /// Connects to the server on this machine. `token` is a session's.
    init(port: Int, token: String?) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw FloorFailure(what: "no descriptor left") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
        // A server that does not answer must not hold the benchmark.
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &patience,
            socklen_t(MemoryLayout<timeval>.size)
        )
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        guard connected == 0 else { throw FloorFailure(what: "cannot connect: \(errno)") }
        self.descriptor = descriptor
        head =
            "Host: 127.0.0.1\r\nAccept: application/json\r\n"
            + (token.map { "Authorization: Bearer \($0)\r\n" } ?? "")
    }

    deinit { close(descriptor) }

    /// The socket, from which a live page's events are read.
    var socketNumber: Int32 { descriptor }

    /// Asks and waits for the whole answer.
    func ask(
        _ method: String,
        _ path: String,
        _ body: [UInt8] = [],
        type: String = "application/x-www-form-urlencoded",
    ) throws -> (status: Int, text: String) {
        try send(method, path, body, type: type)
        return try receive()
    }

    /// Asks and waits for nothing.
    func send(_ method: String, _ path: String, _ body: [UInt8] = [], type: String) throws {
        var request = "\(method) \(path) HTTP/1.1\r\n\(head)"
        if method != "GET" {
            request += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
        }
        let bytes = Array((request + "\r\n").utf8) + body
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw FloorFailure(what: "the server hung up: \(errno)") }
            sent += count
        }
    }

    private func receive() throws -> (status: Int, text: String) {
        var bytes: [UInt8] = []
        var end: Int?
        let mark = Array("\r\n\r\n".utf8)
        while end == nil {
            try more(&bytes)
            end = bytes.firstRange(of: mark)?.upperBound
        }
        let start = end ?? 0
        let head = String(decoding: bytes[..<start], as: UTF8.self)
        let status = Int(head.dropFirst(9).prefix(3)) ?? 0
        if let length = Self.header("content-length", head).flatMap({ Int($0) }) {
            while bytes.count < start + length { try more(&bytes) }
        } else {
            let last = Array("\r\n0\r\n\r\n".utf8)
            while !bytes.suffix(last.count).elementsEqual(last) { try more(&bytes) }
        }
        return (status, String(decoding: bytes[start...], as: UTF8.self))
    }

    private static func header(_ name: String, _ head: String) -> Substring? {
        for line in head.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else {
                continue
            }
            return line[line.index(after: colon)...].drop { $0 == " " }
        }
        return nil
    }

    private func more(_ bytes: inout [UInt8]) throws {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw FloorFailure(what: "no answer: \(errno)") }
        bytes += buffer[..<count]
    }
}

/// Why the benchmark cannot go on.
struct FloorFailure: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}

/// The live pages of all seats: reads what comes and throws it away.
final class FloorStreams: @unchecked Sendable {
    private let clients: [FloorClient]
    private let isOver = Atomic(false)

    init(_ clients: [FloorClient]) throws {
        self.clients = clients
        for client in clients { try client.send("GET", "/seat/events", type: "") }
    }

    /// Reads until `stop`, on threads of its own: to ask each of thousands at every event would take
    /// the processor that the server is measured on.
    func run() {
        withThreads(48) { [self] reader in
            var handles = stride(from: reader, to: clients.count, by: 48).map {
                pollfd(fd: clients[$0].socketNumber, events: Int16(POLLIN), revents: 0)
            }
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while !isOver.load(ordering: .relaxed) {
                guard poll(&handles, nfds_t(handles.count), 200) > 0 else { continue }
                for index in handles.indices where handles[index].revents != 0 {
                    let count = recv(handles[index].fd, &buffer, buffer.count, 0)
                    if count <= 0 { handles[index].fd = -1 }
                }
            }
        }
    }

    func stop() { isOver.store(true, ordering: .relaxed) }
}
