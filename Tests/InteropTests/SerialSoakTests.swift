// Protects: a large campus behind serial lines is read whole and sold to exactly once while the field goes wrong in every way that it
// knows, adapters are pulled out and the gateway starts anew; when that is over, every order ends and the books are what the meters hold.
// How: the real program collects and sells, through one ser2net on a pseudo terminal for every concentrator; SerialSoakAudit holds the
// meters against the orders by other sums. DORMWATT_SOAK_SERIAL is the number of rooms; without it nothing happens.
import Domain
import Foundation
import Operations
import Simulator
import Store
import Testing

struct SerialSoakTests {
    private static let rooms = ProcessInfo.processInfo.environment["DORMWATT_SOAK_SERIAL"].flatMap { Int($0) }
    /// So many that some meters lose power in a purchase.
    private static let (waves, salesInWave) = (5, 40)
    /// Everything at five percent; what ends a line at one. Up to four buses share a line, and one that breaks at each tenth request
    /// carries a proof of an order, five or six requests, so rarely that the orders would be delivered when the faults are over.
    private static let faults = "all=0.05,cut=0.01,gateway-text=0.01"

    @Test(.enabled(if: rooms != nil, "minutes, for `make soak`"), .timeLimit(.minutes(25)))
    func aCampusOfSerialLinesIsSoldToThroughATroubledField() async throws {
        let now = ScaledClock.wallNow()
        let plan = CampusPlan(rooms: Self.rooms ?? 0, seed: 7, unit: .energy, now: now, baud: 2_400)
        let clock = ScaledClock(epoch: now, wallStart: now)
        var configuration = FieldConfiguration(folder: nil, campus: SimulatedCampus.make(plan), clock: clock)
        (configuration.playsScene, configuration.idleLimit) = (false, nil)
        configuration.faults = try FaultPlan(specification: Self.faults)
        let office = try SerialOffice()
        defer { office.remove() }
        // There the field writes down in which purchases a meter lost power.
        configuration.folder = office.field
        let field = try await SerialField.start(configuration, seconds: 1_500)
        defer { field.end() }
        let inventory = field.inventory(at: Instant(milliseconds: now))
        try await office.open(inventory)
        let collector = try await office.collect(seconds: 1_500)
        defer { collector.end() }

        try await sell(inventory, office, field)
        let underWay = try await endure(office)
        try await field.server.set(faults: FaultPlan())
        try await settle(office)
        collector.end()
        let audit = try SerialSoakAudit(inventory, office)
        try await audit.check(field.server, sales: Self.waves * Self.salesInWave)
        print(
            try audit.report(), "\(underWay) orders under way when the faults ended,",
            "\(field.adaptersEnded) times an adapter was plugged in again")
    }

    /// Wave after wave; between them adapters are pulled out, and once the gateway starts anew.
    private func sell(_ inventory: SerialField.Inventory, _ office: SerialOffice, _ field: SerialField) async throws {
        let rooms = inventory.meters.filter { $0.profile == .dorm645 }.compactMap(\.room)
        let sales = Self.waves * Self.salesInWave
        try #require(rooms.count >= sales, "the audit takes no more than one order a meter")
        let chosen = (0..<sales).map { rooms[$0 * rooms.count / sales] }
        for wave in 0..<Self.waves {
            let sold = (0..<Self.salesInWave).map { chosen[$0 * Self.waves + wave] }
            async let selling = office.sell(sold, wave: wave)
            if wave == Self.waves / 2 { field.restartGateway() }
            for concentrator in inventory.concentrators.dropFirst(wave).prefix(3) { field.replug(concentrator.id.text) }
            // 0 when all were delivered, 1 when a meter lost power in one, 3 while some are on their way.
            let status = try await selling
            #expect([0, 1, 3].contains(status), "wave \(wave) ended with \(status)")
        }
    }

