import Domain

/// How many connections may wait at a port until it is known whose they are, and which one goes when there are more: a value.
///
/// After an outage all who are expected dial at once, and many say who they are with their next heartbeat only. Who is hung up on before
/// that dials again and drives out the next, without end; so there is room for all of them, and for some strangers.
struct DialInCrowd: Sendable {
    /// A connection of which it is not known whose it is.
    struct Guest: Hashable, Sendable {
        /// Grows with every connection.
        let number: Int
        /// From where it was dialled, without the port.
        let address: String
    }

    /// So many may wait beside one connection of everybody who is expected.
    static let strangersAtMost = 64

    private var expected: Set<ConcentratorID> = []
    /// From where each of those who are expected was known last.
    private var addresses: [ConcentratorID: String] = [:]

    /// So many may wait.
    var atMost: Int { expected.count + Self.strangersAtMost }

    /// Takes over who is expected.
    mutating func expect(_ roster: DialInRoster) {
        expected = Set(roster.entries.map(\.id))
        addresses = addresses.filter { expected.contains($0.key) }
    }

    /// One of those who are expected was known.
    mutating func knew(_ id: ConcentratorID, at address: String) { addresses[id] = address }

    /// Which of those who wait has to go; nil when there is room for all.
    ///
    /// An address has a right to one connection for everybody who was known from it: a mobile network may show many devices under one.
    /// Where most wait beyond that, there a flood comes from or a device has dialled again: the oldest from there goes, which for a
    /// device is the connection that it has lost.
    func leaving(_ waiting: [Guest]) -> Guest? {
        guard waiting.count > atMost else { return nil }
        var beyond: [String: Int] = [:]
        for guest in waiting { beyond[guest.address, default: 0] += 1 }
        for address in addresses.values { beyond[address]? -= 1 }
        guard let most = beyond.values.max() else { return nil }
        return waiting.filter { beyond[$0.address] == most }.min { $0.number < $1.number }
    }
}
