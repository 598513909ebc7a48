// A terminal made by tmux on a server of its own, so that nothing of the user's sessions is touched.
import Foundation
import Testing

struct TmuxTerminal {
    private let socket = "dormwatt-test-\(UUID().uuidString.prefix(8))"
    private static let patience: TimeInterval = 90

    /// Starts a command on a terminal of this size.
    init(columns: Int = 80, rows: Int = 24, _ command: String, environment: [String: String] = [:]) throws {
        let variables = environment.map { "\($0.key)='\($0.value)'" }.sorted().joined(separator: " ")
        try tmux(
            "-f", "/dev/null", "new-session", "-d", "-s", "test", "-x", "\(columns)", "-y", "\(rows)",
            "LC_ALL=C.UTF-8 TERM=tmux-256color \(variables) sh -c '\(command); echo ENDED-$?; stty -a; exec cat'")
    }

    /// Types keys by tmux's names, for example `Enter`, `Escape`, `F5`, or text.
    func type(_ keys: String...) throws { try tmux(["send-keys", "-t", "test"] + keys) }

    /// The lines on the screen.
    func screen() throws -> String { try tmux("capture-pane", "-p", "-t", "test") }

    func resize(columns: Int, rows: Int) throws { try tmux("resize-window", "-t", "test", "-x", "\(columns)", "-y", "\(rows)") }

    /// The process that runs on the terminal below the shell, by the name of its program.
    func processID(of name: String) throws -> Int32? {
        let shell = try tmux("display-message", "-p", "-t", "test", "#{pane_pid}").trimmingCharacters(in: .whitespacesAndNewlines)
        let children = try Shell.run("/usr/bin/pgrep", ["-P", shell, "-f", name]).output
        return children.split(separator: "\n").first.flatMap { Int32($0) }
    }

    /// Waits until the screen satisfies a condition, and answers it; the last screen stands in the failure.
    @discardableResult
    func wait(_ what: String, until condition: (String) -> Bool) throws -> String {
        let deadline = Date.now.addingTimeInterval(Self.patience)
        var last = ""
        while Date.now < deadline {
            last = try screen()
            if condition(last) { return last }
        }
        Issue.record("waited in vain for \(what); the screen is\n\(last)")
        throw WaitedInVain(what: what)
    }

    @discardableResult
    func wait(for text: String) throws -> String { try wait("\"\(text)\"") { $0.contains(text) } }

    func close() { _ = try? tmux("kill-server") }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        // Foundation waits for a process by a descriptor that the process inherits; tmux's server, which lives on, must not keep it open.
        let closing = "for fd in /proc/self/fd/*; do n=${fd##*/}; [ $n -gt 2 ] && eval \"exec $n>&-\"; done; exec \"$@\""
        let finished = try Shell.run("/bin/bash", ["-c", closing, "bash", "/usr/bin/tmux", "-L", socket] + arguments)
        guard finished.status == 0 else { throw WaitedInVain(what: "tmux \(arguments.first ?? ""): \(finished.errors)") }
        return finished.output
    }
}

struct WaitedInVain: Error {
    let what: String
}
