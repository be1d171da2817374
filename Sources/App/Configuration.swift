package import Kernel

/// How the program was asked to run.
package struct Configuration: Sendable, Hashable {
    /// The folder for the database, the key, uploads and exports.
    package var dataFolder = "data"
    /// The folder with style sheets and scripts.
    package var assetsFolder = "Public"
    /// The address to listen on.
    package var address = "127.0.0.1"
    /// The port to listen on.
    package var port = 8_080
    /// How many times as fast as the real one the demo's day runs.
    package var speed = 10
    /// Whether to start without a demo.
    package var isEmpty = false
    /// The database, as `sqlite:PATH` or a PostgreSQL connection string; nil for the embedded one.
    package var database: String?
    /// How many requests are answered at once.
    package var threads = 32
    /// The file with the telephone's settings; nil for the simulated line.
    package var telephony: String?
    /// The file with the bank's mail server; nil for no mail.
    package var mail: String?
    /// How long a program that is told to stop waits for calls to end, in seconds.
    package var drainSeconds = 600
    /// Whether a proxy in front serves TLS, so that cookies are kept to it.
    package var usesTLS = false
    /// The addresses of the proxies in front, which tell whose request it is.
    package var proxies: Set<String> = []
    /// Connections at most.
    package var connections = 10_000
    /// Connections at most from one address; nil for three quarters of all.
    package var connectionsPerAddress: Int?
    /// How many megabytes of the disk are never given to uploads.
    package var reserveMegabytes = 256

    /// The defaults.
    package init() {}

    /// Connections at most from one address.
    package var connectionsForEach: Int {
        min(connections, connectionsPerAddress ?? max(1, connections * 3 / 4))
    }

    /// Reads the options of `huihu serve`. Throws `UsageError` naming what is wrong.
    package init(arguments: some Sequence<String>) throws(UsageError) {
        let options = try Options(arguments, of: Self.options)
        isEmpty = options.has("--empty")
        usesTLS = options.has("--tls")
        dataFolder = options.text("--data") ?? dataFolder
        assetsFolder = options.text("--assets") ?? assetsFolder
        telephony = options.text("--telephony")
        mail = options.text("--mail")
        address = options.text("--address") ?? address
        database = options.text("--database")
        proxies = Set(options.all("--proxy"))
        drainSeconds = try options.number("--drain", in: 0...7_200) ?? drainSeconds
        port = try options.number("--port", in: 0...65_535) ?? port
        speed = try options.number("--speed", in: 0...600) ?? speed
        threads = try options.number("--threads", in: 1...256) ?? threads
        connections = try options.number("--connections", in: 10...200_000) ?? connections
        connectionsPerAddress = try options.number("--connections-per-address", in: 1...200_000)
        reserveMegabytes = try options.number("--reserve", in: 0...1_000_000) ?? reserveMegabytes
    }

    /// What `huihu serve` takes.
    static let options = [
        Option("--data", "DIR", L("数据目录（data）", en: "where everything is kept (data)")),
        Option("--port", "N", L("监听端口（8080）", en: "the port to listen on (8080)")),
        Option("--address", "A", L("监听地址（127.0.0.1）", en: "the address to listen on (127.0.0.1)")),
        Option(
            "--database",
            "URL",
            L(
                "postgresql://… 或 sqlite:路径（数据目录中的 SQLite）",
                en: "postgresql://… or sqlite:PATH (SQLite in the data folder)",
            ),
        ),
        Option("--empty", L("不装载演示数据", en: "without the demo")),
        Option("--speed", "X", L("演示时钟的倍速（10）", en: "how fast the demo's clock runs (10)")),
        Option(
            "--telephony",
            "FILE",
            L("电话配置文件（模拟线路）", en: "the telephone's settings (a simulated line)"),
        ),
        Option(
            "--mail",
            "FILE",
            L("通知邮件的服务器配置（不发邮件）", en: "the mail server for notices (no mail)"),
        ),
        Option(
            "--drain",
            "SECONDS",
            L("停止时等待通话结束的秒数（600）", en: "how long a stop waits for calls to end (600)"),
        ),
        Option("--tls", L("前面的网页服务器提供 TLS", en: "a web server in front serves TLS")),
        Option(
            "--proxy",
            "A",
            L("前面网页服务器的地址，可多次给出", en: "the web server in front; may come several times"),
        ),
        Option("--connections", "N", L("连接总数上限（10000）", en: "connections at most (10000)")),
        Option(
            "--connections-per-address",
            "N",
            L("单个地址的连接上限（总数的四分之三）", en: "of one address (three quarters of all)"),
        ),
        Option(
            "--reserve",
            "MB",
            L("上传不得占用的磁盘余量（256）", en: "how much of the disk uploads leave free (256)"),
        ),
        Option("--threads", "N", L("同时处理的请求数（32）", en: "requests answered at once (32)")),
        Option("--assets", "DIR", L("样式与脚本目录（Public）", en: "style sheets and scripts (Public)")),
    ]
}

/// What the program says of itself on the command line.
package enum CommandHelp {
    /// How the program is called, or one of its commands.
    package static func text(for command: String?) -> String {
        switch command {
        case "serve":
            "huihu serve [选项 OPTION…]\n" + Options.help(Configuration.options)
        case "leads":
            "huihu leads from-uci FILE [选项 OPTION…]\n" + Options.help(LeadsCommand.options)
        case "recount":
            "huihu recount [选项 OPTION…]\n" + Options.help(RecountCommand.options)
        case "verify":
            "huihu verify [选项 OPTION…]\n" + Options.help(VerifyCommand.options)
        case "version": "huihu version\n"
        default:
            """
            huihu serve [选项 OPTION…]          启动系统 · starts the system
            huihu leads from-uci FILE [OPTION…] 由公开数据集生成名单 · leads from the public data set
            huihu recount [选项 OPTION…]        按明细重算合计 · counts the sums anew
            huihu verify [选项 OPTION…]         校验审计日志 · verifies the audit log
            huihu version                       版本 · the version
            huihu COMMAND --help                命令的选项 · what a command takes

            """
        }
    }
}
