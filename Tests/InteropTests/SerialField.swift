// Protects nothing by itself: the meters of a simulated campus behind serial lines, as ser2net makes them reachable.
// How: socat gives every simulated concentrator a pseudo terminal, and one ser2net opens them all. A shell starts them, and starts each
// again that has ended: an adapter ends when the simulated concentrator cuts its connection.
import Domain
import Foundation
import Simulator

/// A simulated campus behind pseudo terminals, until `end`.
final class SerialField {
    let server: FieldServer
    /// Where ser2net listens, by concentrator.
    let ports: [String: Int]
    private let folder: URL
    private var shell: Tool?

    /// - Parameter seconds: after which the programs beside it end by themselves.
    static func start(_ configuration: FieldConfiguration, seconds: Int = 60) async throws -> SerialField {
        let field = try SerialField(try await FieldServer.start(configuration))
        do {
            try field.plugIn(seconds: seconds)
        } catch {
            field.end()
            throw error
        }
        return field
    }

    private init(_ server: FieldServer) throws {
        self.server = server
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
        shell?.end()
        server.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// A serial adapter is pulled out and plugged in again.
    func replug(_ concentrator: String) { pull(concentrator) }

    /// The gateway starts anew, and with it every line.
    func restartGateway() { pull(Self.gateway) }

    /// How often an adapter was plugged in again.
    var adaptersEnded: Int { server.endpoints.reduce(0) { $0 + lines(of: file($1.concentrator, ".ended")) } }

    private static let gateway = "ser2net"

    private func file(_ name: String, _ ending: String = "") -> String { folder.appending(path: name + ending).path }

    private func lines(of file: String) -> Int { (try? String(contentsOfFile: file, encoding: .utf8).count { $0 == "\n" }) ?? 0 }

    private func pull(_ name: String) {
        guard let text = try? String(contentsOfFile: file(name, ".pid"), encoding: .utf8), let id = pid_t(text.dropLast()) else { return }
        kill(id, SIGKILL)
    }

    /// Starts everything at once, before anybody has dialled: a program that this process starts later could inherit a connection of the
    /// simulated field, which then stands when the field has cut it.
    private func plugIn(seconds: Int) throws {
        try gatewayLines().write(toFile: file("ser2net.yaml"), atomically: true, encoding: .utf8)
        let adapters = try server.endpoints.map { endpoint in
            // It tries again by itself while nobody listens: a test that died leaves no shell that turns round without rest.
            let adapter = "PTY,rawer,link=\(file(endpoint.concentrator)) TCP:127.0.0.1:\(endpoint.port),forever,interval=1"
            return again(endpoint.concentrator, "\(try Tool.path("socat")) \(adapter)")
        }
        let gateway = again(Self.gateway, "\(try Tool.path("ser2net")) -n -d -c \(file("ser2net.yaml"))")
        let script = (adapters + [gateway, "wait"]).joined(separator: "\n")
        try script.write(toFile: file("script"), atomically: true, encoding: .utf8)
        shell = try Tool.start("/bin/sh", [file("script")], seconds: seconds)
    }

    /// Starts a program, and anew whenever it has ended; its id stands in a file.
    private func again(_ name: String, _ program: String) -> String {
        "while :; do \(program) & echo $! > \(file(name, ".pid")); wait $!; echo >> \(file(name, ".ended")); done &"
    }

    private func gatewayLines() -> String {
        let lines = server.endpoints.map { endpoint in
            """
            connection: &\(endpoint.concentrator)
              accepter: tcp,127.0.0.1,\(ports[endpoint.concentrator] ?? 0)
              connector: serialdev,\(file(endpoint.concentrator)),\(server.campus.plan.baud)e81,local

            """
        }
        return lines.joined()
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
