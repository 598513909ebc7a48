import MeterWire

/// On which bus of a concentrator each meter hangs, in order of address.
struct MeterBuses: Sendable {
    private var sorted: [(address: MeterAddress, bus: UInt16)]

    /// - Parameter buses: the addresses on each bus, in the concentrator's order of buses.
    init(_ buses: [[MeterAddress]] = []) {
        sorted = []
        sorted.reserveCapacity(buses.reduce(0) { $0 + $1.count })
        for (bus, addresses) in buses.enumerated() { sorted += addresses.lazy.map { ($0, UInt16(clamping: bus)) } }
        sorted.sort { $0.address < $1.address }
    }

    /// The place of its bus among those of the concentrator.
    subscript(address: MeterAddress) -> Int? { sorted.place(of: address) { $0.address }.map { Int(sorted[$0].bus) } }
}
