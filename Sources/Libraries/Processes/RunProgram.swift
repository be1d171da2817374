internal import Glibc

/// Runs a program to its end, without a shell and with no environment but a path and UTF-8. Its
/// input is empty; its output and messages go to open files. Blocks the thread: use it from a plain
/// one.
///
/// `arguments` begin with the program's path. Returns its status, 128 and the signal if one ended
/// it, 127 if it could not be started.
package func runProgram(_ arguments: [String], output: Int32, messages: Int32) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, messages, 2)
    // The child starts with no signal blocked or ignored, whatever this thread does.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var process = pid_t()
    let code = withCStrings(arguments) { copies in
        withCStrings(["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]) { environment in
            posix_spawn(&process, arguments[0], &actions, &attributes, copies, environment)
        }
    }
    guard code == 0 else { return 127 }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
        guard errno == EINTR else { return 127 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
}

/// Runs a program for at most so many seconds and gives back what it printed, up to 64 KiB.
package func outputOf(_ arguments: [String], seconds: Int) -> (status: Int32, text: String) {
    // Files without a name, gone when they are closed.
    guard let output = tmpfile() else { return (127, "") }
    defer { fclose(output) }
    guard let messages = tmpfile() else { return (127, "") }
    defer { fclose(messages) }
    let limited = ["/usr/bin/timeout", "--kill-after=5", String(seconds)] + arguments
    let status = runProgram(limited, output: fileno(output), messages: fileno(messages))
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = pread(fileno(output), &bytes, bytes.count, 0)
    return (status, String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
}

private func withCStrings<Result>(
    _ strings: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result,
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}

/// Runs a program over `input` for at most so many seconds and gives back what it printed, up to
/// `most` bytes. The input lies in a file without a name; `arguments` gets the path by which the
/// program opens it.
package func outputOf(
    input: [UInt8],
    seconds: Int,
    most: Int,
    _ arguments: (String) -> [String],
) -> (status: Int32, bytes: [UInt8]) {
    guard let source = tmpfile() else { return (127, []) }
    defer { fclose(source) }
    guard let output = tmpfile() else { return (127, []) }
    defer { fclose(output) }
    guard let messages = tmpfile() else { return (127, []) }
    defer { fclose(messages) }
    guard fwrite(input, 1, input.count, source) == input.count, fflush(source) == 0 else {
        return (127, [])
    }
    let path = "/proc/\(getpid())/fd/\(fileno(source))"
    let limited =
        ["/usr/bin/timeout", "--kill-after=5", String(seconds)] + arguments(path)
    let status = runProgram(limited, output: fileno(output), messages: fileno(messages))
    var bytes = [UInt8](repeating: 0, count: most)
    let count = pread(fileno(output), &bytes, bytes.count, 0)
    return (status, Array(bytes.prefix(max(0, count))))
}
