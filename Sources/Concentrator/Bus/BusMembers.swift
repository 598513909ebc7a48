import Domain

/// The meters of a bus in order of address: as much memory as they need, where a dictionary would hold twice as many places.
struct BusMembers: Sendable {
    private var sorted: [BusMachine.Member]

    init(_ members: some Sequence<BusMachine.Member> = []) { sorted = members.sorted { $0.station.id < $1.station.id } }

    var count: Int { sorted.count }

    var all: [BusMachine.Member] { sorted }

    /// The meter with this address. Only one that is a member can be set.
    subscript(meter: MeterID) -> BusMachine.Member? {
        get { place(of: meter).map { sorted[$0] } }
        set {
            guard let newValue, let place = place(of: meter) else { return }
            sorted[place] = newValue
        }
    }

    /// The address that follows this one; the first of all for nil.
    func id(after meter: MeterID?) -> MeterID? {
        guard let meter else { return sorted.first?.station.id }
        var place = sorted.countBefore(meter) { $0.station.id }
        if place < sorted.count, sorted[place].station.id == meter { place += 1 }
        return place < sorted.count ? sorted[place].station.id : nil
    }

    private func place(of meter: MeterID) -> Int? { sorted.place(of: meter) { $0.station.id } }
}
