// The real program as a process: run to its end, killed at a moment, or watched from outside by strace.
import Foundation

/// What a process left behind.
struct Finished {
    let status: Int32
    let wasKilled: Bool
    let output: String
    let errors: String

    var words: String { "status \(status)\n\(output)\(errors)" }
}

/// What a test needed went wrong before it could begin.
struct CanNotBegin: Error {
    let what: String
}

enum Program {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The program that was built together with these tests.
    static let path: String = {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dormwatt").path
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : root.appending(path: ".build/debug/dormwatt").path
    }()

    /// A process that has not been started.
    static func process(_ executable: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs any program to its end.
    static func run(_ executable: String, _ arguments: [String], input: String? = nil) throws -> Finished {
        try finish(process(executable, arguments), input: input)
    }

    private static func finish(_ process: Process, input: String? = nil) throws -> Finished {
        let folder = try TemporaryFolder()
        // Files and not pipes: a child that outlives the command would hold a pipe open.
        let names = ["output", "errors"].map(folder.file)
        for name in names { _ = FileManager.default.createFile(atPath: name, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: names[0])
        process.standardError = FileHandle(forWritingAtPath: names[1])
        if let input {
            try folder.write("input", input)
            process.standardInput = FileHandle(forReadingAtPath: folder.file("input"))
        }
        try process.run()
        process.waitUntilExit()
        return Finished(
            status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
            output: try String(contentsOfFile: names[0], encoding: .utf8), errors: try String(contentsOfFile: names[1], encoding: .utf8))
    }

    /// Runs the program to its end.
    static func run(_ arguments: String...) throws -> Finished { try run(path, arguments) }

    /// The program as a command that dies after so many milliseconds, if it still runs then. `timeout` keeps the time.
    static func mortal(_ arguments: [String], killedAfter milliseconds: Int) -> Process {
        let seconds = "\(milliseconds / 1000)." + String(String(milliseconds % 1000 + 1000).dropFirst())
        return process("/usr/bin/timeout", ["-s", "KILL", seconds, path] + arguments)
    }

    /// Runs the program to its end or its death.
    static func run(_ arguments: [String], killedAfter milliseconds: Int) throws -> Finished {
        try finish(mortal(arguments, killedAfter: milliseconds))
    }

    /// Runs a program under strace with these options.
    static func traced(_ options: [String], _ executable: String, _ arguments: [String], input: String? = nil) throws -> Finished {
        try run("/usr/bin/strace", ["-f", "--seccomp-bpf"] + options + [executable] + arguments, input: input)
    }
}

/// A folder that is gone when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "dormwatt-crash-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
    func write(_ name: String, _ text: String) throws { try text.write(toFile: file(name), atomically: true, encoding: .utf8) }
}

/// Does work that blocks away from the threads that all tests share, still as part of the test that asked for it.
func elsewhere(_ work: @escaping @Sendable () throws -> Void) async throws {
    try await withTaskExecutorPreference(OwnThreads()) { try work() }
}

private final class OwnThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// How much is done: `SOAK=20` does twenty times as much as `make test`, and other seeds with `SEED`.
enum Effort {
    static let factor = ProcessInfo.processInfo.environment["SOAK"].flatMap { Int($0) } ?? 1
    static let firstSeed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 1
}
