import CCurses
public import Terminal

/// How a script ended.
public enum ScriptEnding: Sendable, Hashable {
    /// All its steps were done, or the application ended itself.
    case played
    /// A text that it waited for did not appear in time; with the line's number.
    case notSeen(text: String, line: Int)
    /// A signal came from outside.
    case terminated
}

/// Plays a script on an application without a terminal: the same application and the same calls as on the screen, each step once the
/// one before has come to its end.
public enum ScriptLoop {
    /// Plays a script to its end.
    ///
    /// To be called on the process's main thread, from code that is not asynchronous; blocks. Gates that wait for a person pass at once,
    /// since each key of a script is pressed after what came before it was drawn.
    ///
    /// - Parameters:
    ///   - size: the size of the screen at the start.
    ///   - patience: how long a text is waited for, and an application that is busy.
    ///   - dump: takes a frame and the name of the file that the script gave it; nil for the last frame.
    public static func play<Application: ConsoleApplication>(
        _ script: KeyScript, size: Size, patience: Duration = .seconds(60),
        dump: @escaping @ScreenLoop @Sendable (Frame, String?) -> Void,
        make: @escaping @ScreenLoop @Sendable (TerminalFacts, Poster<Application.Message>) -> Application
    ) throws(ConsoleRefusal) -> ScriptEnding {
        let descriptor = terminal_signals_begin()
        guard descriptor >= 0 else { throw .noWakeUp }
        defer { terminal_signals_end() }
        let executor = ScreenLoop.shared.executor
        executor.attach(descriptor)
        defer { executor.attach(-1) }
        let inbox = Inbox<Application.Message>(capacity: ConsoleLoop.inboxCapacity) { executor.wake() }
        let gate = LoopGate()
        let player = Handover<ScriptPlayer<Application>>()
        Task { @ScreenLoop in
            let application = make(TerminalFacts(depth: .direct, isUTF8: true, size: size), Poster(inbox: inbox))
            player.value = ScriptPlayer(application, script: script, size: size, patience: patience, inbox: inbox, gate: gate, dump: dump)
        }
        while gate.ending == nil {
            Task { @ScreenLoop in player.value?.step() }
            executor.drain()
            if gate.ending == nil, executor.fallAsleep() {
                _ = terminal_wait(descriptor, gate.milliseconds(from: .now), 0)
                executor.wakeUp()
                terminal_drain(descriptor)
            }
        }
        return player.value?.outcome.value ?? .terminated
    }
}

/// One step of a script after another.
@ScreenLoop
private final class ScriptPlayer<Application: ConsoleApplication> {
    private let application: Application
    private var steps: ArraySlice<KeyScript.Line>
    private var size: Size
    private let patience: Duration
    private let inbox: Inbox<Application.Message>
    private let gate: LoopGate
    private let dump: (Frame, String?) -> Void
    private var waitsSince = ContinuousClock.now
    private var hasEnded = false
    nonisolated let outcome = Handover<ScriptEnding>()

    init(
        _ application: Application, script: KeyScript, size: Size, patience: Duration, inbox: Inbox<Application.Message>, gate: LoopGate,
        dump: @escaping (Frame, String?) -> Void
    ) {
        self.application = application
        steps = script.lines[...]
        self.size = size
        self.patience = patience
        self.inbox = inbox
        self.gate = gate
        self.dump = dump
    }

    func step() {
        guard !hasEnded else { return }
        if terminal_signals_take() & Int32(TERMINAL_SIGNAL_TERMINATE | TERMINAL_SIGNAL_HANGUP) != 0 { return end(.terminated) }
        for message in inbox.takeAll() { react(application.receive(message)) }
        if let wakeAt = application.wakeAt, wakeAt <= .now { react(application.wake()) }
        while !hasEnded, application.isIdle || isWaitedOut {
            guard let line = steps.first else { return end(.played) }
            guard perform(line) else { break }
            steps.removeFirst()
            waitsSince = .now
        }
        // Woken by what the application posts and at its own time; that background work has ended is not told, so it is asked for.
        let asksAgain = application.isIdle ? waitsSince + patience : .now + .milliseconds(10)
        gate.wait(until: [application.wakeAt, asksAgain].compactMap { $0 }.min())
    }

    private var isWaitedOut: Bool { ContinuousClock.now - waitsSince > patience }

    /// Does a step; false when it has to wait.
    private func perform(_ line: KeyScript.Line) -> Bool {
        switch line.step {
        case .press(let key):
            if case .resize(let wanted) = key { size = wanted }
            react(application.handle(key))
        case .dump(let file):
            dump(application.frame(size: size), file)
        case .wait(let text):
            if application.frame(size: size).text.contains(text) { return true }
            if isWaitedOut { end(.notSeen(text: text, line: line.number)) }
            return false
        }
        return true
    }

    private func react(_ reaction: Reaction) {
        if reaction.contains(.quit) { end(.played) }
    }

    private func end(_ ending: ScriptEnding) {
        guard !hasEnded else { return }
        hasEnded = true
        outcome.value = ending
        dump(application.frame(size: size), nil)
        let (application, gate) = (application, gate)
        Task { @ScreenLoop in
            await application.finish(.quit)
            gate.end(.quit)
        }
    }
}
