/// Which modules a folder may import. Server → App → Features → Platform → Libraries.
struct LayerRule {
    /// The capabilities in their order: a later one may import an earlier one.
    static let features = [
        "Accounts", "Suppliers", "Staff", "Contracts", "Campaigns", "Leads", "Calls", "Recordings",
        "Quality",
        "Settlement", "Workplace", "Oversight", "Reports",
    ]

    static let platform: Set<String> = [
        "Kernel", "Access", "Calendar", "Vault", "Database", "HTML", "Web", "Records", "Papers",
        "Telephony",
        "Jobs",
    ]

    /// Drivers behind a platform protocol; only the composition root knows them.
    static let drivers: Set<String> = ["Janus"]

    /// The C modules whose one wrapper is not named after them; the others are `CName` and `Name`.
    private static let wrappers = [
        "CCurl": "HTTPClient", "CMicrohttpd": "HTTPServer", "CXGBoost": "Boosting",
        "CZlib": "Gzip",
        "CXLSXWriter": "Workbook",
    ]

    /// What comes with the toolchain and any module may use.
    private static let toolchain: Set<String> = [
        "Glibc", "Synchronization", "FoundationEssentials",
    ]

    /// What a capability's rules may use: values, no input or output. Of Telephony that is what the
    /// line saw; of Vault it is `Masked`.
    private static let domain: Set<String> = ["Kernel", "Access", "Calendar", "Vault", "Telephony"]

    /// The folders of `Sources/Libraries`: C modules and their wrappers.
    let libraries: Set<String>

    init(libraries: Set<String>) {
        self.libraries = libraries
    }

    init(_ project: Project) {
        libraries = Set(
            project.paths.filter { $0.hasPrefix("Sources/Libraries/") }.map { path in
                String(path.split(separator: "/")[2])
            }
        )
    }

    func findings(_ source: SwiftSource) -> [Finding] {
        let parts = source.path.split(separator: "/").map(String.init)
        guard parts.count > 2, parts[0] == "Sources" else { return [] }
        return Self.imports(source).compactMap { index, name in
            mayImport(name, parts, isTest: source.isTest)
                ? nil
                : source.finding(at: index, "\(Self.place(parts)) may not import \(name)")
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
        let isDomain = parts.count > 4 && parts[3] == "Domain"
        return parts.count > 3 ? parts[1...(isDomain ? 3 : 2)].joined(separator: "/") : parts[1]
    }

    private func mayImport(_ name: String, _ parts: [String], isTest: Bool) -> Bool {
        if Self.toolchain.contains(name) { return true }
        if isTest, name == "Testing" || name == "TestSupport" || name == parts[2] { return true }
        let isCModule = Self.isCModule(name)
        let isWrapper = libraries.contains(name) && !isCModule
        let isPlatform = Self.platform.contains(name)
        switch parts[1] {
        case "Libraries":
            return isWrapper || (isCModule && Self.wrapper(name) == parts[2])
        case "Platform":
            return name != parts[2] && (isWrapper || isPlatform)
        case "Features":
            if parts[3] == "Domain" {
                return Self.domain.contains(name) || Self.isEarlier(name, parts[2])
            }
            return isWrapper || isPlatform || Self.isEarlier(name, parts[2])
        case "App":
            // Its own tests import it; nothing else in the folder can.
            return isWrapper || isPlatform || name == "App" || Self.features.contains(name)
                || Self.drivers.contains(name)
        case "Server":
            return isPlatform || name == "App"
        default:
            return false
        }
    }

    private static func isCModule(_ name: String) -> Bool {
        name.utf8.first == 0x43
            && name.utf8.dropFirst().first.map { (0x41...0x5A).contains($0) } ?? false
    }

    private static func wrapper(_ module: String) -> String {
        wrappers[module] ?? String(module.dropFirst())
    }

    private static func isEarlier(_ name: String, _ feature: String) -> Bool {
        guard let own = features.firstIndex(of: feature) else { return false }
        return features[..<own].contains(name)
    }
}
