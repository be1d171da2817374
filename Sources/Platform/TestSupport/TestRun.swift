internal import FoundationEssentials
internal import Glibc

/// What one run of the tests has for itself, and what goes with it whatever a test has kept open.
enum TestRun {
    /// The folder of its databases' files: in memory where that is possible.
    static let folder: String = {
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        removeThoseOfEndedRuns(in: place)
        let path = "\(place)/\(prefix)\(getpid())"
        mkdir(path, 0o700)
        atexit { TestRun.remove(TestRun.folder) }
        return path
    }()

    private static let prefix = "huihu-run-"

    private static func remove(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // The next run removes it.
            return
        }
    }

    /// A run that crashed has removed nothing.
    private static func removeThoseOfEndedRuns(in place: String) {
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: place) {
                guard name.hasPrefix(prefix), let run = pid_t(name.dropFirst(prefix.count)),
                    kill(run, 0) != 0, errno == ESRCH
                else { continue }
                remove("\(place)/\(name)")
            }
        } catch {
            // They take room, and nothing else depends on them.
            return
        }
    }
}
