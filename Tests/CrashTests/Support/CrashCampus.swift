// A campus whose field equipment runs as a process of its own, and a file that sells to every room once.
import Foundation
import GRDB

final class CrashCampus {
    /// Every room pays this much.
    static let yuan = 20
    /// Faults of a bad line: requests and answers lost, answers late and damaged, connections cut before and after the meter obeyed.
    static let badLine = "drop-request=0.01,drop-answer=0.02,delay=0.01:300ms,corrupt=0.01,cut=0.005"

    let rooms: Int
    private let isEnergy: Bool
    private let folder: TemporaryFolder
    private let equipmentOptions: [String]
    private var equipment: Process?

    /// What every meter gets for it, hundredths of what it keeps: 20.00 yuan at 0.5500 a kWh.
    var credit: Int64 { isEnergy ? 36_36 : Int64(Self.yuan * 100) }

    var path: String { folder.file("campus") }
    var books: String { path + "/books.sqlite" }
    var sales: String { folder.file("sales.csv") }
    var field: String { path + "/field" }

    /// Makes the campus with inventory and sales file; the equipment runs.
    ///
    /// - Parameter speed: simulated seconds in a second. The campus's day begins at nine; it must not end during the test, because the
    ///   same file on another day is another sale.
    init(rooms: Int, seed: UInt64 = 1, unit: String = "energy", faults: String = "", speed: Int = 20) throws {
        self.rooms = rooms
        isEnergy = unit == "energy"
        folder = try TemporaryFolder()
        equipmentOptions = ["--rooms", "\(rooms)", "--seed", "\(seed)", "--unit", unit] + (faults.isEmpty ? [] : ["--faults", faults])
        try require(Program.run("init", path, "--name", "Crash"))
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        try addSettings("[simulated_time]\nwall_start_ms = \(now)\nstart_ms = 1781139600000\nspeed = \(speed)\n")
        guard try startEquipment() else { throw CanNotBegin(what: "the equipment ended") }
        for kind in ["concentrators", "rooms", "meters"] {
            try require(Program.run("import", kind, "\(field)/\(kind).csv", "--campus", path))
        }
        let names = try MeterMemory.table(field + "/rooms.csv").compactMap { $0["room"] }
        try folder.write("sales.csv", "room,amount\n" + names.map { "\($0),\(Self.yuan)\n" }.joined())
    }

    deinit { stopEquipment() }

    /// Adds a table to the settings.
    func addSettings(_ text: String) throws {
        let settings = try String(contentsOfFile: path + "/campus.toml", encoding: .utf8)
        try (settings + "\n" + text).write(toFile: path + "/campus.toml", atomically: true, encoding: .utf8)
    }

    /// A number out of the books, also while a program writes them.
    func query(_ sql: String) throws -> Int64 {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: books, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { try Int64.fetchOne($0, sql: sql) } ?? 0
    }

    var equipmentRuns: Bool { equipment?.isRunning == true }

    /// Starts the equipment, of a new campus or of this one, and returns when it listens; false when it died before.
    func startEquipment(killedAfter milliseconds: Int? = nil) throws -> Bool {
        // It ends by itself when a test that was killed leaves it behind, but not while a slow machine kills sales that never reach it.
        let arguments = ["simulate", "--campus", path, "--unpaced", "--no-scene", "--idle", "900"] + equipmentOptions
        let process = milliseconds.map { Program.mortal(arguments, killedAfter: $0) } ?? Program.process(Program.path, arguments)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        equipment = process
        var said = ""
        while !said.contains("meters, memory in") {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { return false }
            said += String(decoding: bytes, as: UTF8.self)
        }
        return true
    }

    /// Ends the equipment in peace, which saves what every meter knows.
    func stopEquipment() {
        equipment?.terminate()
        equipment?.waitUntilExit()
        equipment = nil
    }

    /// Waits for the end of equipment whose time runs out.
    func outliveEquipment() {
        equipment?.waitUntilExit()
        equipment = nil
    }

    /// The command that sells, the same each time.
    func topUp(wait: Int) -> [String] { ["topup", "--file", sales, "--campus", path, "--wait", "\(wait)"] }

    /// The books with their journal, as they lie there now, in another folder; nobody opens them on the way.
    func copyBooks(to target: String) throws {
        try? FileManager.default.removeItem(atPath: target)
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        try Self.moveBooks(from: path, to: target)
    }

    /// Puts books back that were copied before.
    func restoreBooks(from source: String) throws {
        for name in Self.files { try? FileManager.default.removeItem(atPath: path + "/" + name) }
        try Self.moveBooks(from: source, to: path)
    }

    private static let files = ["books.sqlite", "books.sqlite-journal"]

    private static func moveBooks(from source: String, to target: String) throws {
        for name in files where FileManager.default.fileExists(atPath: source + "/" + name) {
            try FileManager.default.copyItem(atPath: source + "/" + name, toPath: target + "/" + name)
        }
    }

    private func require(_ finished: Finished) throws {
        if finished.status != 0 { throw CanNotBegin(what: finished.words) }
    }
}
