// Protects: a large campus behind serial lines is read whole and sold to exactly once while the field goes wrong in every way that a line
// can, adapters are pulled out and the gateway starts anew; when that is over, every order ends and the books are what the meters hold.
// How: the real program collects and sells, through one ser2net on a pseudo terminal for every concentrator; the counts and totals of the
// simulated meters are held against the orders by other sums. DORMWATT_SOAK_SERIAL is the number of rooms; without it nothing happens.
import Domain
import Foundation
import Operations
import Simulator
import Store
import Testing

struct SerialSoakTests {
    private static let rooms = ProcessInfo.processInfo.environment["DORMWATT_SOAK_SERIAL"].flatMap { Int($0) }
    private static let (waves, salesInWave) = (5, 12)
    /// All that goes wrong on a line or in a meter and is no person's to decide. A line that is cut ends its adapter: those are pulled.
    private static let faults =
        "drop-request=0.03,drop-answer=0.03,delay=0.03,late=0.03,corrupt=0.03,duplicate=0.03,split=0.03,glue=0.03,push=0.03,heartbeat=0.03,"
        + "wrong-length=0.03,foreign-address=0.03,refuse-applied=0.05,silent-applied=0.05,drift=0.03"

    @Test(.enabled(if: rooms != nil, "minutes, for `make soak`"), .timeLimit(.minutes(25)))
    func aCampusOfSerialLinesIsSoldToThroughATroubledField() async throws {
        let now = ScaledClock.wallNow()
        let plan = CampusPlan(rooms: Self.rooms ?? 0, seed: 7, unit: .energy, now: now, baud: 2_400)
        let clock = ScaledClock(epoch: now, wallStart: now)
        var configuration = FieldConfiguration(folder: nil, campus: SimulatedCampus.make(plan), clock: clock)
        (configuration.playsScene, configuration.idleLimit) = (false, nil)
        configuration.faults = try FaultPlan(specification: Self.faults)
        let field = try await SerialField.start(configuration, seconds: 1_500)
        defer { field.end() }
        let office = try SerialOffice()
        defer { office.remove() }
        let inventory = field.inventory(at: Instant(milliseconds: now))
        try await office.open(inventory)
        let collector = try await office.collect(seconds: 1_500)
        defer { collector.end() }

        try await sell(inventory, office, field)
        try await field.server.set(faults: FaultPlan())
        try await settle(office)
        collector.end()
        try await audit(inventory, office, field.server)
    }

    /// Wave after wave; between them adapters are pulled out, and once the gateway starts anew.
    private func sell(_ inventory: SerialField.Inventory, _ office: SerialOffice, _ field: SerialField) async throws {
        let rooms = inventory.meters.filter { $0.profile == .dorm645 }.compactMap(\.room)
        let sales = Self.waves * Self.salesInWave
        let chosen = (0..<sales).map { rooms[$0 * rooms.count / sales] }
        for wave in 0..<Self.waves {
            let sold = (0..<Self.salesInWave).map { chosen[$0 * Self.waves + wave] }
            async let selling = office.sell(sold, wave: wave)
            if wave == Self.waves / 2 { try field.restartGateway() }
            for concentrator in inventory.concentrators.dropFirst(wave).prefix(3) { try field.replug(concentrator.id.text) }
            // 0 when all were delivered, 3 while some are on their way.
            let status = try await selling
            #expect([0, 3].contains(status), "wave \(wave) ended with \(status)")
        }
    }

    /// Until nothing is under way any more and every meter was read again.
    private func settle(_ office: SerialOffice) async throws {
        let clock = ContinuousClock()
        let (begin, freed) = (clock.now, Instant(milliseconds: ScaledClock.wallNow()))
        var (open, unread) = (1, 1)
        while open + unread > 0, clock.now - begin < .seconds(360) {
            open = try office.books().orders(.open).count
            let latest = try office.readings().latest()
            unread = try office.books().standingMeters().count { latest[$0.id].map { $0.at < freed } ?? true }
            // What paces this loop: the program itself, which reads one meter.
            _ = try await office.run("read", "3-418")
        }
        #expect(open == 0 && unread == 0, "\(open) orders are open, \(unread) meters were not read")
        print("serial soak: at rest \(clock.now - begin) after the faults ended")
    }

    private func audit(_ inventory: SerialField.Inventory, _ office: SerialOffice, _ server: FieldServer) async throws {
        let books = try office.books()
        let orders = try books.orders(OrderFilter())
        #expect(orders.count == Self.waves * Self.salesInWave)
        for order in orders where order.state != .confirmed { Issue.record("\(order)") }
        let byMeter = Dictionary(grouping: orders, by: \.meter)
        let latest = try office.readings().latest()
        for meter in inventory.meters {
            let sample = try #require(try await server.sample(meter.id.text))
            let reading = try #require(latest[meter.id], "\(meter.id) was never read")
            let register = try #require(reading.register)
            #expect(register.hundredths <= sample.register, "\(meter.id)")
            guard let baseline = meter.baseline, meter.profile == .dorm645 else { continue }
            let bought = byMeter[meter.id, default: []].map(\.task.change.hundredths)
            #expect(sample.count == baseline.count + bought.count && reading.count == sample.count, "\(meter.id)")
            #expect(sample.totalBought == baseline.totalBought.hundredths + bought.reduce(0, +), "\(meter.id)")
            #expect(register.hundredths >= baseline.register.hundredths, "\(meter.id)")
        }
        let drawer = try books.trialBalance().filter { $0.account == .cash(SerialOffice.operatorName) }.reduce(0) { $0 + $1.amount }
        #expect(drawer == Int64(orders.count) * SerialOffice.fen)
        for command in ["verify", "reconcile"] {
            let (status, output) = try await office.run(command)
            #expect(status == 0, "\(command): \(output)")
        }
        try report(inventory, office, orders)
    }

    private func report(_ inventory: SerialField.Inventory, _ office: SerialOffice, _ orders: [Order]) throws {
        let health = try office.readings().health()
        let attempts = orders.map(\.attempts)
        print(
            "serial soak: \(inventory.meters.count) meters on \(health.count) buses,",
            "\(inventory.concentrators.count) pseudo terminals;",
            "\(orders.count) orders, sent \(attempts.reduce(0, +)) times, \(attempts.count { $0 > 1 }) more than once;",
            "\(health.map(\.requests).reduce(0, +)) requests, \(health.map(\.timeouts).reduce(0, +)) in vain,",
            "\(health.map(\.broken).reduce(0, +)) broken frames, \(health.map(\.noise).reduce(0, +)) bytes of noise")
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

    private var campus: CampusFolder { CampusFolder(folder.appending(path: "campus").path) }

    /// The program that was built together with these tests.
    private static let program: String = {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dormwatt").path
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : root.appending(path: ".build/debug/dormwatt").path
    }()

    func books() throws -> SQLiteBooks { try SQLiteBooks.open(in: campus, readOnly: true) }
    func readings() throws -> SQLiteReadings { try SQLiteReadings.open(in: campus, readOnly: true) }

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
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
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
