package import Kernel
package import Web

extension Form {
    /// The addresses and networks of a field, divided by spaces, commas or lines; none when it is
    /// empty. Throws for what is neither.
    package func sourceAddresses(_ field: String) throws(InvalidInput) -> [SourceAddress] {
        var addresses: [SourceAddress] = []
        let texts = all(field).flatMap {
            $0.split { $0.isWhitespace || ",，;；".contains($0) }
        }
        for text in texts {
            guard let address = SourceAddress(String(text)) else {
                throw InvalidInput(
                    field,
                    L(
                        "“\(text)”不是IP地址或网段（如 10.8.0.0/16）。",
                        en: "“\(text)” is no IP address or network (such as 10.8.0.0/16).",
                    ),
                )
            }
            addresses.append(address)
        }
        return addresses
    }
}
