/// Which modules a folder may import. Server → App → Features → Platform → Libraries.
enum LayerRule {
    /// The capabilities in their order: a later one may import an earlier one.
    static let features = [
        "Accounts", "Suppliers", "Staff", "Contracts", "Campaigns", "Leads", "Calls", "Quality",
        "Settlement", "Workplace", "Oversight", "Reports",
    ]

    static let platform: Set<String> = [
        "Kernel", "Access", "Calendar", "Vault", "Database", "HTML", "Web", "Telephony", "Jobs",
    ]

    /// Each library with the C module that it alone imports; empty for none.
    static let libraries = [
        "Threads": "", "SQLite": "CSQLite", "Postgres": "CPostgres", "HTTPServer": "CMicrohttpd",
        "Sodium": "CSodium", "Boosting": "CXGBoost", "Workbook": "CXLSXWriter",
    ]

    /// What comes with the toolchain and any module may use.
    private static let toolchain: Set<String> = [
        "Glibc", "Synchronization", "FoundationEssentials",
    ]

    /// What a capability's rules may use: values, no input or output.
    private static let domain: Set<String> = ["Kernel", "Access", "Calendar", "Vault"]

    static func findings(_ source: SwiftSource) -> [Finding] {
        let parts = source.path.split(separator: "/").map(String.init)
        guard parts.count > 2, parts[0] == "Sources" else { return [] }
        return imports(source).compactMap { index, name in
            mayImport(name, parts, isTest: source.isTest)
                ? nil
                : source.finding(at: index, "\(place(parts)) may not import \(name)")
        }
    }

    /// The imported modules with the index of their token.
    static func imports(_ source: SwiftSource) -> [(index: Int, name: String)] {
        let kinds: Set<String> = [
            "struct", "class", "enum", "protocol", "func", "var", "typealias",
        ]
        return source.tokens.indices.compactMap { index in
            guard source.tokens[index].text == "import", source.token(index - 1) != "." else {
                return nil
            }
            let isKind = source.token(index + 1).map(kinds.contains) ?? false
            let module = index + (isKind ? 2 : 1)
            return source.token(module).map { (module, $0) }
        }
    }

    private static func place(_ parts: [String]) -> String {
        parts.count > 3 ? parts[1...2].joined(separator: "/") : parts[1]
    }

    private static func mayImport(_ name: String, _ parts: [String], isTest: Bool) -> Bool {
        if toolchain.contains(name) { return true }
        if isTest, name == "Testing" || name == "TestSupport" || name == parts[2] { return true }
        let isWrapper = libraries[name] != nil
        switch parts[1] {
        case "Libraries":
            return libraries[parts[2]] == name || (isTest && isWrapper)
        case "Platform":
            return name != parts[2] && (isWrapper || platform.contains(name))
        case "Features":
            if parts[3] == "Domain" { return domain.contains(name) || isEarlier(name, parts[2]) }
            return isWrapper || platform.contains(name) || isEarlier(name, parts[2])
        case "App":
            return isWrapper || platform.contains(name) || features.contains(name)
        case "Server":
            return name == "App" || platform.contains(name)
        default:
            return false
        }
    }

    private static func isEarlier(_ name: String, _ feature: String) -> Bool {
        guard let own = features.firstIndex(of: feature) else { return false }
        return features[..<own].contains(name)
    }
}
