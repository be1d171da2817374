// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: the compiler refuses what the layout forbids.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A Debian C library: a module map and a `shim.h`, no Swift.
func system(_ name: String, package: String, apt: String) -> Target {
    .systemLibrary(
        name: name,
        path: "Sources/Libraries/\(name)",
        pkgConfig: package,
        providers: [.apt([apt])],
    )
}

/// A target with its tests beside it, in the folder's `Tests`.
func module(
    _ name: String,
    in layer: String,
    _ dependencies: [Target.Dependency],
    tests testDependencies: [Target.Dependency] = [],
) -> [Target] {
    let folder = layer.isEmpty ? "Sources/\(name)" : "Sources/\(layer)/\(name)"
    return [
        .target(
            name: name,
            dependencies: dependencies,
            path: folder,
            exclude: ["Tests"],
            swiftSettings: strict,
        ),
        .testTarget(
            name: "\(name)Tests",
            dependencies: [.target(name: name)] + dependencies + testDependencies,
            path: "\(folder)/Tests",
            swiftSettings: strict,
        ),
    ]
}

/// A capability: a Features folder whose tests run against `TestSupport`.
func capability(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    tests: [Target.Dependency] = [],
) -> [Target] {
    module(name, in: "Features", platform + dependencies, tests: ["TestSupport"] + tests)
}

/// What every capability may import from the platform.
let platform: [Target.Dependency] = [
    "Kernel", "Access", "Calendar", "Vault", "Database", "HTML", "Web", "Records", "Papers",
    "Telephony", "Jobs", "Threads",
]

/// C made safe. A module joins here with its folder.
let libraries: [Target] =
    [
        system("CSQLite", package: "sqlite3", apt: "libsqlite3-dev"),
        system("CPostgres", package: "libpq", apt: "libpq-dev"),
        system("CMicrohttpd", package: "libmicrohttpd", apt: "libmicrohttpd-dev"),
        system("CSodium", package: "libsodium", apt: "libsodium-dev"),
        system("CZlib", package: "zlib", apt: "zlib1g-dev"),
        system("CCurl", package: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CXLSXWriter", package: "xlsxwriter", apt: "libxlsxwriter-dev"),
    ]
    + module("SQLite", in: "Libraries", ["CSQLite"])
    + module("Postgres", in: "Libraries", ["CPostgres"])
    + module("Gzip", in: "Libraries", ["CZlib"], tests: ["Processes"])
    + module(
        "HTTPServer",
        in: "Libraries",
        ["CMicrohttpd", "Gzip", "Sodium", "Threads"],
        tests: ["TestSupport"],
    )
    + module("HTTPClient", in: "Libraries", ["CCurl"], tests: ["HTTPServer"])
    + module("Sodium", in: "Libraries", ["CSodium"])
    + module("Threads", in: "Libraries", [], tests: ["TestSupport"])
    + module("Processes", in: "Libraries", [])
    + module("Tables", in: "Libraries", ["Processes"])
    + module("Workbook", in: "Libraries", ["CXLSXWriter"], tests: ["Tables"])

/// The vocabulary that every capability shares, in order: each may import what stands above it.
let platformTargets: [Target] =
    module("Kernel", in: "Platform", [])
    + module("Access", in: "Platform", ["Kernel"])
    + module("Calendar", in: "Platform", ["Kernel"])
    + module("HTML", in: "Platform", ["Kernel"])
    + module(
        "Database",
        in: "Platform",
        ["Kernel", "SQLite", "Postgres", "Processes", "Threads"],
        tests: ["TestSupport"],
    )
    + module(
        "TestSupport",
        in: "Platform",
        ["Kernel", "Calendar", "Database", "Vault", "Telephony", "Threads", "Web"],
    )
    + module(
        "Vault",
        in: "Platform",
        ["Kernel", "Access", "Database", "Sodium"],
        tests: ["TestSupport"],
    )
    + module("Telephony", in: "Platform", ["Kernel", "Threads"], tests: ["TestSupport"])
    + module(
        "Janus",
        in: "Platform",
        ["Kernel", "Telephony", "HTTPClient", "HTTPServer", "Threads"],
        tests: ["TestSupport"],
    )
    + module(
        "Jobs",
        in: "Platform",
        ["Kernel", "Database", "Vault", "Threads"],
        tests: ["TestSupport"]
    )
    + module(
        "Web",
        in: "Platform",
        [
            "Kernel", "Access", "Calendar", "HTML", "Database", "Jobs", "Vault", "Telephony",
            "HTTPServer", "Threads",
        ],
        tests: ["TestSupport"],
    )
    + module(
        "Records",
        in: "Platform",
        [
            "Kernel", "Access", "Calendar", "HTML", "Database", "Vault", "Web", "HTTPServer",
            "Sodium", "Processes", "Threads",
        ],
        tests: ["TestSupport"],
    )
    + module(
        "Papers",
        in: "Platform",
        [
            "Kernel", "Access", "Database", "HTML", "Web", "Processes", "Sodium", "Workbook",
        ],
        tests: ["TestSupport"],
    )

/// What no single capability owns.
let wholeTests: [Target] = [
    .testTarget(
        name: "TidyTests",
        path: "Tests/Tidy",
        exclude: ["open-clauses.txt"],
        swiftSettings: strict,
    ),
    .testTarget(
        name: "AuthorizationTests",
        dependencies: platform + [
            "Accounts", "App", "Calls", "Campaigns", "HTTPServer", "Leads", "Recordings", "Sodium",
            "TestSupport", "Workbook",
        ],
        path: "Tests/Authorization",
        exclude: ["Snapshots"],
        swiftSettings: strict,
    ),
]

/// What a bank and its vendors do here. Each may import what stands above it.
let features: [Target] =
    capability("Accounts", ["Sodium", "HTTPServer"])
    + capability("Campaigns", ["Accounts"])
    + capability(
        "Leads",
        ["Accounts", "Campaigns", "Tables", "Sodium", "HTTPServer"],
        tests: ["Workbook"]
    )
    + capability("Calls", ["Accounts", "Campaigns", "Leads"], tests: ["HTTPServer"])
    + capability("Recordings", ["Accounts", "Calls", "HTTPServer", "Processes"])
    + capability(
        "Reports",
        ["Accounts", "Campaigns", "Leads", "Calls", "Workbook", "Tables", "HTTPServer"],
    )

/// The composition root and the program.
let product: [Target] =
    module(
        "App",
        in: "",
        platform + [
            "Accounts", "Campaigns", "Leads", "Calls", "Recordings", "Reports", "HTTPServer",
            "Sodium", "Janus", "Processes", "HTTPClient",
        ],
        tests: ["TestSupport"],
    ) + [
        .executableTarget(
            name: "Server",
            dependencies: ["App", "Kernel"],
            path: "Sources/Server",
            swiftSettings: strict,
        )
    ]

/// What is fast and what is not, each beside a baseline. `swift run -c release huihu-bench`.
let benchmarks: [Target] = [
    .executableTarget(
        name: "Benchmarks",
        dependencies: platform + [
            "Accounts", "App", "Calls", "Campaigns", "HTTPServer", "Leads", "Processes",
            "Reports", "Sodium", "Tables", "TestSupport",
        ],
        path: "Benchmarks/Sources",
        swiftSettings: strict,
    )
]

let package = Package(
    name: "huihu",
    products: [
        .executable(name: "huihu", targets: ["Server"]),
        .executable(name: "huihu-bench", targets: ["Benchmarks"]),
    ],
    targets: libraries + platformTargets + features + product + benchmarks + wholeTests,
)
