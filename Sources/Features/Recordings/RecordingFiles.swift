internal import FoundationEssentials
internal import Glibc
internal import Kernel
internal import Processes
internal import Telephony

/// The two sides of a call as a telephone node wrote them.
struct SpooledRecording: Sendable, Hashable {
    let call: CallID
    let folder: String

    var agent: String { "\(folder)/\(call)-user-audio.mjr" }
    var customer: String { "\(folder)/\(call)-peer-audio.mjr" }

    /// How many bytes both have now; it stops growing when the node has closed them.
    var size: Int { [agent, customer].reduce(0) { $0 + (fileSize($1) ?? 0) } }

    /// What lies in a folder, by call.
    static func all(in folder: String) -> [SpooledRecording] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            // The telephone has not been used yet.
            return []
        }
        let calls = names.compactMap { name -> Int64? in
            let parts = name.split(separator: "-", maxSplits: 1)
            guard parts.count == 2, parts[1] == "user-audio.mjr" || parts[1] == "peer-audio.mjr"
            else { return nil }
            return Int64(parts[0])
        }
        return Set(calls).sorted().map { SpooledRecording(call: CallID($0), folder: folder) }
    }

    func remove() {
        unlink(agent)
        unlink(customer)
    }
}

/// Turns a node's two files into one stereo file: the agent on the left, the customer on the right,
/// each beginning when its first voice came. With Debian's `janus-pp-rec` and `ffmpeg`.
struct RecordingMixer {
    /// What came out.
    struct Mixed {
        let path: String
        let agent: Duration
        let customer: Duration
    }

    /// The programs' time for one call.
    private static let seconds = 120
    /// Reads what a node wrote.
    private static let reader = "/usr/bin/janus-pp-rec"
    /// The status with which a program ends that is not there.
    private static let notFound: Int32 = 127
    let folder: String

    /// Mixes into a new folder of its own under `folder`; whoever calls removes it. Nil when
    /// neither side can be read.
    func mix(_ spooled: SpooledRecording) throws -> Mixed? {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let sides = [
            try side(spooled.agent, "agent"), try side(spooled.customer, "customer"),
        ]
        let first = sides.compactMap { $0?.beginsAt }.min() ?? 0
        guard sides.contains(where: { $0 != nil }) else { return nil }
        var arguments = ["/usr/bin/ffmpeg", "-v", "error", "-nostdin", "-y"]
        var delays: [Int] = []
        for side in sides {
            if let side {
                arguments += ["-i", side.path]
                delays.append(Int(side.beginsAt - first) / 1_000)
            } else {
                // A side that is not there is silence as long as the other.
                let length = (sides.compactMap { $0?.length }.max() ?? .zero).wholeMilliseconds
                arguments += ["-f", "lavfi", "-t", "\(length)ms", "-i", "anullsrc=r=8000:cl=mono"]
                delays.append(0)
            }
        }
        let mixed = "\(folder)/mixed.ogg"
        arguments += [
            "-filter_complex",
            "[0]adelay=\(delays[0])[a];[1]adelay=\(delays[1])[b];"
                + "[a][b]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR,"
                + "aresample=48000[o]",
            "-map", "[o]", "-c:a", "libopus", "-b:a", "32k", mixed,
        ]
        let result = outputOf(arguments, seconds: Self.seconds)
        guard result.status == 0 else {
            throw RecordingFailure(description: "ffmpeg ended with \(result.status)")
        }
        return Mixed(
            path: mixed,
            agent: sides[0]?.length ?? .zero,
            customer: sides[1]?.length ?? .zero,
        )
    }

    private struct Side {
        let path: String
        /// The first packet, in microseconds by the node's clock.
        let beginsAt: Int64
        let length: Duration
    }

    /// One side as sound; nil when it is not there or cannot be read.
    private func side(_ source: String, _ name: String) throws -> Side? {
        guard (fileSize(source) ?? 0) > 0 else { return nil }
        let path = "\(folder)/\(name).wav"
        let header = outputOf([Self.reader, "-j", source], seconds: Self.seconds)
        if header.status == Self.notFound {
            throw RecordingFailure(
                description: "\(Self.reader) is missing: install Debian's janus-tools"
            )
        }
        let made = outputOf([Self.reader, source, path], seconds: Self.seconds)
        guard header.status == 0, made.status == 0, let begin = Self.field("u", in: header.text),
            let bytes = fileSize(path), bytes > 44
        else { return nil }
        // 16 bits at 8,000 samples a second, behind a header of 44 bytes.
        return Side(path: path, beginsAt: begin, length: .milliseconds((bytes - 44) / 16))
    }

    /// A number of the header that janus-pp-rec prints.
    static func field(_ name: String, in json: String) -> Int64? {
        guard let key = json.firstRange(of: "\"\(name)\":") else { return nil }
        let digits = json[key.upperBound...].drop { $0 == " " }.prefix { $0.isNumber }
        return Int64(digits)
    }
}

/// Something is wrong with a recording's files.
struct RecordingFailure: Error, CustomStringConvertible {
    let description: String
}

/// The size of a file; nil where there is none.
func fileSize(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
}
