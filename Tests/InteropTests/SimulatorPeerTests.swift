// Protects: the simulated field speaks the protocol and the dormitory dialect as others understand them, before and after a restart.
// How: a field on a free port with its clock at rest; the client of PyPI dlt645 3.2.0 reads it, and a small client that was written
// from the dialect's description alone tops it up; what they saw is held against what the meter holds.
import Foundation
import Simulator
import Testing

@Suite(.serialized) struct SimulatorPeerTests {
    /// Noon of 2026-11-21 in China. The clock hardly moves, so that what was read and what is sampled are of one moment.
    private static let noon: Milliseconds = 1_795_233_600_000
    private static let room = "000000000418"

    /// Runs a field, on the folder of an earlier one if there is one, until the work is done.
    private func withField<Value>(
        _ unit: AmountUnit, rooms: Int = 3, plainPercent: Int = 0, folder: URL? = nil, _ work: (FieldServer) async throws -> Value
    ) async throws -> Value {
        let plan = CampusPlan(rooms: rooms, seed: 7, unit: unit, now: Self.noon, plainPercent: plainPercent)
        let clock = ScaledClock(epoch: Self.noon, wallStart: ScaledClock.wallNow(), speed: 1e-9)
        var configuration = FieldConfiguration(folder: folder, campus: SimulatedCampus.make(plan), clock: clock)
        configuration.isPaced = false
        configuration.playsScene = false
        let server = try await FieldServer.start(configuration)
        do {
            let value = try await work(server)
            server.stop()
            #expect(try await server.run() == .stopped)
            return value
        } catch {
            server.stop()
            throw error
        }
    }

    // MARK: PyPI dlt645 reads

    @Test(.timeLimit(.minutes(1)), arguments: [0, 100])
    func dlt645ReadsWhatTheMetersHold(plainPercent: Int) async throws {
        try await withField(.energy, rooms: 6, plainPercent: plainPercent) { server in
            let meters = server.campus.meters.filter { $0.settings.phases == 1 }
            #expect(meters.count == 6)
            #expect(meters.allSatisfy { $0.profile == (plainPercent == 0 ? "dorm645" : "plain645") })
            let port = String(try #require(server.endpoints.first?.port))
            let result = try await Peer.run("read_simulator.py", ["127.0.0.1", port] + meters.map(\.settings.address))
            #expect(result.status == 0, "\(result.text)")
            #expect(result.objects.count == meters.count)
            for (meter, seen) in zip(meters, result.objects) {
                let address = meter.settings.address
                let held = try #require(try await server.sample(address))
                #expect(number(seen["energy"], decimals: 2) == held.register, "\(seen)")
                let watts = try #require(number(seen["power"], decimals: 3))
                #expect(abs(watts - Int64(held.watts)) <= 1, "\(seen), \(held.watts) W")
                #expect(seen["ownAddress"] as? String == address)
                #expect((seen["date"] as? String)?.hasPrefix("261121") == true, "\(seen)")
            }
        }
    }

    /// A number of JSON as whole units of its last decimal.
    private func number(_ value: Any?, decimals: Int) -> Int64? {
        guard let value = value as? Double ?? (value as? Int).map(Double.init) else { return nil }
        return Int64((value * (0..<decimals).reduce(1) { product, _ in product * 10 }).rounded())
    }

    // MARK: A client of the dialect buys

    @Test(.timeLimit(.minutes(1)), arguments: [AmountUnit.energy, .money])
    func aClientWrittenFromTheDescriptionTopsUpAndIsUnderstood(unit: AmountUnit) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-interop-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let (before, between, endpoints) = try await withField(unit, folder: folder) { server in
            let before = try #require(try await server.sample(Self.room))
            try await topUp("50.00", server, unit)
            return (before, try #require(try await server.sample(Self.room)), server.endpoints)
        }
        #expect(between.count == before.count + 1)
        #expect(between.lastAmount == 5_000)
        #expect(between.totalBought == before.totalBought + 5_000)
        #expect(between.balance == before.balance + 5_000)

        let after = try await withField(unit, folder: folder) { server in
            #expect(server.endpoints == endpoints)
            try await topUp("12.34", server, unit)
            return try #require(try await server.sample(Self.room))
        }
        #expect(after.count == before.count + 2)
        #expect(after.lastAmount == 1_234)
        #expect(after.totalBought == before.totalBought + 6_234)
        #expect(after.balance == before.balance + 6_234)
    }

    private func topUp(_ amount: String, _ server: FieldServer, _ unit: AmountUnit) async throws {
        let port = String(try #require(server.endpoints.first?.port))
        let arguments = ["127.0.0.1", port, Self.room, "--amount", amount, "--unit", unit.rawValue]
        let result = try await Peer.run("meter_client.py", arguments)
        #expect(result.status == 0, "\(result.text)")
        let seen = try #require(result.objects.first, "\(result.text)")
        #expect(seen["agreed"] as? Bool == true, "\(seen)")
        #expect(seen["repeat"] != nil && seen["refused"] != nil, "it went all the way: \(seen)")
    }
}
