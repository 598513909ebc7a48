import ArgumentParser
import Foundation
import Operations
import Phrases
import Settings
import Simulator
import Store

/// The field equipment of a simulated campus, as a process of its own.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run simulated field equipment: concentrators on loopback, multi-user meters, people who use power.",
        discussion: """
            The equipment's memory is kept in the folder field/ of the campus, and goes on from there
            at the next start. With inventory files for dormwatt import beside it:
            field/concentrators.csv, rooms.csv, meters.csv.

            Faults are parts separated by commas: a name, = and a chance from 0 to 1 for each request.
            delay and drift may have a time behind the chance (0.05:3s); dead and keeps take a meter
            address, swap two of them, joined by +; C1/2: before a part limits it to that bus.
            --faults list explains each.
            """)

    @Option(help: "The folder of the campus.") var campus: String?
    @Option(help: "Rooms of a new campus.") var rooms = 216
    @Option(help: "For everything that is chosen in a new campus.") var seed: UInt64 = 1
    @Option(help: "What new meters keep: energy or money.") var unit = "energy"
    @Option(help: "Simulated seconds in a second, 1 to 100000.") var speed: Int?
    @Option(help: "Bits per second of the buses of a new campus.") var baud = 9600
    @Option(help: "So many of a hundred multi-user devices of a new campus are plain645.") var plain = 0
    @Option(help: "What goes wrong, for example drop-answer=0.02,corrupt=0.01; list explains every fault.") var faults = ""
    @Option(help: "The port of the first concentrator, the others follow; 0 takes free ones.") var port = 0
    @Flag(help: "Answer at once instead of at the speed of the line.") var unpaced = false
    @Flag(help: "Do not play the scene of a new campus: one silent meter, one noisy bus.") var noScene = false
    @Option(help: "Stop after so many seconds without a connection; 0 never stops.") var idle = 0
    @Option(
        help: "Put a new, empty meter in the place of a room's and leave: ROOM=ADDRESS, or ROOM=ADDRESS,REGISTER. Running equipment obeys.")
    var exchange: String?
    @Flag(help: .hidden) var outlive = false

    func validate() throws {
        guard (1...200_000).contains(rooms) else { throw ValidationError(phrase("--rooms takes 1 to 200000.")) }
        guard (0...100).contains(plain) else { throw ValidationError(phrase("--plain takes 0 to 100.")) }
        guard speed.map({ (1...100_000).contains($0) }) ?? true else { throw ValidationError(phrase("--speed takes 1 to 100000.")) }
        guard AmountUnit(rawValue: unit) != nil else { throw ValidationError(phrase("--unit takes energy or money.")) }
        guard (0...65_000).contains(port) else { throw ValidationError(phrase("--port takes 0 to 65000.")) }
    }

    func run() throws {
        if faults == FaultList.wish { return print(FaultList.text) }
        // A process group of its own, so that the terminal of the console that started it does not take it along.
        if outlive { _ = setsid() }
        let folder = try CampusOptions.folder(campus)
        if let exchange { return try MeterExchangeOutput.run(exchange, in: folder) }
        let faultPlan = faults.isEmpty ? FaultPlan() : try FaultPlan(specification: faults)
        let end = try Blocking.run { try await serve(folder, faultPlan) }
        if case .cannotSave(let what) = end {
            throw CommandFailure(
                .refused, phrase("A command to a meter could not be saved: \(what)."),
                unchanged: phrase("It was not answered, so the office counts it as unknown."),
                remedy: phrase("Free some space and start the simulation again."))
        }
    }

    private func serve(_ folder: CampusFolder, _ faultPlan: FaultPlan) async throws -> FieldEnd {
        let clock = try FieldClock.of(folder, speed: speed)
        let field = FieldPlace(folder)
        var configuration = FieldConfiguration(folder: field.url, campus: nil, clock: clock)
        if !field.exists {
            let plan = CampusPlan(
                rooms: rooms, seed: seed, unit: AmountUnit(rawValue: unit) ?? .energy, now: clock.now(), baud: baud, plainPercent: plain)
            configuration.campus = SimulatedCampus.make(plan)
        }
        let concentrators = configuration.campus?.concentrators.count ?? 64
        configuration.ports = port == 0 ? [] : (0..<concentrators).map { port + $0 }
        configuration.isPaced = !unpaced
        configuration.playsScene = !noScene
        configuration.faults = faultPlan
        configuration.idleLimit = idle == 0 ? nil : idle
        let server = try await FieldServer.start(configuration)
        try field.writeInventory(server.campus, endpoints: server.endpoints)
        for endpoint in server.endpoints { print(phrase("\(endpoint.concentrator) listens on \(endpoint.host):\(endpoint.port)")) }
        print(phrase("\(server.campus.meters.count) meters, memory in \(field.url.path)"))
        fflush(nil)
        return try await server.runUntilTerminated(outlivesTerminal: outlive)
    }
}

extension CampusOptions {
    /// The folder that a path names, else that of the environment.
    static func folder(_ path: String?) throws -> CampusFolder {
        guard let folder = CampusFolder.locate(argument: path, environment: ProcessInfo.processInfo.environment) else {
            throw CommandFailure(.usage, phrase("No campus is named."), remedy: phrase("Name one: --campus DIR or DORMWATT_CAMPUS."))
        }
        return folder
    }
}
