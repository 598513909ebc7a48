// Protects nothing by itself: the simulated campus as the books know it, and the books of a replay in memory or on the disk.
// How: what an engineer would import: rooms, meters and concentrators, and what every meter said when it was taken over.

import BooksContract
import Domain
import Foundation
import Operations
import Simulator
import Store

extension SimulatedCampus {
    /// The inventory, with a baseline from what each meter holds.
    func inventory(at now: Instant, holding sample: (String) -> MeterSample?) -> InventoryChange {
        var change = InventoryChange(version: 0)
        for concentrator in concentrators {
            let id = ConcentratorID(concentrator.name)
            var lines: [Bus] = []
            for bus in concentrator.buses {
                let line = BusID(concentrator: id, number: bus.number)
                lines.append(Bus(id: line, baud: bus.baud))
                for meter in bus.meters {
                    if let room = Self.room(meter) { change.rooms.append(room) }
                    change.meters.append(Self.point(meter, on: line, at: now, holding: sample(meter.settings.address)))
                }
            }
            change.concentrators.append(Domain.Concentrator(id: id, host: "127.0.0.1", port: 1, buses: lines))
        }
        return change
    }

    private static func room(_ meter: SimulatedMeter) -> Room? {
        guard case .room(let building, let floor, let room, _, let beds, _, _, _) = meter.place else { return nil }
        return Room(id: RoomID(room), building: building, floor: floor, number: String(room.suffix(3)), beds: beds)
    }

    private static func point(_ meter: SimulatedMeter, on bus: BusID, at now: Instant, holding sample: MeterSample?) -> MeterPoint {
        let settings = meter.settings
        let unit: CreditUnit = settings.unit == .energy ? .energy : .money
        let place: MeterPlace =
            switch meter.place {
            case .room(_, _, let room, let circuit, _, _, _, _): .room(RoomID(room), circuit: circuit)
            case .supply(let building): .supply("building \(building)")
            }
        var point = MeterPoint(
            id: MeterID(settings.address), place: place, bus: bus, profile: settings.kind == .dorm645 ? .dorm645 : .plain645, unit: unit,
            serialNumber: settings.serialNumber, phases: settings.phases, constant: settings.constant, ctRatio: settings.ctRatio)
        guard let sample, meter.room != nil else { return point }
        point.baseline = Baseline(
            count: sample.count, totalBought: Credit(unit, hundredths: sample.totalBought),
            remaining: Credit(unit, hundredths: sample.balance + sample.subsidy - sample.overdraft),
            register: Energy(hundredths: sample.register), at: now)
        return point
    }
}

/// Where the books of a replay stand; everything of it is gone when it is let go.
final class BooksPlace {
    private let memory: MemoryBooks?
    let folder: URL

    init(_ store: ReplayScript.Store) {
        folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-replay-\(UUID().uuidString)")
        memory = store == .memory ? MemoryBooks() : nil
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Opens the books as a process that has just started does.
    func open() throws -> any Books {
        if let memory { return memory }
        let campus = CampusFolder(folder.path)
        if campus.hasBooks { return try SQLiteBooks.open(in: campus) }
        try campus.create()
        return try SQLiteBooks.create(in: campus)
    }
}
