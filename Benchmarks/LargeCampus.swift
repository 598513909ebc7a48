import Domain
import Foundation
import Operations
import Store

/// A campus of any size that was never there: rooms of buildings with a hundred rooms, a meter in each, and what the meters said.
struct LargeCampus {
    let rooms: Int
    /// Meters were taken over so many days before; nil for meters that nobody has taken over yet.
    var baselineDays: Int64?

    /// Rooms behind one concentrator, on four buses.
    private static let perConcentrator = 100

    static func name(_ index: Int) -> (building: String, floor: Int, number: String) {
        let (floor, door) = (index % 100 / 20 + 1, index % 20 + 1)
        return ("\(index / 100 + 1)", floor, "\(floor)" + (door < 10 ? "0" : "") + "\(door)")
    }

    static func room(_ index: Int) -> Room {
        let (building, floor, number) = name(index)
        return Room(id: RoomID("\(building)-\(number)"), building: building, floor: floor, number: number, beds: 4)
    }

    static func meter(_ index: Int) -> MeterPoint {
        let bus = BusID(concentrator: ConcentratorID("C\(index / perConcentrator + 1)"), number: index % 4 + 1)
        return MeterPoint(
            id: MeterID("\(100_000_000_000 + index)"), place: .room(room(index).id, circuit: "main"), bus: bus, profile: .dorm645)
    }

    private func meter(_ index: Int, at now: Instant) -> MeterPoint {
        var meter = Self.meter(index)
        guard let baselineDays else { return meter }
        let at = now.adding(seconds: -baselineDays * 86_400)
        let reading = Self.reading(index, at: at, turn: Int(-baselineDays))
        meter.baseline = Baseline(
            count: reading.count ?? 0, totalBought: .zero(.energy), remaining: reading.remaining ?? .zero(.energy),
            register: reading.register ?? .zero, at: at)
        return meter
    }

    static func reading(_ index: Int, at instant: Instant, turn: Int = 0) -> Reading {
        var reading = Reading(meter: MeterID("\(100_000_000_000 + index)"), at: instant)
        reading.remaining = Credit(.energy, hundredths: Int64(abs(index * 7919 - turn * 3) % 20_000))
        reading.overdraft = .zero(.energy)
        reading.subsidy = .zero(.energy)
        reading.register = Energy(hundredths: 123_456 + Int64(index % 1000 + turn))
        reading.load = Power(watts: Int64((index + turn * 7) % 1500))
        reading.voltages = [2264]
        reading.currents = [1234]
        reading.count = 6
        reading.relayClosed = true
        return reading
    }

    /// The view of a room as the stores would answer it.
    static func view(_ index: Int, at instant: Instant) -> RoomView {
        let reading = reading(index, at: instant)
        return RoomView(
            room: room(index), meter: meter(index), reading: reading, balance: reading.remaining,
            meanUse: Energy(wattHours: 3000 + Int64(index % 6000)))
    }

    /// Writes books and readings into a new folder, with eight days of registers.
    func make(in folder: CampusFolder, at now: Instant) throws {
        try folder.create()
        try "[campus]\nname = \"Large\"\nutc_offset = \"+08:00\"\n".write(toFile: folder.settings, atomically: true, encoding: .utf8)
        let books = try SQLiteBooks.create(in: folder)
        let concentrators = (0...(rooms - 1) / Self.perConcentrator).map { number in
            let id = ConcentratorID("C\(number + 1)")
            return Concentrator(
                id: id, host: "127.0.0.1", port: 1, buses: (1...4).map { Bus(id: BusID(concentrator: id, number: $0), baud: 9600) })
        }
        let actor = Actor(name: "chen", role: .manager, shift: "", console: "benchmark")
        let change = InventoryChange(
            version: try books.inventoryVersion(), concentrators: concentrators, rooms: (0..<rooms).map(Self.room),
            meters: (0..<rooms).map { meter($0, at: now) })
        guard case .taken = try books.take(change, actor: actor, at: now) else { throw Unmeasurable("the campus was not taken over") }
        let readings = try SQLiteReadings.open(in: folder, readOnly: false)
        for day in stride(from: Int64(8), through: 0, by: -1) {
            let at = now.adding(seconds: -day * 86_400)
            for part in stride(from: 0, to: rooms, by: 5000) {
                try readings.record((part..<min(part + 5000, rooms)).map { Self.reading($0, at: at, turn: Int(-day)) })
            }
        }
    }

    /// The list of rooms as a file, for programs that read such.
    func sheet() -> String {
        var text = "room,state,left,bar,days,load,order,age,use,balance\n"
        for index in 0..<rooms {
            let view = Self.view(index, at: Instant(milliseconds: 0))
            text += "\(view.id),on,\(view.remaining ?? .zero(.energy)),,\(index % 60).\(index % 10),"
            text += "\(view.reading?.load ?? .zero),,\(index % 60),\(view.meanUse ?? .zero),\(view.balance ?? .zero(.energy))\n"
        }
        return text
    }
}
