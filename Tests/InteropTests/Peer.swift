// How the tests run the Python peers: in the environment that the Makefile makes, ended with the test that started them.
import Foundation

/// A program of Tests/Interop/python.
enum Peer {
    private static let root =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct NoEnvironment: Error, CustomStringConvertible {
        let description = "the Python environment .venv with the peers is missing; `make test` makes it"
    }

    /// What a peer printed, and its exit code.
    struct Result {
        let status: Int32
        let output: Data

        /// The lines of the output that are JSON objects.
        var objects: [[String: Any]] {
            text.split(separator: "\n").compactMap { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any] }
        }

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// A process of a peer that has not been started; `timeout` ends it when a test hangs.
    static func process(_ script: String, _ arguments: [String]) throws -> Process {
        let python = root.appending(path: ".venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: python) else { throw NoEnvironment() }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let file = root.appending(path: "Tests/Interop/python/\(script)").path
        process.arguments = ["timeout", "60", python, file] + arguments
        return process
    }

    /// Runs a peer to its end, away from the threads that the tests share.
    static func run(_ script: String, _ arguments: [String]) async throws -> Result {
        let process = try process(script, arguments)
        let output = try Tool.alone {
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            return output
        }
        return await elsewhere {
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return Result(status: process.terminationStatus, output: data)
        }
    }

    /// Does work that blocks on a thread of its own.
    static func elsewhere<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }
}

/// The server of PyPI dlt645 with one meter, until `end`.
final class PlainMeterServer: Sendable {
    let port: Int
    private let process: Process
    private let input: Pipe

    private init(port: Int, process: Process, input: Pipe) {
        (self.port, self.process, self.input) = (port, process, input)
    }

    struct DidNotStart: Error {}

    static func start(_ arguments: [String]) async throws -> PlainMeterServer {
        let process = try Peer.process("dlt645_server.py", arguments)
        let (input, output) = try Tool.alone {
            let (input, output) = (Pipe(), Pipe())
            (process.standardInput, process.standardOutput) = (input, output)
            try process.run()
            return (input, output)
        }
        let port = await Peer.elsewhere { Int(firstLine(of: output)) }
        guard let port else {
            process.terminate()
            throw DidNotStart()
        }
        return PlainMeterServer(port: port, process: process, input: input)
    }

    private static func firstLine(of pipe: Pipe) -> String {
        var bytes: [UInt8] = []
        while let byte = pipe.fileHandleForReading.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Closes its input, at which it ends by itself, and makes sure of it.
    func end() {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}
