import CCurses
import Glibc
import Synchronization
import Terminal

/// The console's event loop: one thread that waits on the terminal and a wake-up descriptor, and draws whole frames.
public enum ConsoleLoop {
    /// Messages that wait for the loop at most; ``Poster/post(_:)`` refuses what is beyond.
    public static let inboxCapacity = 10_000

    /// What is done best while the program is small and has one thread: takes the locale, and begins the process that gives the terminal
    /// back should this one be killed. `run` does it where nobody did.
    public static func prepare() {
        if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 { _ = terminal_prepare() }
    }

    /// Runs an application on the terminal of standard input and output until it ends, and gives the terminal back as it was.
    ///
    /// To be called on the process's main thread, from code that is not asynchronous; blocks.
    ///
    /// - Parameters:
    ///   - errorFile: where standard error goes meanwhile, since nothing else may write to the screen.
    ///   - make: makes the application, on the loop; background work gets the poster.
    /// - Returns: why it ended.
    /// - Throws: ``ConsoleRefusal`` before anything was changed on the terminal.
    public static func run<Application: ConsoleApplication>(
        errorFile: String? = nil,
        make: @escaping @ScreenLoop @Sendable (TerminalFacts, Poster<Application.Message>) -> Application
    ) throws(ConsoleRefusal) -> ConsoleEnding {
        let (facts, descriptor) = try start(errorFile: errorFile)
        let executor = ScreenLoop.shared.executor
        executor.attach(descriptor)
        let inbox = Inbox<Application.Message>(capacity: inboxCapacity) { executor.wake() }
        let gate = LoopGate()
        let synchronised = terminal_is_xterm() != 0 && getenv("SSH_CONNECTION") == nil
        let driver = Handover<LoopDriver<Application>>()
        Task { @ScreenLoop in
            let terminal = CursesTerminal(facts: facts, synchronised: synchronised)
            let application = make(facts, Poster(inbox: inbox))
            driver.value = LoopDriver(application: application, terminal: terminal, inbox: inbox, gate: gate)
        }
        var isGone = false
        var ending: ConsoleEnding?
        while ending == nil {
            let gone = isGone
            Task { @ScreenLoop in driver.value?.step(terminalIsGone: gone) }
            executor.drain()
            ending = gate.ending
            if ending == nil, executor.fallAsleep() {
                // A terminal that has gone would report so again and again while the application finishes.
                isGone = terminal_wait(descriptor, gate.milliseconds(from: .now), isGone ? 0 : 1) != 0 || isGone
                executor.wakeUp()
                terminal_drain(descriptor)
            }
        }
        executor.attach(-1)
        terminal_stop()
        terminal_signals_end()
        return ending ?? .quit
    }

    /// Refuses what the console cannot run on, else enters full screen.
    private static func start(errorFile: String?) throws(ConsoleRefusal) -> (TerminalFacts, Int32) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        guard name != "", name != "dumb" else { throw .dumbTerminal(name) }
        let isUTF8 = terminal_prepare() != 0
        let descriptor = terminal_signals_begin()
        guard descriptor >= 0 else { throw .noWakeUp }
        if let errorFile {
            let number = terminal_redirect_errors(errorFile)
            if number != 0 {
                terminal_signals_end()
                throw .errorFile(path: errorFile, number: number)
            }
        }
        guard terminal_start() == 0 else {
            terminal_stop()
            terminal_signals_end()
            throw .unknownTerminal(name)
        }
        let size = Size(columns: Int(terminal_columns()), rows: Int(terminal_rows()))
        return (TerminalFacts(depth: ColourDepth(colours: Int(terminal_colours())), isUTF8: isUTF8, size: size), descriptor)
    }
}

/// Holds what was made on the loop for those who hand it back to the loop.
final class Handover<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    var value: Value? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
