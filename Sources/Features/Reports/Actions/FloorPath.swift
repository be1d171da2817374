internal import Calls
internal import HTTPServer

extension FloorQuery {
    /// The address of a vendor's floor as it is asked for, from its first part on.
    func path(of vendor: Int64?) -> String {
        var parts: [String] = []
        if let vendor { parts.append("vendor=\(vendor)") }
        if let state { parts.append("state=\(state.rawValue)") }
        if !search.isEmpty { parts.append("q=\(percentEncode(search))") }
        return parts.isEmpty ? "/floor" : "/floor?" + parts.joined(separator: "&")
    }
}
