// The real program as a person starts it: in a shell of its own, or on a terminal made by tmux.
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
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let output = folder.url.appending(path: "output")
        let errors = folder.url.appending(path: "errors")
        for file in [output, errors] { FileManager.default.createFile(atPath: file.path, contents: nil) }
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { _, new in new }
            .merging(environment) { _, new in new }
        // Files and not pipes: a child that outlives the command would hold a pipe open.
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Finished(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
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
    func write(_ name: String, _ text: String) throws { try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8) }
    func remove() { try? FileManager.default.removeItem(at: url) }
}
