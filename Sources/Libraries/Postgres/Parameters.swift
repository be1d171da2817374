/// The values of one statement as libpq takes them: bytes in the server's binary form.
struct Parameters {
    private var bytes: [UInt8] = []
    private var starts: [Int] = []
    private(set) var lengths: [Int32] = []
    let formats: [Int32]

    init(_ values: [PostgresValue]) {
        formats = Array(repeating: 1, count: values.count)
        starts.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        bytes.reserveCapacity(values.count * 16)
        for value in values { append(value) }
        // A base address exists even if every value is null or empty.
        bytes.append(0)
    }

    private mutating func append(_ value: PostgresValue) {
        let start = bytes.count
        switch value {
        case .null:
            starts.append(-1)
            lengths.append(0)
            return
        case .integer(let number): append(UInt64(bitPattern: number))
        case .real(let number): append(number.bitPattern)
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .blob(let blob): bytes.append(contentsOf: blob)
        }
        starts.append(start)
        lengths.append(Int32(bytes.count - start))
    }

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Lends libpq's array of pointers, nil for null.
    func withPointers<Result>(
        _ body: ([UnsafePointer<CChar>?]) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return try body(starts.map { $0 < 0 ? nil : base.map { [start = $0] in $0 + start } })
        }
    }
}
