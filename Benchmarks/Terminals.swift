import Domain
import Foundation
import Operations
import Store
import Synchronization

/// The shipped console on a terminal beside VisiData, vim and htop on the same list, while readings come in.
///
/// This process holds the lease of the campus and writes what meters would say, so that the console is live and no meter is needed.
enum Terminals {
    static func measure() async throws -> [Figure] {
        var figures: [Figure] = []
        for rooms in [10_000, 100_000] { figures += try await measure(rooms) }
        return figures
    }

    private static func measure(_ rooms: Int) async throws -> [Figure] {
        let place = FileManager.default.temporaryDirectory.appending(path: "dormwatt-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let folder = CampusFolder(place.appending(path: "campus").path)
        let campus = LargeCampus(rooms: rooms)
        try campus.make(in: folder, at: MachineClock().now())
        let sheet = place.appending(path: "rooms.csv").path
        try campus.sheet().write(toFile: sheet, atomically: true, encoding: .utf8)
        guard let lease = try CampusLease.acquire(in: folder, holder: "benchmark") else { throw Unmeasurable("the lease is taken") }
        defer { lease.release() }
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dormwatt").path
        func peers(_ part: String, _ count: Int) throws -> [Double] {
            try Peer.figures("console.py", [part, program, folder.path, sheet, "1-101", "\(rooms)"], count: count)
        }
        let stored = try peers("starts", 4)
        let isOver = Flag()
        let writing = Task.detached { try await write(rooms, folder, isOver) }
        let found = Result { (starts: try peers("starts", 4), running: try peers("running", 10)) }
        isOver.set()
        try await writing.value
        let size = rooms == 10_000 ? "10 000" : "100 000"
        let written = try found.get()
        return starts(stored, "of \(size), ms, and VisiData")
            + starts(written.starts, "of \(size) while readings are written, ms, and VisiData")
            + running(written.running, size, isLargest: rooms == 100_000)
    }

    /// A tenth of the campus says something each second, as with three buses of thirty meters to a hundred rooms.
    private static func write(_ rooms: Int, _ folder: CampusFolder, _ isOver: Flag) async throws {
        let readings = try SQLiteReadings.open(in: folder, readOnly: false)
        var turn = 0
        while !isOver.isSet {
            let part = min(rooms / 40, 1000)
            let now = MachineClock().now()
            try readings.record((0..<part).map { LargeCampus.reading((turn * part + $0) % rooms, at: now, turn: turn) })
            turn += 1
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private static func starts(_ found: [Double], _ of: String) -> [Figure] {
        [
            Figure(what: "start to the first rooms \(of)", ours: found[0] * 1e3, peer: found[1] * 1e3, goal: .atMost(0.1)),
            Figure(what: "start to all rooms \(of)", ours: found[2] * 1e3, peer: found[3] * 1e3, goal: .atMost(1)),
        ]
    }

    private static func running(_ found: [Double], _ size: String, isLargest: Bool) -> [Figure] {
        var figures = [
            Figure(
                what: "key to still screen, \(size), frozen, us, and VisiData", ours: found[0] * 1e3, peer: found[2] * 1e3,
                goal: .atMost(1.0 / 6)),
            Figure(
                what: "key to still screen, \(size), live, us, and VisiData", ours: found[1] * 1e3, peer: found[2] * 1e3,
                goal: .atMost(1.0 / 6)),
            Figure(
                what: "key to still screen, \(size), frozen, us, and vim", ours: found[0] * 1e3, peer: found[3] * 1e3, goal: .atMost(10)),
        ]
        if isLargest {
            figures.append(
                Figure(
                    what: "memory of the console, \(size) rooms live, kB, and 100 MB", ours: found[4] * 1024, peer: 102_400,
                    goal: .atMost(1)))
            figures.append(
                Figure(what: "of that not shared with files, kB, and 100 MB", ours: found[5] * 1024, peer: 102_400, goal: .atMost(1)))
        } else {
            figures.append(
                Figure(
                    what: "idle console, \(size) rooms live, 1/1000 of a core, and htop", ours: found[6] * 1e3, peer: found[8] * 1e3,
                    goal: .atMost(10)))
            figures.append(
                Figure(what: "idle console, bytes/s on the terminal, and htop", ours: found[7], peer: found[9], goal: .atMost(10)))
        }
        return figures
    }
}

/// Something that was said once.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}
