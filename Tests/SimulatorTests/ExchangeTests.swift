// Protects: an electrician's new meter stands behind the same people, the old one is heard no more, and a restart forgets neither.
// How: a field at noon whose meter is exchanged; its line, its neighbours, the supply meter and its folder are asked afterwards.

import Foundation
import Testing

@testable import Simulator

struct ExchangeTests {
    private let campus = SimulatedCampus.make(CampusPlan(rooms: 6, seed: 1, start: noon - .day, now: noon))
    private let new = "900000000418"

    private func field() -> Field {
        var field = Field(campus)
        field.advance(to: noon)
        return field
    }

    private func wish(_ place: String = "3-418", _ address: String? = nil) -> ExchangeWish {
        ExchangeWish(id: "E1", place: place, address: address ?? new, register: 20)
    }

    @Test func theNewMeterMeasuresTheSamePeopleFromItsOwnRegister() throws {
        let lived = TestField(field())
        let before = try #require(lived.sample("000000000418", at: noon))
        let result = try lived.field.exchange(wish(), at: noon)
        #expect(result.oldAddress == "000000000418" && result.finalRegister == before.register && result.left == before.balance)
        #expect(result.register == 20 && result.serialNumber != campus.meters[1].settings.serialNumber)
        #expect(lived.sample("000000000418", at: noon) == nil)
        let fresh = try #require(lived.sample(new, at: noon + .second))
        #expect(fresh.register == 20 && fresh.balance == 0 && fresh.count == 0 && fresh.totalBought == 0)
        // Nothing was bought on it yet, so that it lets nothing through.
        #expect(!fresh.isRelayClosed)
    }

    @Test func theSupplyMeterGoesOnFromWhatBothHaveCounted() throws {
        let (lived, other) = (TestField(field()), TestField(field()))
        let supply = try #require(campus.meters.first { $0.room == nil }).settings.address
        _ = try lived.field.exchange(wish(), at: noon)
        let at = try #require(lived.sample(supply, at: noon))
        #expect(at.register == (try #require(other.sample(supply, at: noon))).register)
        let later = try #require(lived.sample(supply, at: noon + .hour))
        #expect(later.register >= at.register)
    }

    @Test(arguments: [
        ("9-999", "900000000418"), ("000000030000", "900000000418"), ("3-418", "000000000418"), ("3-418", "000000000409"), ("3-418", "418"),
    ])
    func nothingIsTouchedForAWrongWish(_ place: String, _ address: String) {
        let lived = TestField(field())
        let before = lived.states
        #expect(throws: ExchangeError.self) { try lived.field.exchange(wish(place, address), at: noon) }
        #expect(lived.states == before && lived.field.exchanges == [])
    }

    @Test func aRestartRemembersTheExchangeAndWhatCameAfterIt() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("dormwatt-field-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        var lived = field()
        do {
            let folder = try FieldFolder(path)
            _ = try lived.exchange(wish(), at: noon)
            _ = try lived.exchange(wish(new, "900000000419"), at: noon)
            try folder.save(lived)
            let command = JournalEntry(
                time: noon + .minute, plate: "900000000419",
                request: MeterRequest(
                    address: MeterSettings.wireBytes(of: "900000000419"), control: 0x03,
                    data: purchase(0x0701_02FF, 500, 1, meter: MeterSettings.wireBytes(of: "900000000419"))))
            try folder.append([command])
            let position = try #require(lived.position(ofPlate: "900000000419"))
            _ = lived.answer(command.request, at: position, now: noon + .minute)
        }
        let loaded = try #require(try FieldFolder(path).load())
        #expect(loaded.states == lived.states && loaded.exchanges == lived.exchanges)
        #expect(loaded.exchanges.count == 2)
        var again = loaded
        #expect(again.sample("900000000419", at: noon + .minute)?.count == 1)
        #expect(again.sample(new, at: noon + .minute) == nil)
    }

    /// Running equipment obeys a file; equipment at rest is changed in its memory. Both say the same.
    @Test func theElectricianComesWhetherTheEquipmentRunsOrNot() async throws {
        for isRunning in [true, false] {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("dormwatt-field-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: path) }
            let clock = ScaledClock(epoch: noon, wallStart: ScaledClock.wallNow(), speed: 1)
            let server = try await FieldServer.start(FieldConfiguration(folder: path, campus: campus, clock: clock))
            if !isRunning {
                server.stop()
                _ = try await server.run()
            }
            let electrician = Electrician(folder: path, clock: clock)
            let wish = wish()
            // Far away: only equipment that never obeys may reach it, not a busy machine.
            let end = Date.now.addingTimeInterval(600)
            let result = try await Task.detached { try electrician.exchange(wish) { Date.now >= end } }.value
            #expect(result?.oldAddress == "000000000418" && result?.address == new, "running: \(isRunning)")
            await #expect(throws: (any Error).self) {
                try await Task.detached { try electrician.exchange(wish) { Date.now >= end } }.value
            }
            if isRunning {
                #expect(try await server.sample("000000000418") == nil)
                #expect(try await server.sample(new) != nil)
                server.stop()
                _ = try await server.run()
            }
        }
    }
}
