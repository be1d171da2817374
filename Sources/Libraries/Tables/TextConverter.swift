internal import Glibc

/// Turns GB18030 into UTF-8 through glibc's `iconv`. Not for two threads at once.
final class TextConverter {
    private let handle: iconv_t
    private var room: [UInt8] = Array(repeating: 0, count: 4_096)

    init() {
        handle = iconv_open("UTF-8", "GB18030")
        precondition(Int(bitPattern: handle) != -1, "glibc has no GB18030: install libc-bin.")
    }

    deinit {
        iconv_close(handle)
    }

    /// Appends `source` to `target` as UTF-8. Bytes that are no GB18030 become U+FFFD; returns
    /// whether there were none.
    func append(_ source: ArraySlice<UInt8>, to target: inout [UInt8]) -> Bool {
        // Two bytes become three at most, four become four: three for one is always enough.
        if room.count < source.count * 3 {
            room = Array(repeating: 0, count: source.count * 3)
        }
        var isValid = true
        let count = room.withUnsafeMutableBytes { output in
            source.withUnsafeBytes { input in
                convert(input, to: output, &isValid)
            }
        }
        target += room[..<count]
        return isValid
    }

    private func convert(
        _ input: UnsafeRawBufferPointer,
        to output: UnsafeMutableRawBufferPointer,
        _ isValid: inout Bool
    ) -> Int {
        // `iconv` takes a mutable pointer and does not write through it.
        var from = UnsafeMutableRawPointer(mutating: input.baseAddress)?
            .assumingMemoryBound(to: CChar.self)
        var fromLeft = input.count
        var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var toLeft = output.count
        while fromLeft > 0,
            iconv(handle, &from, &fromLeft, &to, &toLeft) == Int(bitPattern: UInt.max)
        {
            isValid = false
            for byte in [0xEF, 0xBF, 0xBD] as [UInt8] {
                to?.pointee = CChar(bitPattern: byte)
                to = to?.successor()
                toLeft -= 1
            }
            // An illegal or cut-off character: go on behind its first byte.
            from = from?.successor()
            fromLeft -= 1
        }
        return output.count - toLeft
    }
}
