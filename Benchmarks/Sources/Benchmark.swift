import Kernel

/// Something that can be measured.
protocol Benchmark {
    /// What its command takes.
    static var options: [Option] { get }

    /// The measurement that the options ask for. Throws `UsageError`.
    init(_ options: Options) throws

    /// Measures and prints.
    func run() throws
}

extension Option {
    static let folder = Option(
        "--folder",
        "DIR",
        L("数据所在目录（/tmp）", en: "where the data lies (/tmp)")
    )
    static let leads = Option("--leads", "N", L("名单数（1000000）", en: "leads (1,000,000)"))
    static let engine = Option(
        "--engine",
        "NAME",
        L("sqlite 或 postgres（HUIHU_TEST_POSTGRES）", en: "sqlite or postgres (HUIHU_TEST_POSTGRES)")
    )
}
