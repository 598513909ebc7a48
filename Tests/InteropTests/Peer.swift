// Programs that somebody else wrote, or that were written from the dialect's description alone, run in the project's own environment.
import Foundation
import Testing

enum Peer {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static var python: URL { root.appending(path: ".venv/bin/python") }

    static func script(_ name: String) -> String { root.appending(path: "Tests/Interop/python/\(name)").path }

    /// Runs a script to its end; answers its exit status and what it printed.
    static func run(_ name: String, _ arguments: String...) throws -> (status: Int32, output: String) {
        try run([script(name)] + arguments)
    }

    static func run(_ arguments: [String], input: Data = Data()) throws -> (status: Int32, output: String) {
        try #require(FileManager.default.isExecutableFile(atPath: python.path), "the Python peers are missing; make test makes .venv")
        let process = Process()
        let output = Pipe()
        let source = Pipe()
        process.executableURL = python
        process.arguments = arguments
        process.standardOutput = output
        process.standardInput = source
        try process.run()
        try source.fileHandleForWriting.write(contentsOf: input)
        try source.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}

/// A meter of PyPI dlt645, as a server on loopback; it ends when its input is closed.
final class PeerMeter {
    let port: Int
    private let process = Process()
    private let input = Pipe()

    init(address: String, _ values: String...) throws {
        let output = Pipe()
        process.executableURL = Peer.python
        process.arguments = [Peer.script("dlt645_server.py"), address] + values
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) { line += byte }
        port = try #require(Int(String(decoding: line, as: UTF8.self)), "the peer printed no port")
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
