// A terminal made by tmux on a server of its own, so that nothing of the user's sessions is touched.
import Foundation
import Testing

final class TmuxTerminal {
    /// In the command line of its server and of nothing else.
    let socket = "dormwatt-test-\(UUID().uuidString.prefix(8))"
    private let control: TmuxControl
    private let shell: pid_t
    private static let patience: TimeInterval = 60

    /// One of these is the last line of a command that was started without a shell to type into; empty with a shell.
    private var lastWords: [Substring] = []

    /// Starts a command on a terminal of this size. When it has ended the screen shows its exit code, and SANE if the terminal's settings
    /// are those of before, else CHANGED.
    convenience init(columns: Int = 80, rows: Int = 24, _ command: String, environment: [String: String] = [:]) throws {
        let variables = environment.map { "\($0.key)=\"\($0.value)\"" }.sorted().joined(separator: " ")
        let watched =
            "before=$(stty -g); \(variables) \(command); echo ENDED-$?; test $before = $(stty -g) && echo SANE || echo CHANGED; exec cat"
        try self.init(columns: columns, rows: rows, words: "sh -c '\(watched)'")
        lastWords = ["SANE", "CHANGED"]
    }

    /// Starts a shell with job control, into which commands are typed.
    static func shell() throws -> TmuxTerminal {
        let terminal = try TmuxTerminal(columns: 80, rows: 24, words: "PS1=READY: bash --norc --noprofile --noediting -i")
        do {
            try terminal.wait(for: "READY:")
            try terminal.enter("before=$(stty -g)")
        } catch {
            terminal.close()
            throw error
        }
        return terminal
    }

    private init(columns: Int, rows: Int, words command: String) throws {
        control = try TmuxControl(
            socket: socket,
            newSession: ["-s", "test", "-x", "\(columns)", "-y", "\(rows)", "LC_ALL=C.UTF-8 TERM=tmux-256color \(command)"])
        do {
            shell = try #require(pid_t(try control.run("display-message", "-p", "#{pane_pid}")))
        } catch {
            control.end()
            throw error
        }
    }

    /// Types keys by tmux's names, for example `Enter`, `Escape`, `F5`, or text.
    func type(_ keys: String...) throws { _ = try control.run(["send-keys", "-t", "test"] + keys) }

    /// Sends bytes as a terminal does.
    func type(bytes: [UInt8]) throws {
        _ = try control.run(["send-keys", "-t", "test", "-H"] + bytes.map { String($0, radix: 16) })
    }

    /// Pastes the text of a file, as a person does who copied it elsewhere: between marks, or as old terminals do as if it were typed.
    func paste(_ file: String, isMarked: Bool = true) throws {
        _ = try control.run("load-buffer", file)
        _ = try control.run(["paste-buffer"] + (isMarked ? ["-p"] : []) + ["-t", "test"])
    }

    /// Types a command line, as into a shell.
    func enter(_ line: String) throws {
        _ = try control.run("send-keys", "-t", "test", "-l", line)
        try type("Enter")
    }

    /// The lines on the screen.
    func screen() throws -> String { try control.run("capture-pane", "-p", "-t", "test") }

    /// What tmux knows of the terminal by one of its variables, for example `cursor_flag`.
    func fact(_ name: String) throws -> String { try control.run("display-message", "-p", "-t", "test", "#{\(name)}") }

    /// Every byte that the terminal was sent, as text.
    var sent: String { String(decoding: control.sent, as: UTF8.self) }

    /// The private modes of the terminal that were left otherwise than they are at first: on, but for the cursor (25) and the wrapping of
    /// lines (7), which a shell wants on.
    var modesLeft: Set<String> {
        var modes: Set<String> = []
        for found in sent.matches(of: /\u{1B}\[\?([0-9;]+)([hl])/) {
            for mode in found.1.split(separator: ";") {
                if (found.2 == "h") != ["7", "25"].contains(mode) { modes.insert(String(mode)) } else { modes.remove(String(mode)) }
            }
        }
        return modes
    }

    func resize(columns: Int, rows: Int) throws {
        _ = try control.run("resize-window", "-t", "test", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// The console that runs on this terminal.
    func console() throws -> pid_t { try #require(try Processes.consoles(ofSession: shell).first) }

    /// Waits until no console runs on this terminal any more.
    func waitForTheConsolesEnd() throws {
        let deadline = Date.now.addingTimeInterval(Self.patience)
        while try !Processes.consoles(ofSession: shell).isEmpty {
            guard Date.now < deadline else { throw WaitedInVain(what: "the end of the console") }
        }
    }

    /// Waits until the screen satisfies a condition, and answers it; the last screen stands in the failure.
    @discardableResult
    func wait(_ what: String, until condition: (String) throws -> Bool) throws -> String {
        let deadline = Date.now.addingTimeInterval(Self.patience)
        while true {
            let seen = control.sent.count
            let screen = try screen()
            if try condition(screen) { return screen }
            let isOver = screen.split(separator: "\n").contains { lastWords.contains($0) }
            if try isOver || !control.wait(forMoreThan: seen, until: deadline) {
                Issue.record("waited in vain for \(what); the screen is\n\(screen)")
                throw WaitedInVain(what: what)
            }
        }
    }

    @discardableResult
    func wait(for text: String) throws -> String { try wait("\"\(text)\"") { $0.contains(text) } }

    /// Types a question into the shell whether the terminal's settings are those of its start.
    func expectShellsSettings() throws {
        try enter("test $before = $(stty -g) && echo SA\"\"NE || echo CHAN\"\"GED")
        try wait(for: "SANE")
    }

    /// Checks that the shell has a terminal that it can work with: no alternate screen, a cursor, no mode left on.
    func expectShellsTerminal(_ location: SourceLocation = #_sourceLocation) throws {
        #expect(try fact("alternate_on") == "0", sourceLocation: location)
        #expect(try fact("cursor_flag") == "1", sourceLocation: location)
        #expect(modesLeft == [], sourceLocation: location)
    }

    /// Takes the terminal away, as a closed window or a lost connection does.
    func hangUp() { control.end() }

    /// Ends what runs on the terminal, then the server, and sees to it that nothing is left.
    func close() {
        do {
            for process in try Processes.ofSession(shell) { kill(process, SIGKILL) }
            control.end()
            let left = try Processes.end(named: socket) + Processes.ofSession(shell)
            if !left.isEmpty { Issue.record("processes of a terminal are left: \(left)") }
        } catch {
            Issue.record("a terminal could not be closed: \(error)")
        }
    }
}
