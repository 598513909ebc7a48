import Phrases
public import Terminal

/// What runs on the console: it takes keys, messages and times, and says how the screen looks.
///
/// All calls come on the loop's thread, one after the other. Nothing in them may wait for a disk, a network or a person; such
/// work runs elsewhere and posts what came of it.
@ScreenLoop
public protocol ConsoleApplication: AnyObject {
    /// What background work posts to it.
    associatedtype Message: Sendable

    /// How roles look; may change at any time.
    var theme: Theme { get }

    /// When ``wake()`` is to be called next; nil for never. Asked again after each call.
    var wakeAt: ContinuousClock.Instant? { get }

    /// Whether nothing is under way that it asked of background work; a script presses its next key then.
    var isIdle: Bool { get }

    /// Takes a key, a paste, a new size or a change of focus.
    func handle(_ key: Key) -> Reaction

    /// Takes a message that was posted.
    func receive(_ message: Message) -> Reaction

    /// Called once the time of ``wakeAt`` has come.
    func wake() -> Reaction

    /// The screen as it is now, for a terminal of this size, also a very small one.
    func frame(size: Size) -> Frame

    /// The last call, whatever ends the console: saves drafts, lets transactions finish. The loop goes on drawing meanwhile.
    func finish(_ ending: ConsoleEnding) async
}

/// What the loop is to do after a call.
public struct Reaction: OptionSet, Sendable, Hashable {
    /// One bit a wish.
    public let rawValue: UInt8

    /// A set of wishes from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Draw the screen; calls that come together give one drawing, at most 30 a second.
    public static let redraw = Reaction(rawValue: 1)
    /// Send every cell again, when something else has written to the terminal.
    public static let repaint = Reaction(rawValue: 2)
    /// Ring the terminal's bell.
    public static let bell = Reaction(rawValue: 4)
    /// Throw away what was typed and not yet read, before a gate that must not be passed by keys pressed earlier.
    public static let flushInput = Reaction(rawValue: 8)
    /// Give the terminal back to the shell until the job is continued.
    public static let suspend = Reaction(rawValue: 16)
    /// End the console.
    public static let quit = Reaction(rawValue: 32)
    /// Draw as soon as for a key: this is what the operator waits for.
    public static let awaited = Reaction(rawValue: 64)
}

/// Why the console ended.
public enum ConsoleEnding: Sendable, Hashable {
    /// The application wanted it.
    case quit
    /// SIGTERM or SIGINT came from outside.
    case terminated
    /// The terminal has gone: its window was closed, or its connection lost.
    case hungUp
}

/// What is known of the terminal when the console starts.
public struct TerminalFacts: Sendable, Hashable {
    /// How many colours it shows.
    public let depth: ColourDepth
    /// Whether the locale's encoding is UTF-8; otherwise only ASCII can be shown.
    public let isUTF8: Bool
    /// Its size at the start.
    public let size: Size
}

/// Why the console did not start; nothing was changed on the terminal.
public enum ConsoleRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// Standard input or output is no terminal.
    case noTerminal
    /// TERM is not set, or says `dumb`.
    case dumbTerminal(String)
    /// No description of the terminal that TERM names, or one without the means for full screen.
    case unknownTerminal(String)
    /// The system gave no descriptor to wait on.
    case noWakeUp
    /// The file for what would be printed on standard error cannot be written; holds the system's error number.
    case errorFile(path: String, number: Int32)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .noTerminal:
            phrase("The console needs a terminal, and standard input or output is none. ")
                + phrase("Start it without a pipe, or use a command: dormwatt rooms")
        case .dumbTerminal(let name):
            (name.isEmpty
                ? phrase("The console needs a full-screen terminal, and TERM is not set. ")
                : phrase("The console needs a full-screen terminal, and TERM is \"\(name)\". "))
                + phrase("Set TERM to what your terminal is, such as xterm-256color, or use a command: dormwatt rooms")
        case .unknownTerminal(let name):
            phrase("There is no usable description of the terminal \"\(name)\" on this machine. ")
                + phrase("Set TERM to one that is known, such as xterm or vt100, or install ncurses-term")
        case .noWakeUp:
            phrase("The system has no file descriptor left for the console. Close other programs, or raise the limit (ulimit -n)")
        case .errorFile(let path, let number):
            phrase("The file \(path) can not be written (system error \(number)). Make its folder writable; the console was not started")
        }
    }
}
