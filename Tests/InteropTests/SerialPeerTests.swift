// Protects: serial lines and transparent gateways as they are outside of this program, with the simulator's meters behind them.
// How: socat makes a pseudo terminal whose far side is the simulated field; our collector opens it as a device, or through a real
// ser2net. What was read and sold is held against what the meter holds.
import Concentrator
import Domain
import Foundation
import Operations
import Simulator
import Testing

@Suite(.serialized) struct SerialPeerTests {
    private static let noon: Milliseconds = 1_795_233_600_000
    private static let meter = MeterID("000000000418")
    private static let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)

    private struct WallClock: OfficeClock {
        func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
    }

    /// A field with one bus, and a device in a folder of its own whose far side it is.
    private func withDevice(_ work: (FieldServer, _ device: String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-serial-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = CampusPlan(rooms: 3, seed: 7, unit: .energy, now: Self.noon)
        let clock = ScaledClock(epoch: Self.noon, wallStart: ScaledClock.wallNow(), speed: 1e-9)
        var configuration = FieldConfiguration(folder: nil, campus: SimulatedCampus.make(plan), clock: clock)
        (configuration.isPaced, configuration.playsScene) = (false, false)
        let server = try await FieldServer.start(configuration)
        defer { server.stop() }
        let port = try #require(server.endpoints.first?.port)
        let device = folder.appending(path: "bus").path
        let socat = try Tool.start("socat", ["PTY,rawer,link=\(device)", "TCP:127.0.0.1:\(port)"])
        defer { socat.end() }
        try await work(server, device)
    }

    /// Reads, sells and reads again as often as the line needs to come up.
    private func sell(_ concentrator: Domain.Concentrator, sees trouble: String? = nil) async -> (
        outcomes: [MeterOutcome], troubles: Set<String>
    ) {
        var timing = LineTiming()
        (timing.shortestRound, timing.reconnectPause, timing.longestReconnectPause) = (3_600_000, 50, 100)
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        let point = MeterPoint(id: Self.meter, place: .room(RoomID("3-418"), circuit: "main"), bus: Self.bus, profile: .dorm645)
        collector.configure(concentrators: [concentrator], meters: [point])
        var outcomes: [MeterOutcome] = []
        var troubles: Set<String> = []
        func submit(_ task: MeterTask) {
            collector.submit(MeterJob(id: UInt64(outcomes.count + 1), meter: Self.meter, task: task, priority: .delivery))
        }
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health): troubles.formUnion(health.map(\.trouble))
            case .reports(let reports):
                for report in reports {
                    if report.job == 0, outcomes.isEmpty, case .reading = report.outcome { submit(.credit) }
                    guard report.job != 0 else { continue }
                    outcomes.append(report.outcome)
                    switch report.outcome {
                    case .credit(let credit) where outcomes.count == 1:
                        submit(.apply(.topUp(Credit(.energy, hundredths: 5_000)), count: credit.count + 1))
                    case .accepted: submit(.credit)
                    default: break
                    }
                }
            }
            let isDone = outcomes.count == 3 || outcomes.last.map { if case .noAnswer = $0 { true } else { false } } == true
            if isDone, trouble.map(troubles.contains) ?? true { break }
        }
        await collector.stop()
        return (outcomes, troubles)
    }

    private func check(_ outcomes: [MeterOutcome], _ before: MeterSample, _ server: FieldServer) async throws {
        let after = try #require(try await server.sample(Self.meter.text))
        guard outcomes.count == 3, case .credit(let first) = outcomes[0], case .credit(let last) = outcomes[2] else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(outcomes[1] == .accepted)
        #expect(first.count == before.count && last.count == before.count + 1 && after.count == last.count)
        #expect(first.register == Energy(hundredths: before.register))
        #expect(last.totalBought?.hundredths == before.totalBought + 5_000 && after.totalBought == before.totalBought + 5_000)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [2_400, 9_600])
    func aSerialDeviceIsReadAndSoldThrough(_ baud: Int) async throws {
        try await withDevice { server, device in
            let before = try #require(try await server.sample(Self.meter.text))
            let concentrator = Domain.Concentrator(
                id: Self.bus.concentrator, host: "serial:\(device)?preamble=2&rest=5", port: Domain.Concentrator.noPort,
                buses: [Bus(id: Self.bus, baud: baud)])
            try await check(await sell(concentrator).outcomes, before, server)
        }
    }

    /// ser2net opens the device when somebody dials, and says in words why it hangs up when it can not.
    @Test(.timeLimit(.minutes(1)))
    func ser2netIsReadAndSoldThroughAndItsWordsAreTold() async throws {
        try await withDevice { server, device in
            let before = try #require(try await server.sample(Self.meter.text))
            let port = try Tool.freePort()
            let file = device + ".yaml"
            let missing = "there-is-no-such-device"
            let other = try Tool.freePort()
            let text = """
                connection: &bus
                  accepter: tcp,127.0.0.1,\(port)
                  connector: serialdev,\(device),9600e81,local
                connection: &missing
                  accepter: tcp,127.0.0.1,\(other)
                  connector: serialdev,/dev/\(missing),9600e81,local

                """
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let gateway = try Tool.start("ser2net", ["-n", "-d", "-c", file])
            defer { gateway.end() }
            func concentrator(_ port: Int) -> Domain.Concentrator {
                Domain.Concentrator(
                    id: Self.bus.concentrator, host: "127.0.0.1?timeout=1500", port: port, buses: [Bus(id: Self.bus, baud: 9_600)])
            }
            try await check(await sell(concentrator(port)).outcomes, before, server)
            let words = await firstWords(concentrator(other))
            #expect(words.hasPrefix("the concentrator closed the connection; it said \"Device open failure"), "\(words)")
        }
    }

    /// What the health of the only bus says when it says more than that the line is closed.
    private func firstWords(_ concentrator: Domain.Concentrator) async -> String {
        var timing = LineTiming()
        (timing.reconnectPause, timing.longestReconnectPause) = (50, 100)
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        collector.configure(concentrators: [concentrator], meters: [])
        var words = ""
        for await event in collector.events {
            guard case .health(let health) = event, let trouble = health.first?.trouble, trouble.contains("it said") else { continue }
            words = trouble
            break
        }
        await collector.stop()
        return words
    }
}
