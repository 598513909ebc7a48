// Protects nothing by itself: the meters of a simulated campus behind serial lines, as ser2net makes them reachable.
// How: socat gives every simulated concentrator a pseudo terminal, and one ser2net opens them all.
import Domain
import Foundation
import Simulator

/// A simulated campus behind pseudo terminals, until `end`.
final class SerialField {
    let server: FieldServer
    /// Where ser2net listens, by concentrator.
    let ports: [String: Int]
    private let folder: URL
    private let seconds: Int
    private var adapters: [String: Tool] = [:]
    private var gateway: Tool?

    /// - Parameter seconds: after which the programs beside it end by themselves.
    static func start(_ configuration: FieldConfiguration, seconds: Int = 60) async throws -> SerialField {
        let field = try SerialField(try await FieldServer.start(configuration), seconds: seconds)
        do {
            for endpoint in field.server.endpoints { try field.plugIn(endpoint.concentrator) }
            try field.startGateway()
        } catch {
            field.end()
            throw error
        }
        return field
    }

    private init(_ server: FieldServer, seconds: Int) throws {
        self.server = server
        self.seconds = seconds
        folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-serial-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var ports: [String: Int] = [:]
        for endpoint in server.endpoints {
            var port = try Tool.freePort()
            while ports.values.contains(port) { port = try Tool.freePort() }
            ports[endpoint.concentrator] = port
        }
        self.ports = ports
    }

    func end() {
        gateway?.end()
        for adapter in adapters.values { adapter.end() }
        server.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// A serial adapter is pulled out and plugged in again.
    func replug(_ concentrator: String) throws {
        adapters[concentrator]?.end()
        try plugIn(concentrator)
    }

    /// The gateway starts anew, and with it every line.
    func restartGateway() throws {
        gateway?.end()
        try startGateway()
    }

    private func device(_ concentrator: String) -> String { folder.appending(path: concentrator).path }

    private func plugIn(_ concentrator: String) throws {
        let port = server.endpoints.first { $0.concentrator == concentrator }?.port ?? 0
        adapters[concentrator] = try Tool.start(
            "socat", ["PTY,rawer,link=\(device(concentrator))", "TCP:127.0.0.1:\(port)"], seconds: seconds)
    }

    private func startGateway() throws {
        let lines = server.endpoints.map { endpoint in
            """
            connection: &\(endpoint.concentrator)
              accepter: tcp,127.0.0.1,\(ports[endpoint.concentrator] ?? 0)
              connector: serialdev,\(device(endpoint.concentrator)),\(server.campus.plan.baud)e81,local

            """
        }
        let file = device("ser2net.yaml")
        try lines.joined().write(toFile: file, atomically: true, encoding: .utf8)
        gateway = try Tool.start("ser2net", ["-n", "-d", "-c", file], seconds: seconds)
    }

    // MARK: - As the office knows it

    /// What an engineer would import.
    struct Inventory {
        var concentrators: [Domain.Concentrator] = []
        var rooms: [Room] = []
        var meters: [MeterPoint] = []
    }

    /// - Parameter at: the time of the baselines.
    func inventory(at: Instant) -> Inventory {
        var inventory = Inventory()
        for concentrator in server.campus.concentrators {
            let id = ConcentratorID(concentrator.name)
            let buses = concentrator.buses.map { Bus(id: BusID(concentrator: id, number: $0.number), baud: $0.baud) }
            inventory.concentrators.append(
                Domain.Concentrator(id: id, host: "127.0.0.1?timeout=1500", port: ports[concentrator.name] ?? 0, buses: buses))
            for (bus, line) in zip(concentrator.buses, buses) {
                for meter in bus.meters { Self.add(meter, on: line.id, at: at, to: &inventory) }
            }
        }
        return inventory
    }

    private static func add(_ meter: SimulatedMeter, on bus: BusID, at: Instant, to inventory: inout Inventory) {
        let (settings, initial) = (meter.settings, meter.initial)
        var point = MeterPoint(
            id: MeterID(settings.address), place: .supply(settings.address), bus: bus,
            profile: MeterProfile(rawValue: meter.profile) ?? .plain645, phases: settings.phases, constant: settings.constant,
            ctRatio: settings.ctRatio)
        if case .room(let building, let floor, let room, let circuit, let beds, _, _, _) = meter.place {
            inventory.rooms.append(Room(id: RoomID(room), building: building, floor: floor, number: room, beds: beds))
            point.place = .room(RoomID(room), circuit: circuit)
            point.baseline = Baseline(
                count: initial.count, totalBought: Credit(.energy, hundredths: initial.totalBought),
                remaining: Credit(.energy, hundredths: initial.balance), register: Energy(hundredths: initial.register), at: at)
        }
        inventory.meters.append(point)
    }
}
