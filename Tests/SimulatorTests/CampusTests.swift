// Protects the plan of a campus: its size, the rooms that every demonstration needs, unique addresses, and the scene at the present.
// Campuses of several sizes are made and counted; one is brought to life and looked at.

import Foundation
import Testing

@testable import Simulator

struct CampusTests {
    @Test(arguments: [1, 2, 19, 72, 108, 109, 216, 500]) func everySizeHasItsRoomsAndTheOneFromTheBook(_ rooms: Int) throws {
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 1, now: noon))
        let meters = campus.meters
        #expect(meters.filter { $0.room != nil }.count == rooms)
        #expect(Set(meters.map(\.settings.address)).count == meters.count)
        #expect(Set(meters.map(\.settings.serialNumber)).count == meters.count)
        #expect(meters.allSatisfy { $0.settings.address.utf8.count == 12 && $0.settings.serialNumber.utf8.count == 12 })
        let known = try #require(meters.first { $0.room == "3-418" })
        #expect(known.settings.address == "000000000418")
        #expect(known.initial == InitialState(register: 123_456, balance: 325, count: 6, totalBought: 123_781))
        #expect(campus.concentrators.allSatisfy { (1...4).contains($0.buses.count) })
        #expect(meters.count { $0.room == nil } == (rooms + 107) / 108, "one supply meter a building")
    }

    @Test func devicesHaveTwelveAndEightPlaces() {
        let campus = SimulatedCampus.make(CampusPlan(rooms: 108, seed: 1, now: noon))
        var sizes: [Int: Int] = [:]
        var phases: Set<Int> = []
        for meter in campus.meters {
            guard case .room(_, _, _, _, _, _, let device, let slot) = meter.place else { continue }
            sizes[device] = max(sizes[device] ?? 0, slot)
            phases.insert(meter.settings.phases)
        }
        #expect(Set(sizes.values) == [8, 12])
        #expect(phases == [1, 3])
    }

    @Test func equalPlansMakeEqualCampusesAndSurviveSaving() throws {
        let plan = CampusPlan(rooms: 30, seed: 5, start: noon - 2 * .day, now: noon)
        let campus = SimulatedCampus.make(plan)
        #expect(SimulatedCampus.make(plan) == campus)
        #expect(SimulatedCampus.make(CampusPlan(rooms: 30, seed: 6, start: noon - 2 * .day, now: noon)) != campus)
        #expect(try JSONDecoder().decode(SimulatedCampus.self, from: JSONEncoder().encode(campus)) == campus)
    }

    @Test func plainShareKeepsNoCredit() {
        let campus = SimulatedCampus.make(CampusPlan(rooms: 40, seed: 1, now: noon, plainPercent: 100))
        #expect(campus.meters.allSatisfy { $0.profile == "plain645" && $0.initial.balance == 0 && $0.initial.count == 0 })
    }

    @Test func sceneIsAsPromised() throws {
        let plan = CampusPlan(rooms: 108, seed: 2, start: noon - 5 * .day, now: noon)
        let campus = SimulatedCampus.make(plan)
        let field = TestField(Field(campus))
        let known = try #require(field.sample("000000000418", at: noon))
        #expect(known.isRelayClosed)
        #expect((320...345).contains(known.balance), "about 3.25 kWh: \(known.balance)")
        #expect((123_440...123_460).contains(known.register))
        #expect(known.count == 6)
        let cut = try #require(field.sample("000000000409", at: noon))
        #expect(!cut.isRelayClosed)
        #expect(cut.balance == 0)
        #expect(cut.statusWord & 0x11 == 0x11)
        let low = campus.meters.count { meter in
            meter.room != nil && (field.sample(meter.settings.address, at: noon)?.balance ?? 0) < 1_500
        }
        #expect((3...25).contains(low))
        #expect(campus.scene.everywhere.dead == ["000000000413"])
        let noisy = try #require(campus.scene.buses.keys.first)
        let bus = campus.concentrators.first { $0.name == noisy.concentrator }?.buses.first { $0.number == noisy.number }
        #expect(bus?.meters.contains { $0.room == "3-418" } == false, "a newcomer's purchase is not disturbed")
        #expect(field.sample("999999999998", at: noon) == nil)
    }

    @Test func supplyMeterMeasuresItsHouseholdsAndALittleMore() throws {
        let plan = CampusPlan(rooms: 20, seed: 3, start: noon - .day, now: noon)
        let campus = SimulatedCampus.make(plan)
        let field = TestField(Field(campus))
        let supply = try #require(campus.meters.first { $0.room == nil })
        let before = try #require(field.sample(supply.settings.address, at: plan.start)).register
        let after = try #require(field.sample(supply.settings.address, at: noon)).register
        var used: Int64 = 0
        for meter in campus.meters where meter.room != nil {
            used += (field.sample(meter.settings.address, at: noon)?.register ?? 0) - meter.initial.register
        }
        let supplied = (after - before) * Int64(supply.settings.ctRatio)
        #expect(supplied > used)
        #expect(supplied < used * 104 / 100 + Int64(supply.settings.ctRatio))
    }
}
