/// Why faults do not fit a field; none was switched on.
public enum FaultPlanError: Error, Hashable {
    /// There is no such meter; how many there are, and the first of them.
    case noMeter(String, count: Int, first: String)
    /// There is no such bus; those that there are.
    case noBus(BusName, buses: [BusName])
    /// A meter is named on a bus on which it does not hang: the meter, its bus, the bus that was named.
    case onOtherBus(String, on: BusName, named: BusName)
    /// Two meters of different buses were to be swapped.
    case acrossBuses(String, on: BusName, other: String, otherBus: BusName)
}

extension Field {
    /// Looks whether everything that faults name is there: a fault of a meter or bus that is not would never happen, and a meter that is
    /// swapped with one of another bus would only be silent.
    ///
    /// - Throws: ``FaultPlanError`` for the first that is not.
    public func check(_ plan: FaultPlan) throws(FaultPlanError) {
        let ends = busEnds
        let named = plan.buses.sorted { ($0.key.concentrator, $0.key.number) < ($1.key.concentrator, $1.key.number) }
        for (bus, _) in named where !ends.contains(where: { $0.bus == bus }) { throw .noBus(bus, buses: ends.map(\.bus)) }
        try check(plan.everywhere, named: nil, ends)
        for (bus, faults) in named { try check(faults, named: bus, ends) }
    }

    private typealias BusEnd = (bus: BusName, end: Int)

    /// The buses in the order of the campus, each with the position behind its last meter.
    private var busEnds: [BusEnd] {
        var end = 0
        return campus.concentrators.flatMap { concentrator in
            concentrator.buses.map { bus in
                end += bus.meters.count
                return (BusName(concentrator: concentrator.name, number: bus.number), end)
            }
        }
    }

    private func check(_ faults: Faults, named: BusName?, _ ends: [BusEnd]) throws(FaultPlanError) {
        for meter in faults.dead.union(faults.keeping).sorted() { _ = try bus(of: meter, named: named, ends) }
        for (one, other) in faults.swapped.sorted(by: { $0.key < $1.key }) {
            let (bus, otherBus) = (try bus(of: one, named: named, ends), try bus(of: other, named: named, ends))
            guard bus == otherBus else { throw .acrossBuses(one, on: bus, other: other, otherBus: otherBus) }
        }
    }

    private func bus(of meter: String, named: BusName?, _ ends: [BusEnd]) throws(FaultPlanError) -> BusName {
        guard let position = position(ofPlate: meter), let bus = ends.first(where: { position < $0.end })?.bus else {
            throw .noMeter(meter, count: count, first: count > 0 ? plate(0) : "")
        }
        if let named, named != bus { throw .onOtherBus(meter, on: bus, named: named) }
        return bus
    }
}
