/// Reads the server's binary form; nil for a type that this product does not use.
func decoded(_ bytes: UnsafeRawBufferPointer, oid: UInt32) -> PostgresValue? {
    switch oid {
    case 20: .integer(Int64(truncatingIfNeeded: bytes.bigEndian(UInt64.self)))
    case 23: .integer(Int64(Int32(truncatingIfNeeded: bytes.bigEndian(UInt32.self))))
    case 21: .integer(Int64(Int16(truncatingIfNeeded: bytes.bigEndian(UInt16.self))))
    case 26: .integer(Int64(bytes.bigEndian(UInt32.self)))
    case 16: .integer(bytes.first == 0 ? 0 : 1)
    case 701: .real(Double(bitPattern: bytes.bigEndian(UInt64.self)))
    case 700: .real(Double(Float(bitPattern: bytes.bigEndian(UInt32.self))))
    case 17: .blob(Array(bytes))
    // text, varchar, bpchar, name, "char", unknown, json.
    case 25, 1_043, 1_042, 19, 18, 705, 114: .text(String(decoding: bytes, as: UTF8.self))
    case 1_700: numeric(bytes)
    // void, what a function without a result returns.
    case 2_278: .null(.unknown)
    default: nil
    }
}

/// An exact number, such as the sum of a BIGINT column: an integer when it is whole and fits.
///
/// The server sends how many digits to base 10,000 follow, the weight of the first, the sign, how
/// many decimals to show, and the digits.
private func numeric(_ bytes: UnsafeRawBufferPointer) -> PostgresValue? {
    let words = stride(from: 0, to: bytes.count - 1, by: 2).map {
        UnsafeRawBufferPointer(rebasing: bytes[$0...]).bigEndian(UInt16.self)
    }
    guard words.count >= 4, words.count == 4 + Int(words[0]) else { return nil }
    let weight = Int(Int16(bitPattern: words[1]))
    let isNegative = words[2] == 0x4000
    guard isNegative || words[2] == 0 else { return nil }
    let digits = words[4...].map(Int64.init)

    var whole: Int64 = 0
    var fits = true
    for position in stride(from: 0, through: weight, by: 1) {
        let digit = position < digits.count ? digits[position] : 0
        let (product, over) = whole.multipliedReportingOverflow(by: 10_000)
        let (sum, more) = product.addingReportingOverflow(digit)
        if over || more { fits = false }
        whole = sum
    }
    let isWhole = digits.count <= max(weight + 1, 0)
    if isWhole, fits { return .integer(isNegative ? -whole : whole) }

    // The text has the form 123e-8, which reads back rounded correctly.
    let text = digits.map { String(String(10_000 + $0).dropFirst()) }.joined()
    let exponent = (weight - digits.count + 1) * 4
    return Double("\(isNegative ? "-" : "")\(text)e\(exponent)").map(PostgresValue.real)
}

extension UnsafeRawBufferPointer {
    /// The number in the first bytes, the most significant one first; short of bytes, zero.
    fileprivate func bigEndian<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
        guard count >= MemoryLayout<Number>.size else { return 0 }
        return Number(bigEndian: loadUnaligned(as: Number.self))
    }
}
