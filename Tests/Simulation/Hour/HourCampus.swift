// Protects nothing by itself: the simulated campus as an engineer imports it.
// How: each prepaid meter was sold to once before, so that it remembers a purchase.

import Domain
import MeterWire
import Operations
import Simulator

/// What an engineer would import of a simulated campus.
enum HourCampus {
    static func inventory(_ campus: SimulatedCampus, at now: Instant, holding sample: (String) -> MeterSample?) -> InventoryChange {
        var change = InventoryChange(version: 0)
        for concentrator in campus.concentrators {
            let id = ConcentratorID(concentrator.name)
            var buses: [Bus] = []
            for bus in concentrator.buses {
                let line = BusID(concentrator: id, number: bus.number)
                buses.append(Bus(id: line, baud: bus.baud))
                for meter in bus.meters { add(meter, on: line, at: now, sample(meter.settings.address), to: &change) }
            }
            change.concentrators.append(Domain.Concentrator(id: id, host: "127.0.0.1", port: 1, buses: buses))
        }
        return change
    }

    private static func add(
        _ meter: SimulatedMeter, on bus: BusID, at now: Instant, _ sample: MeterSample?, to change: inout InventoryChange
    ) {
        let settings = meter.settings
        var point = MeterPoint(
            id: MeterID(settings.address), place: .supply(settings.address), bus: bus,
            profile: settings.kind == .dorm645 ? .dorm645 : .plain645, unit: .energy, serialNumber: settings.serialNumber,
            phases: settings.phases, constant: settings.constant, ctRatio: settings.ctRatio)
        if case .room(let building, let floor, let room, let circuit, let beds, _, _, _) = meter.place {
            change.rooms.append(Room(id: RoomID(room), building: building, floor: floor, number: String(room.suffix(3)), beds: beds))
            point.place = .room(RoomID(room), circuit: circuit)
            point.baseline = sample.map {
                Baseline(
                    count: $0.count, totalBought: Credit(.energy, hundredths: $0.totalBought),
                    remaining: Credit(.energy, hundredths: $0.left), register: Energy(hundredths: $0.register), at: now)
            }
        }
        change.meters.append(point)
    }

    /// The field after the office before this one: each prepaid meter was sold five units, and remembers that.
    static func soldBefore(_ field: Field, at now: Int64) throws -> Field {
        var machine = FieldMachine(field, isPaced: false, faults: FaultPlan())
        for (index, concentrator) in field.campus.concentrators.enumerated() {
            machine.open(connection: index + 1, concentrator: index)
            for meter in concentrator.buses.flatMap(\.meters) where meter.profile == "dorm645" {
                guard let address = MeterAddress(meter.settings.address), let customer = CustomerNumber(meter.customer),
                    let before = machine.sample(meter.settings.address, at: now)
                else { continue }
                let command = CreditCommand(.topUp, customer: customer, amount: 500, count: before.count + 1)
                let frame = try DormitoryRequest(.credit(command), to: address).frame()
                _ = machine.receive(frame.encoded(preamble: 4), connection: index + 1, now: now)
            }
        }
        return machine.field
    }
}

extension MeterSample {
    /// Everything that is left, less overdraft; hundredths.
    var left: Int64 { balance + subsidy - overdraft }
}
