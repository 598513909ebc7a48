// The real program as a person starts it, and other programs beside it.
import Foundation
import Testing

/// What a finished command left behind.
struct Finished {
    let status: Int32
    let output: String
    let errors: String
}

enum Program {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program that was built together with these tests.
    static let path: String = {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dormwatt").path
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : root.appending(path: ".build/debug/dormwatt").path
    }()

    /// Runs a command to its end.
    static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Finished {
        try Shell.run(path, arguments, environment: environment)
    }
}

enum Shell {
    static func run(_ executable: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Finished {
        try start(executable, arguments, environment: environment).finish()
    }

    static func start(_ executable: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Running {
        let folder = try TemporaryFolder()
        do {
            // Files and not pipes: a child that outlives the command would hold a pipe open.
            for name in ["nothing", "output", "errors"] { try folder.write(name, "") }
            let process = try ChildProcess(
                executable, arguments, environment: environment,
                input: try FileHandle(forReadingFrom: folder.url.appending(path: "nothing")),
                output: try FileHandle(forWritingTo: folder.url.appending(path: "output")),
                errors: try FileHandle(forWritingTo: folder.url.appending(path: "errors")))
            return Running(process: process, folder: folder)
        } catch {
            folder.remove()
            throw error
        }
    }
}

/// A command that was started; ``finish()`` is to be called once.
struct Running {
    fileprivate let process: ChildProcess
    fileprivate let folder: TemporaryFolder

    func finish() throws -> Finished {
        defer { folder.remove() }
        return Finished(status: process.wait(), output: try folder.read("output"), errors: try folder.read("errors"))
    }
}

/// A folder that is gone after the test.
struct TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "dormwatt-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    var path: String { url.path }
    func file(_ name: String) -> String { url.appending(path: name).path }
    func read(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }
    func write(_ name: String, _ text: String) throws { try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8) }
    func remove() { try? FileManager.default.removeItem(at: url) }
}

struct WaitedInVain: Error {
    let what: String
}
