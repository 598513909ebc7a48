import Domain
import Foundation
import Operations
import Simulator
import Store

/// The memory, the processor time and the pace of a console that holds the lease of a campus of a hundred thousand rooms and reads all
/// its meters, at the pace of their lines. The meters are simulated in this process.
enum LiveMemory {
    private static let rooms = 100_000
    /// The rate at which meters of DL/T 645 leave the factory.
    private static let baud = 2_400
    private static let seconds = 90

    static func measure() async throws -> [Figure] {
        let now = MachineClock().now()
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 1, now: now.milliseconds, baud: baud))
        var configuration = FieldConfiguration(
            folder: nil, campus: campus, clock: ScaledClock(epoch: now.milliseconds, wallStart: now.milliseconds))
        configuration.playsScene = false
        configuration.idleLimit = nil
        let field = try await FieldServer.start(configuration)
        defer { field.stop() }
        let place = FileManager.default.temporaryDirectory.appending(path: "dormwatt-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let folder = CampusFolder(place.path)
        let ports = Dictionary(field.endpoints.map { ($0.concentrator, $0.port) }) { first, _ in first }
        let inventory = campus.inventory(at: now, ports: ports)
        try make(inventory, in: folder, at: now)
        guard let first = inventory.rooms.first?.id.text else { throw Unmeasurable("the campus is empty") }
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dormwatt").path
        let found = try Peer.figures("memory.py", [program, folder.path, "\(seconds)", first], count: 4)
        let readings = try SQLiteReadings.open(in: folder, readOnly: true)
        let read = try readings.changes(since: 0).readings.count { $0.at > now }
        guard read > rooms * 9 / 10 else { throw Unmeasurable("only \(read) rooms were read in \(seconds) s") }
        return [
            Figure(
                what: "console and collector, 100 000 rooms live, kB not shared with files, and 100 MB", ours: found[0] * 1024,
                peer: 102_400, goal: .atMost(1)),
            Figure(
                what: "the same at its highest, while rooms are read and a copy is verified, kB, and 100 MB", ours: found[1] * 1024,
                peer: 102_400, goal: .atMost(1)),
            Figure(what: "the same with the program's own pages, kB, and 100 MB", ours: found[2] * 1024, peer: 102_400, goal: .atMost(1)),
            Figure(
                what: "processor time of it, 100 000 rooms live, 1/1000 of a core, and one core", ours: found[3] * 1e3, peer: 1_000,
                goal: .atMost(1)),
            try round(inventory.meters, readings),
        ]
    }

    /// The bus whose round takes longest. A third of the polls goes to rooms that are low or in view, and some to holding books and meters
    /// against each other; the rest is the round's.
    private static func round(_ meters: [MeterPoint], _ readings: SQLiteReadings) throws -> Figure {
        let latest = try readings.latest()
        var air: [BusID: Double] = [:]
        for meter in meters { air[meter.bus, default: 0] += AirTime.poll(meter, latest[meter.id], baud: baud) }
        let health = try readings.health()
        guard let slowest = health.max(by: { ($0.roundMilliseconds ?? 0) < ($1.roundMilliseconds ?? 0) }), let least = air[slowest.id]
        else {
            throw Unmeasurable("no bus has ended a round")
        }
        return Figure(
            what: "round of the slowest of \(health.count) buses, \(slowest.id), and its air time, ms",
            ours: Double(slowest.roundMilliseconds ?? 0), peer: least, goal: .atMost(2))
    }

    /// Books and readings of the campus, with eight days of registers.
    private static func make(_ inventory: InventoryChange, in folder: CampusFolder, at now: Instant) throws {
        try folder.create()
        try "[campus]\nname = \"Large\"\nutc_offset = \"+08:00\"\n".write(toFile: folder.settings, atomically: true, encoding: .utf8)
        let actor = Actor(name: "chen", role: .manager, shift: "", console: "benchmark")
        let books = try SQLiteBooks.create(in: folder)
        var change = inventory
        change.version = try books.inventoryVersion()
        guard case .taken = try books.take(change, actor: actor, at: now) else { throw Unmeasurable("the campus was not taken over") }
        let readings = try SQLiteReadings.open(in: folder, readOnly: false)
        let meters = inventory.meters.filter { $0.baseline != nil }
        for day in stride(from: Int64(8), through: 1, by: -1) {
            for part in stride(from: 0, to: meters.count, by: 5_000) {
                let meters = meters[part..<min(part + 5_000, meters.count)]
                try readings.record(
                    meters.map { meter in
                        var reading = Reading(meter: meter.id, at: now.adding(seconds: -day * 86_400))
                        reading.register = (meter.baseline?.register ?? .zero) - Energy(wattHours: 3_000 * day)
                        reading.remaining = meter.baseline?.remaining
                        return reading
                    })
            }
        }
    }
}
