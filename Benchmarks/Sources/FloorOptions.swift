import Kernel

/// What `huihu-bench floor` takes.
struct FloorOptions {
    static let known = [
        Option("--seats", "N", L("坐席数（3000）", en: "seats (3,000)")),
        .leads,
        Option("--calls", "N", L("当日通话数（1000000）", en: "calls (1,000,000)")),
        Option("--rows", "N", L("导入的行数（1000000）", en: "rows to import (1,000,000)")),
        Option("--seconds", "N", L("每行测多久（15）", en: "how long each line is measured (15)")),
        Option(
            "--database",
            "URL",
            L("postgresql://…；否则为 SQLite", en: "postgresql://…; SQLite without it")
        ),
        .folder,
        Option(
            "--slow-disk",
            "MS",
            L("每次 fdatasync 再慢这么多毫秒", en: "each fdatasync takes so much longer")
        ),
    ]

    let seats: Int
    let leads: Int
    let calls: Int
    let rows: Int
    let seconds: Int
    let database: String?
    let folder: String
    let slowDisk: Int?

    init(_ options: Options) throws(UsageError) {
        seats = try options.number("--seats", in: 10...20_000) ?? 3_000
        leads = try options.number("--leads", in: 1_000...20_000_000) ?? 1_000_000
        calls = try options.number("--calls", in: 0...20_000_000) ?? 1_000_000
        rows = try options.number("--rows", in: 1...5_000_000) ?? 1_000_000
        seconds = try options.number("--seconds", in: 1...600) ?? 15
        database = options.text("--database")
        folder = options.text("--folder") ?? "/tmp"
        slowDisk = try options.number("--slow-disk", in: 1...10_000)
    }
}
