// Protects nothing by itself: the field equipment of a replay, which can die and comes back with what it kept.
// How: a field machine, and the real folder of the field where it is to survive.

import Foundation
import MeterWire
import Simulator

/// The field's process: alive with a machine, or dead with a folder.
struct ReplayField {
    private(set) var machine: FieldMachine?
    private var folder: FieldFolder?
    private let place: URL?
    /// What goes wrong on the lines; outlives the process.
    private(set) var faults: FaultPlan

    init(_ field: Field, faults: FaultPlan, place: URL?) throws {
        self.place = place
        self.faults = faults
        machine = FieldMachine(field, faults: faults)
        guard let place else { return }
        folder = try FieldFolder(place)
        try folder?.save(field)
    }

    var isAlive: Bool { machine != nil }
    var wakeAt: Int64? { machine?.wakeAt }

    mutating func set(_ faults: FaultPlan) {
        self.faults = faults
        machine?.faults = faults
    }

    mutating func open(_ connection: Int, concentrator: Int) { machine?.open(connection: connection, concentrator: concentrator) }
    mutating func close(_ connection: Int) { machine?.close(connection: connection) }

    mutating func receive(_ bytes: [UInt8], connection: Int, now: Int64) -> FieldStep {
        machine?.receive(bytes, connection: connection, now: now) ?? FieldStep()
    }

    mutating func step(now: Int64) -> FieldStep { machine?.step(now: now) ?? FieldStep() }

    /// Writes down what the meters have taken; until then nothing of it may leave.
    func keep(_ journal: [JournalEntry]) throws { try folder?.append(journal) }

    mutating func die() {
        machine = nil
        folder = nil
    }

    mutating func start() throws {
        guard machine == nil, let place else { return }
        let opened = try FieldFolder(place)
        guard let field = try opened.load() else { throw Finding(description: "the field kept nothing") }
        folder = opened
        machine = FieldMachine(field, faults: faults)
    }

    /// What the meter holds that answers under an address, also one that was put in another's place.
    mutating func facts(of meter: String, at now: Int64) -> MeterFacts? {
        machine?.sample(faults.everywhere.swapped[meter] ?? meter, at: now).map(MeterFacts.init)
    }
}

extension MeterFacts {
    init(_ sample: MeterSample) {
        self.init(
            count: sample.count, lastAmount: sample.lastAmount, total: sample.totalBought,
            left: sample.balance + sample.subsidy - sample.overdraft, register: sample.register)
    }
}

extension Field {
    /// The field after the office before this one was there: it has sold every prepaid meter five units, so that each remembers a
    /// purchase, and has set the overdraft limit.
    func afterTheOfficeBefore(overdraftLimit: Int64, at now: Int64) throws -> Field {
        var machine = FieldMachine(self, isPaced: false, faults: FaultPlan())
        for (index, concentrator) in campus.concentrators.enumerated() {
            machine.open(connection: index + 1, concentrator: index)
            for meter in concentrator.buses.flatMap(\.meters) where meter.profile == "dorm645" {
                guard let address = MeterAddress(meter.settings.address), let customer = CustomerNumber(meter.customer),
                    let before = machine.sample(meter.settings.address, at: now)
                else { continue }
                var command = CreditCommand(.topUp, customer: customer, amount: 500, count: before.count + 1)
                if overdraftLimit > 0 {
                    command.parameters = DormitoryParameters(price: 5_500, alarm1: 15, alarm2: 5, overdraftLimit: overdraftLimit)
                }
                let frame = try DormitoryRequest(.credit(command), to: address).frame()
                _ = machine.receive(frame.encoded(preamble: 4), connection: index + 1, now: now)
                guard machine.sample(meter.settings.address, at: now)?.count == before.count + 1 else {
                    throw Finding(description: "\(meter.settings.address) did not take its first purchase")
                }
            }
        }
        return machine.field
    }
}
