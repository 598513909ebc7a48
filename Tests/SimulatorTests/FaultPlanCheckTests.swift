// Protects that faults which could never happen are refused before anything starts: of meters and buses that are not there, of a meter on
// another bus, and a swap across buses, of which both meters would only be silent.
// How: plans against the field of a seeded campus of 216 rooms, and a server that is to start with one of them.

import Foundation
import Testing

@testable import Simulator

struct FaultPlanCheckTests {
    private static let campus = SimulatedCampus.make(CampusPlan(rooms: 216, seed: 1, now: noon))
    private static let buses = campus.concentrators.flatMap { concentrator in
        concentrator.buses.map { BusName(concentrator: concentrator.name, number: $0.number) }
    }

    private static func meter(_ place: Int, ofBus bus: Int) -> String {
        campus.concentrators.flatMap(\.buses)[bus].meters[place].settings.address
    }

    private static let (one, other, far) = (meter(1, ofBus: 0), meter(2, ofBus: 0), meter(0, ofBus: 1))

    private static let fitting = [
        "all=0.05", "dead=\(one),keeps=\(far)", "swap=\(one)+\(other)", "\(buses[1]):dead=\(far),\(buses[0]):swap=\(other)+\(one)",
        "\(buses[1]):cut=0.1",
    ]

    @Test(arguments: fitting) func whatIsThereIsTaken(_ specification: String) throws {
        try Field(Self.campus).check(FaultPlan(specification: specification))
    }

    private static let nobody = FaultPlanError.noMeter("999999999999", count: campus.meters.count, first: meter(0, ofBus: 0))
    private static let refused: [(specification: String, error: FaultPlanError)] = [
        ("dead=999999999999", nobody), ("keeps=999999999999", nobody), ("\(buses[0]):dead=999999999999", nobody),
        ("swap=\(one)+999999999999", nobody), ("all=0.05,swap=999999999999+\(one)", nobody),
        ("C9/7:cut=0.1", .noBus(BusName(concentrator: "C9", number: 7), buses: buses)),
        ("C1/99:cut=0.1", .noBus(BusName(concentrator: "C1", number: 99), buses: buses)),
        ("\(buses[1]):dead=\(one)", .onOtherBus(one, on: buses[0], named: buses[1])),
        ("\(buses[1]):keeps=\(one)", .onOtherBus(one, on: buses[0], named: buses[1])),
        ("\(buses[1]):swap=\(one)+\(other)", .onOtherBus(one, on: buses[0], named: buses[1])),
        ("swap=\(one)+\(far)", .acrossBuses(one, on: buses[0], other: far, otherBus: buses[1])),
    ]

    @Test(arguments: refused) func whatIsNotThereIsToldWithWhatIs(_ specification: String, _ error: FaultPlanError) throws {
        let plan = try FaultPlan(specification: specification)
        #expect(throws: error) { try Field(Self.campus).check(plan) }
    }

    @Test func aMeterThatWasExchangedIsNamedByItsNewAddress() throws {
        var field = Field(Self.campus)
        let room = try #require(Self.campus.meters.first { $0.room != nil })
        let wish = ExchangeWish(id: "1", place: room.settings.address, address: "000000777777", register: 0)
        _ = try field.exchange(wish, at: noon)
        try field.check(FaultPlan(specification: "dead=000000777777"))
        #expect(throws: FaultPlanError.self) { try field.check(FaultPlan(specification: "dead=\(room.settings.address)")) }
    }

    @Test func theSceneFitsItsOwnCampus() throws {
        for rooms in [2, 20, 216, 1_000] {
            let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 3, now: noon))
            try Field(campus).check(campus.scene)
        }
    }

    @Test func aServerDoesNotStartWithThem() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dormwatt-check-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = FieldConfiguration(
            folder: folder, campus: Self.campus, clock: ScaledClock(epoch: noon, wallStart: ScaledClock.wallNow(), speed: 1))
        configuration.faults = try FaultPlan(specification: "dead=999999999999")
        await #expect(throws: Self.nobody) { _ = try await FieldServer.start(configuration) }
        #expect(try FieldFolder(folder).load() == nil, "nothing was begun")
    }
}
