import Foundation

/// The peers of `Benchmarks/peers`, run by the project's own Python environment.
enum Peer {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    static var python: URL { root.appending(path: ".venv/bin/python") }

    /// The one figure that a peer prints.
    static func figure(_ script: String, _ arguments: String...) throws -> Double {
        let process = Process()
        let output = Pipe()
        process.executableURL = python
        process.arguments = [root.appending(path: "Benchmarks/peers/\(script)").path] + arguments
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard let figure = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw PeerFailure(script: script, said: text)
        }
        return figure
    }
}

struct PeerFailure: Error {
    let script: String
    let said: String
}

/// A meter of PyPI dlt645 as a server; it ends when its input is closed.
final class PeerServer {
    static let address = "260305510012"
    let port: Int
    private let process = Process()
    private let input = Pipe()

    init() throws {
        let output = Pipe()
        process.executableURL = Peer.python
        process.arguments = [Peer.root.appending(path: "Tests/Interop/python/dlt645_server.py").path, Self.address]
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) { line += byte }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw PeerFailure(script: "dlt645_server.py", said: "no port") }
        self.port = port
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
