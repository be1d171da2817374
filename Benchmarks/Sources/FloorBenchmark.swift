import Database
import Glibc
import Kernel
import Processes
import Synchronization
import TestSupport
import Threads

/// How long an agent waits for the next customer at a full floor: a real server, a connection for
/// each seat and one for its live page, a customer a minute at each. Alone, and while reports,
/// searches, sign-ins and an import run; beside a request that only finds its session, and a
/// durable row of plain SQLite.
struct FloorBenchmark: Benchmark {
    static let options = FloorOptions.known

    private let options: FloorOptions

    init(_ options: Options) throws {
        self.options = try FloorOptions(options)
        if let delay = self.options.slowDisk { try SlowDisk.enter(delay) }
    }

    func run() throws {
        let stage = try FloorStage(options)
        defer { stage.remove() }
        let sessions = stage.sessions
        let day = FloorDay(port: sessions.port, tokens: sessions.agents)
        let streams = try FloorStreams(day.open())
        print(
            "\(options.seats) seats, \(options.leads) leads, \(options.calls) calls today"
                + (options.slowDisk.map { ", each fdatasync \($0) ms slower" } ?? "")
        )
        try baseline(sessions)
        let lines = FloorLoad.allCases
        withThreads(3) { thread in
            switch thread {
            case 0: streams.run()
            case 1: day.run()
            default:
                for load in lines { measure(load, day, sessions) }
                streams.stop()
                day.stop()
            }
        }
        for (what, count) in day.refused.sorted(by: { $0.value > $1.value }).prefix(8) {
            print("  refused \(count) times: \(what)")
        }
        print("peak memory \(Measure.peakMegabytes) MB, seats and server in one process")
    }

    private func measure(_ load: FloorLoad, _ day: FloorDay, _ stage: FloorSessions) {
        let end = Atomic(Measure.microseconds() + options.seconds * 1_000_000)
        let isDone = Atomic(false)
        _ = day.take()
        let words = Mutex<[String]>([])
        let hasLoad = load != .nothing
        withThreads(2) { thread in
            if thread == 0 {
                if hasLoad {
                    let said = load.run(stage, rows: options.rows) {
                        Measure.microseconds() >= end.load(ordering: .relaxed)
                    }
                    words.withLock { $0 = said }
                }
                isDone.store(true, ordering: .releasing)
            } else {
                // At least so long, and until an import is in.
                while Measure.microseconds() < end.load(ordering: .relaxed)
                    || !isDone.load(ordering: .acquiring)
                {
                    pause(milliseconds: 50)
                }
            }
        }
        print(Measure.line("hand-out " + load.name, day.take()))
        for word in words.withLock({ $0 }) { print("    \(word)") }
    }

    private func baseline(_ stage: FloorSessions) throws {
        let client = try FloorClient(port: stage.port, token: stage.manager)
        var asked: [Double] = []
        for _ in 0..<500 {
            let start = Measure.microseconds()
            _ = try client.ask("GET", "/account")
            asked.append(Double(Measure.microseconds() - start) / 1_000)
        }
        print(Measure.line("session only (baseline)", asked))
        let path = "\(options.folder)/huihu-bench-plain-\(getpid()).sqlite"
        defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
        let plain = try SQLiteDatabase(path: path)
        defer { plain.close() }
        try plain.write { _ = try $0.execute("CREATE TABLE row(id BIGINT)") }
        var written: [Double] = []
        for number in 0..<200 {
            let start = Measure.microseconds()
            try plain.write { _ = try $0.execute("INSERT INTO row(id) VALUES (\(number))") }
            written.append(Double(Measure.microseconds() - start) / 1_000)
        }
        print(Measure.line("one durable row, plain SQLite (baseline)", written))
    }
}

/// A disk that takes its time: this program begins anew with an `fdatasync` that waits.
private enum SlowDisk {
    private static let mark = "HUIHU_BENCH_SLOW_DISK"

    static func enter(_ milliseconds: Int) throws {
        if let held = getenv(mark) {
            // It is loaded: what it was loaded from can go, and no program started here needs it.
            let folder = String(cString: held)
            for name in ["slow.c", "slow.so"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
            unsetenv("LD_PRELOAD")
            return
        }
        let folder = "/tmp/huihu-bench-slow-\(getpid())"
        mkdir(folder, 0o700)
        let (source, library) = ("\(folder)/slow.c", "\(folder)/slow.so")
        let text = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <time.h>
            static int slowly(const char *name, int file) {
                struct timespec wait = { \(milliseconds / 1_000), \(milliseconds % 1_000) * 1000000L };
                int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
                nanosleep(&wait, 0);
                return real(file);
            }
            int fdatasync(int file) { return slowly("fdatasync", file); }
            int fsync(int file) { return slowly("fsync", file); }

            """
        guard let file = fopen(source, "w") else {
            throw FloorFailure(what: "no room for \(source)")
        }
        fputs(text, file)
        fclose(file)
        let (status, _) = outputOf(
            ["/usr/bin/gcc", "-shared", "-fPIC", "-O", "-o", library, source],
            seconds: 60
        )
        guard status == 0 else { throw FloorFailure(what: "gcc did not build the slow disk") }
        setenv("LD_PRELOAD", library, 1)
        setenv(mark, folder, 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
        arguments.append(nil)
        execv("/proc/self/exe", &arguments)
        throw FloorFailure(what: "cannot begin anew: \(errno)")
    }
}
