// A client of tmux in control mode. Commands go in as lines; answers come back between %begin and %end, and everything that is written to
// the terminal as %output, so that nobody has to ask again and again.
import Foundation

final class TmuxControl {
    private let process: ChildProcess
    private let commands = Pipe()
    private let lines = Pipe()
    private var unread: [UInt8] = []
    private var answer: [String]?

    /// Every byte that the terminal was sent.
    private(set) var sent: [UInt8] = []

    /// Starts a server for this socket and a session on it. Both end when this client does, whatever ends it.
    init(socket: String, newSession arguments: [String]) throws {
        // A server that has ended is told by what it answers, not by the death of the tests.
        signal(SIGPIPE, SIG_IGN)
        process = try ChildProcess(
            "/usr/bin/tmux", ["-L", socket, "-f", "/dev/null", "-C", "new-session"] + arguments, environment: ["SHELL": "/bin/sh"],
            input: commands.fileHandleForReading, output: lines.fileHandleForWriting, errors: lines.fileHandleForWriting)
        try commands.fileHandleForReading.close()
        try lines.fileHandleForWriting.close()
        do {
            _ = try takeAnswer(to: "new-session")
            _ = try run("set-option", "-g", "destroy-unattached", "on")
        } catch {
            end()
            throw error
        }
    }

    /// Runs a command of tmux and answers what it prints.
    func run(_ words: String...) throws -> String { try run(words) }

    func run(_ words: [String]) throws -> String {
        let line = words.map { "'\($0)'" }.joined(separator: " ") + "\n"
        try commands.fileHandleForWriting.write(contentsOf: Data(line.utf8))
        return try takeAnswer(to: line)
    }

    /// Waits until the terminal was sent more than so many bytes; false when nothing came before the deadline.
    func wait(forMoreThan count: Int, until deadline: Date) throws -> Bool {
        while sent.count <= count {
            guard let line = try nextLine(until: deadline) else { return false }
            try take(line)
        }
        return true
    }

    /// Ends the client; the session and the server follow.
    func end() {
        try? commands.fileHandleForWriting.close()
        kill(process.id, SIGKILL)
        _ = process.wait()
    }

    private func takeAnswer(to command: String) throws -> String {
        let deadline = Date.now.addingTimeInterval(60)
        while let line = try nextLine(until: deadline) {
            if line.hasPrefix("%end "), let answer {
                self.answer = nil
                return answer.joined(separator: "\n")
            }
            if line.hasPrefix("%error ") {
                defer { answer = nil }
                throw WaitedInVain(what: "tmux \(command): \(answer ?? [])")
            }
            try take(line)
        }
        throw WaitedInVain(what: "tmux \(command)")
    }

    private func take(_ line: String) throws {
        if answer != nil {
            answer?.append(line)
        } else if line.hasPrefix("%begin ") {
            answer = []
        } else if line.hasPrefix("%output ") {
            sent += Self.plain(line.utf8.drop { $0 != UInt8(ascii: " ") }.dropFirst().drop { $0 != UInt8(ascii: " ") }.dropFirst())
        } else if line.hasPrefix("%exit") {
            throw WaitedInVain(what: "tmux has ended: \(line); the terminal was sent \(String(decoding: sent.suffix(500), as: UTF8.self))")
        }
    }

    /// Bytes below a space and the backslash come as three octal digits after a backslash.
    private static func plain(_ text: Substring.UTF8View.SubSequence) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            bytes.append(rest.prefix(3).reduce(0) { $0 << 3 | ($1 - UInt8(ascii: "0")) })
            rest = rest.dropFirst(3)
        }
        return bytes
    }

    private func nextLine(until deadline: Date) throws -> String? {
        let file = lines.fileHandleForReading.fileDescriptor
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeSubrange(...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            var source = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            guard poll(&source, 1, Int32(max(0, deadline.timeIntervalSinceNow * 1000))) > 0 else { return nil }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { throw WaitedInVain(what: "tmux has ended: \(String(decoding: unread, as: UTF8.self))") }
            unread += buffer[..<count]
        }
    }
}
