import Domain

/// The meters of a bus in order of address: as much memory as they need, where a dictionary would hold twice as many places.
struct BusMembers: Sendable {
    private var sorted: [BusMachine.Member]

    init(_ members: some Sequence<BusMachine.Member> = []) { sorted = members.sorted { $0.station.id < $1.station.id } }

    var count: Int { sorted.count }

    /// The meters in order of address.
    var ids: [MeterID] { sorted.map(\.station.id) }

    var all: [BusMachine.Member] { sorted }

    /// The meter with this address. Only one that is a member can be set.
    subscript(meter: MeterID) -> BusMachine.Member? {
        get { place(of: meter).map { sorted[$0] } }
        set {
            guard let newValue, let place = place(of: meter) else { return }
            sorted[place] = newValue
        }
    }

    private func place(of meter: MeterID) -> Int? {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].station.id < meter { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low].station.id == meter ? low : nil
    }
}
