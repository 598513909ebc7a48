import Foundation
import Phrases
import Store

/// The simulated field equipment as a process of its own, started when it does not run, left running when the console ends.
struct FieldProcess {
    let folder: CampusFolder

    private var place: FieldPlace { FieldPlace(folder) }

    /// Whether somebody holds the equipment's memory.
    var isRunning: Bool {
        guard let file = FileHandle(forUpdatingAtPath: place.url.appending(path: "lock").path) else { return false }
        defer { try? file.close() }
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else { return true }
        flock(file.fileDescriptor, LOCK_UN)
        return false
    }

    /// Starts it and waits until it listens; its output goes to `log/field.log`.
    ///
    /// - Parameter idleSeconds: it stops by itself after so long without a connection.
    func start(idleSeconds: Int, faults: String) throws {
        if isRunning { return }
        try? FileManager.default.removeItem(at: endpointsFile)
        let log = folder.log + "/field.log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        guard let output = FileHandle(forWritingAtPath: log) else { throw CommandFailure(.refused, phrase("\(log) can not be written.")) }
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["simulate", "--campus", folder.path, "--idle", String(idleSeconds), "--outlive"]
        if !faults.isEmpty { process.arguments?.append(contentsOf: ["--faults", faults]) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try waitUntilItListens(process, log: log)
    }

    private var endpointsFile: URL { place.url.appending(path: "endpoints.json") }

    /// The equipment writes its endpoints when it listens, and the inventory files after them.
    private func waitUntilItListens(_ process: Process, log: String) throws {
        let deadline = Date.now.addingTimeInterval(60)
        while Date.now < deadline {
            if isReady { return }
            guard process.isRunning else {
                let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw CommandFailure(
                    .outOfReach, phrase("The simulated equipment did not start.\n\(words)"),
                    unchanged: phrase("The books were not changed."))
            }
            var pause = timespec(tv_sec: 0, tv_nsec: 20_000_000)
            nanosleep(&pause, nil)
        }
        throw CommandFailure(.outOfReach, phrase("The simulated equipment does not listen."), remedy: phrase("Look into \(log)."))
    }

    private var isReady: Bool {
        func date(_ file: URL) -> Date? {
            (try? FileManager.default.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
        }
        guard let listening = date(endpointsFile), let described = date(place.inventoryFile("meters")) else { return false }
        return described >= listening
    }
}
