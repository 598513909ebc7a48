import Domain

/// On which concentrator each meter hangs, in order of address and with every concentrator's name once.
struct MeterOwners {
    private var meters: [(meter: MeterID, concentrator: Int32)] = []
    private var concentrators: [ConcentratorID] = []

    init(_ points: [MeterPoint] = []) {
        var numbers: [ConcentratorID: Int32] = [:]
        meters.reserveCapacity(points.count)
        for point in points {
            let id = point.bus.concentrator
            let number = numbers[id] ?? Int32(concentrators.count)
            if numbers.updateValue(number, forKey: id) == nil { concentrators.append(id) }
            meters.append((point.id, number))
        }
        meters.sort { $0.meter < $1.meter }
    }

    subscript(meter: MeterID) -> ConcentratorID? {
        meters.place(of: meter) { $0.meter }.map { concentrators[Int(meters[$0].concentrator)] }
    }
}
