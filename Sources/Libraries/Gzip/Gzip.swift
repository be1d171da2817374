internal import CZlib

/// `bytes` as a gzip file, packed as tightly as zlib can; nil where that makes them no smaller.
package func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
    var packed = [UInt8](repeating: 0, count: bytes.count)
    let count = bytes.withUnsafeBytes { source in
        packed.withUnsafeMutableBytes { target in
            shim_gzip(source.baseAddress, source.count, target.baseAddress, target.count)
        }
    }
    guard count > 0 else { return nil }
    return Array(packed[..<count])
}
