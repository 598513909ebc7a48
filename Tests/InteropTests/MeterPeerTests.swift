// Protects the wire against agreeing only with itself: PyPI dlt645 3.2.0 on both sides, and a meter client written from the dialect's
// description alone. How: the peers run as processes of their own and speak over loopback with the real collector and simulator.
import Concentrator
import Domain
import Foundation
import Operations
import Simulator
import Testing

private struct MachineClock: OfficeClock {
    func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

@Suite(.serialized) struct MeterPeerTests {
    @Test func theCollectorReadsAnIndependentMeter() async throws {
        let meter = try PeerMeter(address: "260305510012", "00000000=1234.56", "02030000=1.2340", "02010100=224.8", "02020100=5.123")
        defer { meter.stop() }
        let id = ConcentratorID("P")
        let bus = BusID(concentrator: id, number: 1)
        let point = MeterPoint(id: MeterID("260305510012"), place: .supply("peer"), bus: bus, profile: .plain645)
        let line = Domain.Concentrator(id: id, host: "127.0.0.1", port: meter.port, buses: [Bus(id: bus, baud: 9600)])
        let collector = Collector(clock: MachineClock(), seed: 1)
        collector.configure(concentrators: [line], meters: [point])
        collector.submit(MeterJob(id: 7, meter: point.id, task: .detail, priority: .now))
        var found: Reading?
        search: for await event in collector.events {
            guard case .reports(let reports) = event else { continue }
            for report in reports where report.job == 7 {
                if case .reading(let reading) = report.outcome { found = reading }
                break search
            }
        }
        await collector.stop()
        let reading = try #require(found)
        #expect(reading.register == Energy(hundredths: 123_456))
        #expect(reading.load == Power(watts: 1234))
        #expect(reading.voltages.first == 2248)
        #expect(reading.currents.first == 5123)
        #expect(reading.remaining == nil)
    }

    private func field(_ unit: AmountUnit, folder: URL?) async throws -> FieldServer {
        let now = ScaledClock.wallNow()
        let campus = SimulatedCampus.make(CampusPlan(rooms: 12, seed: 3, unit: unit, now: now))
        var configuration = FieldConfiguration(folder: folder, campus: campus, clock: ScaledClock(epoch: now, wallStart: now))
        configuration.isPaced = false
        configuration.playsScene = false
        configuration.idleLimit = nil
        return try await FieldServer.start(configuration)
    }

    @Test func anIndependentClientReadsTheSimulator() async throws {
        let server = try await field(.energy, folder: nil)
        defer { server.stop() }
        let endpoint = try #require(server.endpoints.first)
        let result = try Peer.run("read_simulator.py", endpoint.host, "\(endpoint.port)", "000000000418")
        #expect(result.status == 0, "\(result.output)")
        let values = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let sample = try #require(try await server.sample("000000000418"))
        let energy = try #require(Double("\(values["energy"] ?? "")"))
        #expect(abs(energy * 100 - Double(sample.register)) <= 1)
    }

    @Test(arguments: ["energy", "money"])
    func aClientWrittenFromTheDescriptionTopsTheSimulatorUp(unit: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let kind = try #require(AmountUnit(rawValue: unit))
        let server = try await field(kind, folder: folder)
        let endpoint = try #require(server.endpoints.first)
        let before = try #require(try await server.sample("000000000418"))
        let result = try Peer.run("meter_client.py", endpoint.host, "\(endpoint.port)", "000000000418", "--amount", "50.00", "--unit", unit)
        #expect(result.status == 0, "\(result.output)")
        let after = try #require(try await server.sample("000000000418"))
        #expect(after.count == before.count + 1)
        #expect(after.totalBought == before.totalBought + 5000)
        server.stop()
        _ = try await server.run()
    }
}
