import Foundation

/// Programs of others, in the project's own Python environment.
enum Peer {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let python = root.appending(path: ".venv/bin/python").path

    /// Runs a script of Benchmarks/peers to its end; answers the figures that it printed, separated by space.
    static func figures(_ script: String, _ arguments: [String] = [], count: Int) throws -> [Double] {
        let process = try process("Benchmarks/peers/\(script)", arguments)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let figures = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard process.terminationStatus == 0, figures.count == count else { throw Unmeasurable("\(script) says: \(text)") }
        return figures
    }

    static func process(_ script: String, _ arguments: [String]) throws -> Process {
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw Unmeasurable("the Python environment .venv with the peers is missing; `make bench` makes it")
        }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [root.appending(path: script).path] + arguments
        return process
    }
}

/// A meter of PyPI dlt645 as a server of its own process; it ends when its input is closed.
final class PeerMeter {
    static let address = "260305510012"
    let port: Int
    private let process: Process
    private let input = Pipe()

    init() throws {
        process = try Peer.process("Tests/Interop/python/dlt645_server.py", [Self.address])
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) { line += byte }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else {
            process.terminate()
            throw Unmeasurable("the server of dlt645 does not say its port")
        }
        self.port = port
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
