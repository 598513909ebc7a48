/// Makes the description of a campus from its plan.
struct CampusBuilder {
    private let plan: CampusPlan
    private let chance: SeededHash

    init(_ plan: CampusPlan) {
        self.plan = plan
        chance = SeededHash(plan.seed)
    }

    /// How the four buses of a building are spread over concentrators; buildings take turns.
    private static let spreads = [[4], [2, 2], [3, 1]]

    func build() -> SimulatedCampus {
        var concentrators: [SimulatedConcentrator] = []
        for (index, doors) in RoomList(count: plan.rooms).buildings.enumerated() {
            var lines = buses(of: doors)
            lines[0].insert(supplyMeter(building: RoomList.firstBuilding + index), at: 0)
            var rest = lines[...]
            for size in Self.spreads[index % Self.spreads.count] where !rest.isEmpty {
                let buses = rest.prefix(size).enumerated().map {
                    SimulatedBus(number: $0.offset + 1, baud: plan.baud, meters: $0.element)
                }
                rest = rest.dropFirst(size)
                concentrators.append(SimulatedConcentrator(name: "C\(concentrators.count + 1)", buses: buses))
            }
        }
        let scene = Scene.faults(rooms: plan.rooms, concentrators: concentrators)
        return SimulatedCampus(plan: plan, concentrators: concentrators, scene: scene)
    }

    /// Cuts the rooms of a building into devices of twelve and eight households in turn, and the devices into at most four buses.
    private func buses(of doors: [RoomList.Door]) -> [[SimulatedMeter]] {
        var devices: [[SimulatedMeter]] = []
        var rest = doors[...]
        while !rest.isEmpty {
            let number = devices.count + 1
            let size = devices.count.isMultiple(of: 2) ? 12 : 8
            let kind = deviceKind(building: doors[0].building, number: number)
            // Every sixth device has three-phase meters, but never the one of room 3-418, which newcomers read first.
            let isKnown = rest.prefix(size).contains { Scene.Role(of: $0) == .low }
            let phases = number.isMultiple(of: 6) && !isKnown ? 3 : 1
            devices.append(
                rest.prefix(size).enumerated().map { slot, door in
                    householdMeter(door, kind: kind, phases: phases, device: number, slot: slot + 1)
                })
            rest = rest.dropFirst(size)
        }
        let perBus = (devices.count + 3) / 4
        return stride(from: 0, to: devices.count, by: perBus).map { first in
            devices[first..<min(first + perBus, devices.count)].flatMap { $0 }
        }
    }

    private func deviceKind(building: Int, number: Int) -> MeterKind {
        chance.branch(77).chance(UInt64(building * 100 + number), percent: plan.plainPercent) ? .plain645 : .dorm645
    }

    private func settings(
        address: String, kind: MeterKind, phases: Int, constant: Int, ctRatio: Int, chance: SeededHash
    ) -> MeterSettings {
        MeterSettings(
            address: address, kind: kind, unit: plan.unit, phases: phases, constant: constant, ctRatio: ctRatio,
            serialNumber: RoomList.address(260_000_000_000 + chance.number(20, in: 0...999_999_999)), utcOffset: plan.utcOffset,
            clockError: Milliseconds(chance.number(21, in: -20...20)) * .second, seed: chance.bits(22), quirks: plan.quirks)
    }

    private func supplyMeter(building: Int) -> SimulatedMeter {
        let address = RoomList.supplyAddress(building: building)
        let chance = chance.branch(UInt64(building) << 32)
        let register = Int64(chance.number(0, in: 100_000...900_000))
        return SimulatedMeter(
            settings: settings(address: address, kind: .plain645, phases: 3, constant: 400, ctRatio: 40, chance: chance),
            place: .supply(building: String(building)), customer: address,
            initial: InitialState(register: register, balance: 0, count: 0, totalBought: 0), pastPurchases: [], seed: 0)
    }

    private func householdMeter(
        _ door: RoomList.Door, kind: MeterKind, phases: Int, device: Int, slot: Int
    ) -> SimulatedMeter {
        let role = Scene.Role(of: door)
        let chance = chance.branch(UInt64(door.building * 10_000 + door.floor * 100 + door.number))
        let beds = role == .low ? 4 : [4, 4, 4, 4, 4, 4, 4, 6, 6, 2][chance.number(2, in: 0...9)]
        let residents = role == .low ? 4 : max(0, beds - [0, 0, 0, 0, 0, 0, 1, 1, 2, beds][chance.number(3, in: 0...9)])
        let seed = role == .low ? seedWithAirConditioner(chance) : chance.bits(4)
        let household = Household(seed: seed, residents: residents, utcOffset: plan.utcOffset)
        let end = role == .cut ? max(plan.start, plan.now - Scene.cutSince) : plan.now
        let past = Past(of: household, plan: plan, remaining: remaining(role, chance), end: end, chance: chance)
        let place = SimulatedPlace.room(
            building: String(door.building), floor: door.floor, room: door.room, circuit: "main", beds: beds, residents: residents,
            device: device, slot: slot)
        return SimulatedMeter(
            settings: settings(
                address: door.address, kind: kind, phases: phases, constant: phases == 3 ? 800 : 1_600, ctRatio: 1, chance: chance),
            place: place, customer: role == .low ? Scene.lowCustomer : "20" + door.address.dropFirst(2),
            initial: initialState(role, past: past, kind: kind, chance: chance),
            pastPurchases: kind == .dorm645 ? past.purchases : [], seed: seed)
    }

    /// The room of the demonstration uses enough that its past has purchases to show, and nothing forbidden.
    private func seedWithAirConditioner(_ chance: SeededHash) -> UInt64 {
        let seeds = (0..<64).map { chance.bits(1_000 + $0) }
        let suitable = seeds.first {
            let household = Household(seed: $0, residents: 4, utcOffset: plan.utcOffset)
            return household.airConditionerWatts > 0 && household.kettleWatts == 0 && household.heaterWatts == 0
        }
        return suitable ?? chance.bits(4)
    }

    private func remaining(_ role: Scene.Role, _ chance: SeededHash) -> Int64 {
        switch role {
        case .low: Scene.lowEnergy
        case .cut: 0
        case .silent, .ordinary: Scene.remainingEnergy(chance)
        }
    }

    private func initialState(_ role: Scene.Role, past: Past, kind: MeterKind, chance: SeededHash) -> InitialState {
        let count = role == .low ? max(1, Scene.lowCount - past.purchases.count) : chance.number(5, in: 1...9)
        let register =
            role == .low ? Scene.lowRegister - past.used / MeterModel.pulse : Int64(count * 6_000 + chance.number(6, in: 0...5_999))
        guard kind == .dorm645 else { return InitialState(register: register, balance: 0, count: 0, totalBought: 0) }
        // All that was used was bought at some time.
        return InitialState(
            register: register, balance: past.initialBalance, count: count,
            totalBought: past.initialBalance + plan.amount(ofEnergy: register))
    }
}

extension SimulatedCampus {
    /// Makes the campus of a plan. With a past of 30 days this integrates every room over 30 days.
    public static func make(_ plan: CampusPlan) -> SimulatedCampus {
        CampusBuilder(plan).build()
    }
}
