import FoundationEssentials
import Glibc
import Kernel

/// Writes what Janus writes: a header of JSON, then each RTP packet behind its time of arrival.
enum MJRWriter {
    /// A tone of so many hertz, in G.711 A-law, beginning at `microseconds` by the node's clock.
    static func write(tone hertz: Double, seconds: Double, at microseconds: Int64, to path: String)
        throws
    {
        let header = #"{"t":"a","c":"PCMA","s":\#(microseconds - 1_000),"u":\#(microseconds)}"#
        var bytes = Array("MJR00002".utf8) + big(UInt16(header.utf8.count)) + Array(header.utf8)
        let packets = Int(seconds * 50)
        for packet in 0..<packets {
            let payload = (0..<160).map { sample in
                let time = Double(packet * 160 + sample) / 8_000
                return alaw(Int16(8_000 * sin(2 * .pi * hertz * time)))
            }
            let rtp: [UInt8] =
                [0x80, 8] + big(UInt16(truncatingIfNeeded: packet)) + big(UInt32(packet * 160))
                + big(UInt32(0x1234_5678)) + payload
            bytes += Array("MEET".utf8) + big(UInt32(packet * 20)) + big(UInt16(rtp.count)) + rtp
        }
        try Data(bytes).write(to: URL(filePath: path))
    }

    private static func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// ITU-T G.711, A-law.
    private static func alaw(_ sample: Int16) -> UInt8 {
        let sign: UInt8 = sample < 0 ? 0 : 0x80
        let magnitude = min(32_635, abs(Int(sample) < 0 ? Int(sample) + 1 : Int(sample)))
        var exponent = 7
        while exponent > 0, magnitude & (0x80 << exponent) == 0 { exponent -= 1 }
        let mantissa = exponent == 0 ? magnitude >> 4 : magnitude >> (exponent + 3)
        return (sign | UInt8(exponent << 4) | UInt8(mantissa & 0x0F)) ^ 0x55
    }
}

/// How much of a tone a piece of sound has, by Goertzel's formula: 0 to 1.
func strength(of hertz: Double, in samples: [Double]) -> Double {
    let turn = 2 * cos(2 * .pi * hertz / 8_000)
    var (before, last) = (0.0, 0.0)
    for sample in samples { (before, last) = (last, sample + turn * last - before) }
    let power = last * last + before * before - turn * last * before
    let energy = samples.reduce(0) { $0 + $1 * $1 }
    return energy == 0 ? 0 : 2 * power / (energy * Double(samples.count))
}
