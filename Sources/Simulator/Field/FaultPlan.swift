/// What goes wrong on a bus; chances in a million.
public struct Faults: Hashable, Sendable, Codable {
    /// A request is lost before it reaches the meter.
    public var dropRequest = 0
    /// A request is obeyed and its answer lost.
    public var dropAnswer = 0
    /// An answer comes late.
    public var delay = 0
    /// How late, milliseconds.
    public var delayTime: Milliseconds = 3_000
    /// One bit of an answer is turned over, or noise stands before it.
    public var corrupt = 0
    /// The connection is cut instead of the answer; half of the time the request was obeyed before.
    public var cut = 0
    /// Meters that neither hear nor answer, by their twelve digits.
    public var dead: Set<String> = []

    /// Nothing goes wrong.
    public init() {}

    /// Both together: the larger of each chance, the meters of both.
    func merged(with other: Faults) -> Faults {
        var both = self
        both.dropRequest = max(dropRequest, other.dropRequest)
        both.dropAnswer = max(dropAnswer, other.dropAnswer)
        if other.delay > delay { (both.delay, both.delayTime) = (other.delay, other.delayTime) }
        both.corrupt = max(corrupt, other.corrupt)
        both.cut = max(cut, other.cut)
        both.dead.formUnion(other.dead)
        return both
    }
}

/// A bus by the name of its concentrator and its number there, for example `C1/2`.
public struct BusName: Hashable, Sendable, Codable, CustomStringConvertible {
    /// For example `C1`.
    public var concentrator: String
    /// From 1.
    public var number: Int

    /// Makes a name.
    public init(concentrator: String, number: Int) {
        self.concentrator = concentrator
        self.number = number
    }

    /// For example `C1/2`.
    public var description: String { "\(concentrator)/\(number)" }
}

/// Which faults happen where.
public struct FaultPlan: Hashable, Sendable, Codable {
    /// On every bus.
    public var everywhere = Faults()
    /// On single buses, besides what happens everywhere.
    public var buses: [BusName: Faults] = [:]

    /// Nothing goes wrong.
    public init() {}

    /// What happens on a bus.
    public func faults(on bus: BusName) -> Faults {
        buses[bus].map { everywhere.merged(with: $0) } ?? everywhere
    }

    /// Both plans together.
    public func merged(with other: FaultPlan) -> FaultPlan {
        var both = self
        both.everywhere = everywhere.merged(with: other.everywhere)
        for (bus, faults) in other.buses { both.buses[bus] = (both.buses[bus] ?? Faults()).merged(with: faults) }
        return both
    }
}
