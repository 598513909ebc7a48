// Protects nothing by itself: programs of the system beside which a test runs, and free ports.
// How: each in a process group of its own that ends with the test, and after a minute by itself, or when the test says.

import Foundation

/// A program of the system that runs beside a test and ends with it.
struct Tool {
    private let process: Process

    struct Missing: Error, CustomStringConvertible {
        let name: String
        var description: String { "\(name) is missing; `make tools` installs it" }
    }

    /// - Parameters:
    ///   - name: of a program of the system, or a path.
    ///   - seconds: after which it ends by itself.
    static func start(_ name: String, _ arguments: [String], seconds: Int = 60) throws -> Tool {
        let path = try path(name)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["\(seconds)", path] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try alone { try process.run() }
        return Tool(process: process)
    }

    private static let starting = NSLock()

    /// Starts a program while no other one starts. A program that starts at the same time inherits what tells Foundation of the end of the
    /// first one, and the pipe for its output: the first one then seems to run until the other one ends.
    static func alone<Value>(_ start: () throws -> Value) rethrows -> Value { try starting.withLock(start) }

    /// Where a program of the system is.
    static func path(_ name: String) throws -> String {
        let places = name.hasPrefix("/") ? [name] : ["/usr/bin/", "/usr/sbin/"].map { $0 + name }
        guard let path = places.first(where: FileManager.default.isExecutableFile(atPath:)) else { throw Missing(name: name) }
        return path
    }

    func end() {
        // With its group, which `timeout` has made; a process that is started from a pool of threads has the gentler signals blocked.
        kill(-process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    struct NoPort: Error {}

    /// A port of 127.0.0.1 that was free a moment ago.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw NoPort() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
