internal import App
internal import Glibc
internal import Kernel

/// Blocks the signals that end the program, so that one thread may wait for them.
private func blockedSignals() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    return signals
}

/// Says a line at once, also when the output is a file.
private func say(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(descriptor, bytes, bytes.count)
}

private func serve(_ arguments: ArraySlice<String>) throws {
    var signals = blockedSignals()
    signal(SIGPIPE, SIG_IGN)
    let launch = try Launch(Configuration(arguments: arguments))
    if let warning = launch.warning {
        say("\(warning.chinese)\n\(warning.english)", to: STDERR_FILENO)
    }
    say(launch.greeting)
    if let accounts = launch.demoAccounts { say("演示账号 Demo sign-ins:\n\(accounts)") }
    var received: Int32 = 0
    sigwait(&signals, &received)
    if launch.drain() { wait(for: launch, &signals) }
    say("惠呼 Huihu stops.")
    launch.stop()
}

/// Lets calls come to their end before the program stops; a second signal ends the wait, and the
/// calls are left to the next start.
private func wait(for launch: Launch, _ signals: inout sigset_t) {
    say(
        "惠呼 Huihu places no further call and waits for \(launch.callCount) to end; "
            + "stop it again to leave them to the next start, within 20 seconds."
    )
    var second = timespec(tv_sec: 1, tv_nsec: 0)
    for _ in 0..<launch.drainSeconds where launch.callCount > 0 {
        if sigtimedwait(&signals, nil, &second) > 0 { return }
    }
}

private func run(_ arguments: [String]) throws {
    let (command, rest) = (arguments.first ?? "", arguments.dropFirst())
    switch command {
    case "serve", "leads", "recount", "verify", "version":
        if Options.asksForHelp(rest) { return say(CommandHelp.text(for: command)) }
    case "help", "--help", "-h": return say(CommandHelp.text(for: nil))
    default: throw UsageError.noCommand(command)
    }
    switch command {
    case "serve": try serve(rest)
    case "leads": say(try LeadsCommand.run(rest))
    case "recount": say(try RecountCommand.run(rest))
    case "verify": say(try VerifyCommand.run(rest))
    default:
        _ = try Options(rest, of: [])
        say("huihu 0.1.0")
    }
}

// What the program makes is for its own user alone.
umask(0o077)
do {
    try run(Array(CommandLine.arguments.dropFirst()))
} catch let error as UsageError {
    say("\(error.message.chinese)\n\(error.message.english)", to: STDERR_FILENO)
    say(CommandHelp.text(for: CommandLine.arguments.dropFirst().first), to: STDERR_FILENO)
    exit(2)
} catch let refusal as any UserFacing {
    say("\(refusal.message.chinese)\n\(refusal.message.english)", to: STDERR_FILENO)
    exit(1)
} catch {
    say("无法启动 Cannot start: \(error)", to: STDERR_FILENO)
    exit(1)
}
