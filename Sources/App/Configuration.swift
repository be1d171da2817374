internal import Kernel

/// How the program was asked to run.
package struct Configuration: Sendable, Hashable {
    /// The folder for the database, the key, uploads and exports.
    package var dataFolder = "data"
    /// The folder with style sheets and scripts.
    package var assetsFolder = "Public"
    /// The address to listen on.
    package var address = "127.0.0.1"
    /// The port to listen on.
    package var port = 8_080
    /// How many times as fast as the real one the demo's day runs.
    package var speed = 10
    /// Whether to start without a demo.
    package var isEmpty = false
    /// The database, as `sqlite:PATH` or a PostgreSQL connection string; nil for the embedded one.
    package var database: String?
    /// How many requests are answered at once.
    package var threads = 32
    /// The file with the telephone's settings; nil for the simulated line.
    package var telephony: String?
    /// How long a program that is told to stop waits for calls to end, in seconds.
    package var drainSeconds = 600
    /// Whether a proxy in front serves TLS, so that cookies are kept to it.
    package var usesTLS = false

    /// The addresses of the proxies in front, which tell whose request it is.
    package var proxies: Set<String> = []

    /// Connections at most.
    package var connections = 10_000
    /// Connections at most from one address; nil for three quarters of all.
    package var connectionsPerAddress: Int?
    /// How many megabytes of the disk are never given to uploads.
    package var reserveMegabytes = 256

    /// The defaults.
    package init() {}

    /// Connections at most from one address.
    package var connectionsForEach: Int {
        min(connections, connectionsPerAddress ?? max(1, connections * 3 / 4))
    }

    /// Reads `--name value` and `--flag`. Throws `UsageError` naming what is wrong.
    package init(arguments: some Sequence<String>) throws(UsageError) {
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--empty": isEmpty = true
            case "--tls": usesTLS = true
            case "--data": dataFolder = try Self.value(argument, &rest)
            case "--assets": assetsFolder = try Self.value(argument, &rest)
            case "--telephony": telephony = try Self.value(argument, &rest)
            case "--drain": drainSeconds = try Self.number(argument, &rest, in: 0...7_200)
            case "--address": address = try Self.value(argument, &rest)
            case "--database": database = try Self.value(argument, &rest)
            case "--proxy": proxies.insert(try Self.value(argument, &rest))
            case "--port": port = try Self.number(argument, &rest, in: 0...65_535)
            case "--speed": speed = try Self.number(argument, &rest, in: 0...600)
            case "--connections": connections = try Self.number(argument, &rest, in: 10...200_000)
            case "--connections-per-address":
                connectionsPerAddress = try Self.number(argument, &rest, in: 1...200_000)
            case "--reserve": reserveMegabytes = try Self.number(argument, &rest, in: 0...1_000_000)
            case "--threads": threads = try Self.number(argument, &rest, in: 1...256)
            default: throw UsageError("unknown option \(argument)")
            }
        }
    }

    private static func value(
        _ name: String,
        _ rest: inout ArraySlice<String>,
    ) throws(UsageError) -> String {
        guard let value = rest.popFirst(), !value.hasPrefix("--") else {
            throw UsageError("\(name) needs a value")
        }
        return value
    }

    private static func number(
        _ name: String,
        _ rest: inout ArraySlice<String>,
        in range: ClosedRange<Int>,
    ) throws(UsageError) -> Int {
        let text = try value(name, &rest)
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \(text)"
            )
        }
        return number
    }
}

/// The program was called the wrong way.
package struct UsageError: Error, CustomStringConvertible, Hashable {
    /// What is wrong.
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// No command, or one that does not exist.
    package static let noCommand = UsageError("say what to do")

    /// How the program is called.
    package static let usage = """
        huihu serve [--data DIR] [--port N] [--address A] [--speed X] [--empty]
                    [--database sqlite:PATH|postgres://…] [--threads N] [--tls] [--proxy A]
                    [--assets DIR] [--telephony FILE] [--drain SECONDS]
                    [--connections N] [--connections-per-address N] [--reserve MB]
        huihu leads from-uci FILE [--output FILE] [--seed N]
        huihu version
        """
}