    /// Most orders are to end while the field goes wrong, and that takes minutes.
    ///
    /// - Returns: how many are under way then.
    private func endure(_ office: SerialOffice) async throws -> Int {
        let end = ContinuousClock.now + .seconds(120)
        while try office.underWay() > Self.waves * Self.salesInWave / 10, ContinuousClock.now < end {
            _ = try await office.run("read", "3-418")
        }
        return try office.underWay()
    }

    /// Until nothing is under way any more and every meter was read again.
    private func settle(_ office: SerialOffice) async throws {
        let clock = ContinuousClock()
        let (begin, freed) = (clock.now, Instant(milliseconds: ScaledClock.wallNow()))
        var (open, unread) = (1, 1)
        while open + unread > 0, clock.now - begin < .seconds(480) {
            open = try office.underWay()
            let latest = try office.readings().latest()
            unread = try office.books().standingMeters().count { latest[$0.id].map { $0.at < freed } ?? true }
            // What paces this loop: the program itself, which reads one meter.
            _ = try await office.run("read", "3-418")
        }
        #expect(open == 0 && unread == 0, "\(open) orders are open, \(unread) meters were not read")
        print("serial soak: at rest \(clock.now - begin) after the faults ended")
    }
}

/// The office of a soak: a campus folder, and the program as a person runs it.
struct SerialOffice {
    /// What each sale costs.
    static let fen: Int64 = 50_00
    static let operatorName = "chen"
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-office-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Where the field may keep what its meters know.
    var field: URL { folder.appending(path: "field") }
    private var campus: CampusFolder { CampusFolder(folder.appending(path: "campus").path) }

    /// The program that was built together with these tests.
    private static let program: String = {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dormwatt").path
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : root.appending(path: ".build/debug/dormwatt").path
    }()

    func books() throws -> SQLiteBooks { try SQLiteBooks.open(in: campus, readOnly: true) }
    func readings() throws -> SQLiteReadings { try SQLiteReadings.open(in: campus, readOnly: true) }

    /// How many orders have not ended. A dispute has: only a person takes it further.
    func underWay() throws -> Int { try books().orders(OrderFilter(states: [.queued, .sent, .unknown])).count }

    func open(_ inventory: SerialField.Inventory) async throws {
        let made = try await start(["init", campus.path, "--name", "Serial"])
        guard made.status == 0 else { throw DidNotOpen(why: made.output) }
        let books = try SQLiteBooks.open(in: campus)
        let change = InventoryChange(
            version: try books.inventoryVersion(), concentrators: inventory.concentrators, rooms: inventory.rooms, meters: inventory.meters)
        let engineer = Actor(name: "li", role: .engineer, shift: "", console: "desk-1")
        let at = Instant(milliseconds: ScaledClock.wallNow())
        guard try books.take(change, actor: engineer, at: at) == .taken else { throw DidNotOpen(why: "the inventory was not taken") }
    }

    /// Comes back when it holds the lease: a command that sold before that would read the meters itself for its own run.
    func collect(seconds: Int) async throws -> Tool {
        let collector = try Tool.start(Self.program, ["collect", "--campus", campus.path], seconds: seconds)
        for _ in 0..<100 where CampusLease.holder(in: campus) == nil { _ = try await run("orders") }
        return collector
    }

    /// Sells to all of them, and waits for a minute.
    func sell(_ rooms: [RoomID], wave: Int) async throws -> Int32 {
        let file = folder.appending(path: "wave-\(wave).csv")
        let lines = rooms.map { "\($0),50.00\n" }
        try ("room,amount\n" + lines.joined()).write(to: file, atomically: true, encoding: .utf8)
        return try await run("topup", "--file", file.path, "--wait", "60", "--as", Self.operatorName, "--role", "cashier").status
    }

    func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await start(arguments + ["--campus", campus.path])
    }

    private func start(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = arguments
        let output = try Tool.alone {
            let output = Pipe()
            (process.standardOutput, process.standardError) = (output, output)
            try process.run()
            return output
        }
        return await Peer.elsewhere {
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: data, as: UTF8.self))
        }
    }

    struct DidNotOpen: Error {
        let why: String
    }
}
