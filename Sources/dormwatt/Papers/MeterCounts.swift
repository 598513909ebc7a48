import Domain
import Operations
import Reports
import Store

/// What the registers of the meters counted in a month, from the last reading of each day.
struct MeterCounts {
    let session: CampusSession
    /// Only days that had ended then are looked at: the last reading of a day that goes on still changes.
    let at: Instant

    /// So far before the month a meter may have spoken last.
    private static let daysBefore = 31

    func byBuilding(_ month: Month) throws -> [String: MeterFacts] {
        let today = Day(of: at, at: session.rules.offset)
        let last = min(month.last, today.advanced(by: -1))
        let daily = try session.openReadings().daily(from: month.first.advanced(by: -Self.daysBefore))
        let inventory = try session.books.inventory()
        var buildings: [String: MeterFacts] = [:]
        for (room, meters) in inventory.metersByRoom().sorted(by: { $0.key < $1.key }) {
            guard let meter = Inventory.creditMeter(among: meters), let building = inventory.rooms[room]?.building else { continue }
            let readings = (daily[meter.id] ?? []).filter { $0.day <= last }
            let start = readings.last { $0.day < month.first } ?? readings.first
            let end = readings.last
            if let start, let end, end.day >= month.first, end.register >= start.register {
                let counted = (end.register.wattHours - start.register.wattHours) * Int64(meter.ctRatio)
                buildings[building, default: MeterFacts()].energy += Energy(wattHours: counted)
            }
            if last >= month.first, end.map({ $0.day < last }) ?? true {
                let spoken = end.flatMap { $0.day >= month.first ? $0.day : nil }
                buildings[building, default: MeterFacts()].silent.append(.init(room: room, meter: meter.id, last: spoken))
            }
        }
        return buildings
    }
}
