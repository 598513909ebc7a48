// A process as a shell would start it. Foundation's `Process` hands down the signals that its thread has blocked and a descriptor of its
// own: a server that lives on would then neither hear the signal that is to end it nor let the one who waits for it go.
import Foundation

struct ChildProcess {
    let id: pid_t

    /// Starts it with no signal blocked or ignored, and with these three files alone.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], input: FileHandle, output: FileHandle,
        errors: FileHandle
    ) throws {
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
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        for (number, file) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&files, file.fileDescriptor, Int32(number))
        }
        // Closing what is not open is no error.
        for number in 3..<Int32(256) { posix_spawn_file_actions_addclose(&files, number) }
        let variables = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }.merging(environment) { $1 }
        var id: pid_t = 0
        let problem = Self.withCStrings([executable] + arguments) { words in
            Self.withCStrings(variables.map { "\($0.key)=\($0.value)" }) { posix_spawn(&id, executable, &files, &attributes, words, $0) }
        }
        guard problem == 0 else { throw CocoaError(.executableLoad, userInfo: ["executable": executable, "number": problem]) }
        self.id = id
    }

    /// Waits for its end: its exit code, or 128 and the number of the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}

/// Processes that these tests started, known by a name in their command line that nobody else has.
enum Processes {
    static func named(_ pattern: String) throws -> [pid_t] { try found(["-f", pattern]) }

    /// Those of a terminal's session.
    static func ofSession(_ leader: pid_t) throws -> [pid_t] { try found(["-s", "\(leader)"]) }

    /// The consoles among them.
    static func consoles(ofSession leader: pid_t) throws -> [pid_t] { try found(["-s", "\(leader)", "-x", "dormwatt"]) }

    private static func found(_ arguments: [String]) throws -> [pid_t] {
        // The dead whom nobody has buried yet are not looked for.
        try Shell.run("/usr/bin/pgrep", ["--runstates", "DIRSTt"] + arguments).output.split(separator: "\n").compactMap { pid_t($0) }
    }

    /// Ends them at once and waits until they are gone; answers those that are not.
    static func end(named pattern: String) throws -> [pid_t] {
        let deadline = Date.now.addingTimeInterval(10)
        var left = try named(pattern)
        while !left.isEmpty, Date.now < deadline {
            for process in left { kill(process, SIGKILL) }
            left = try named(pattern)
        }
        return left
    }
}
