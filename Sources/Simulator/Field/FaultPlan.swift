/// What goes wrong on a bus; chances in a million.
public struct Faults: Hashable, Sendable {
    /// How often each kind strikes; a kind that is missing never does.
    private var chances: [FaultKind: Int] = [:]
    /// How late a delayed answer comes, milliseconds.
    public var delayTime: Milliseconds = 3_000
    /// How far a clock moves at once, milliseconds.
    public var driftTime: Milliseconds = 1_000
    /// Meters that neither hear nor answer, by their twelve digits.
    public var dead: Set<String> = []
    /// Meters whose firmware has no command to give credit back.
    public var keeping: Set<String> = []
    /// Meters of one line that were put back in each other's place, both ways: each hears the address of the other.
    public var swapped: [String: String] = [:]

    /// Nothing goes wrong.
    public init() {}

    /// The chance of a kind, in a million.
    public subscript(kind: FaultKind) -> Int {
        get { chances[kind] ?? 0 }
        set { chances[kind] = newValue == 0 ? nil : newValue }
    }

    /// Puts two meters in each other's place.
    public mutating func swap(_ one: String, _ other: String) {
        (swapped[one], swapped[other]) = (other, one)
    }

    /// Both together: of each kind the larger chance with its time, of equal ones the other's; the meters of both.
    func merged(with other: Faults) -> Faults {
        var both = self
        for kind in FaultKind.allCases where other[kind] > 0 && other[kind] >= self[kind] {
            both[kind] = other[kind]
            switch kind {
            case .delay: both.delayTime = other.delayTime
            case .drift: both.driftTime = other.driftTime
            default: break
            }
        }
        both.dead.formUnion(other.dead)
        both.keeping.formUnion(other.keeping)
        both.swapped.merge(other.swapped) { $1 }
        return both
    }
}

extension Faults: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init(_ kind: FaultKind) { stringValue = "\(kind)" }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads what a snapshot holds; what an older one does not know goes right.
    public init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: Key.self)
        for kind in FaultKind.allCases { self[kind] = try container.decodeIfPresent(Int.self, forKey: Key(kind)) ?? 0 }
        delayTime = try container.decodeIfPresent(Milliseconds.self, forKey: Key("delayTime")) ?? delayTime
        driftTime = try container.decodeIfPresent(Milliseconds.self, forKey: Key("driftTime")) ?? driftTime
        dead = try container.decodeIfPresent(Set<String>.self, forKey: Key("dead")) ?? []
        keeping = try container.decodeIfPresent(Set<String>.self, forKey: Key("keeping")) ?? []
        swapped = try container.decodeIfPresent([String: String].self, forKey: Key("swapped")) ?? [:]
    }

    /// Writes every kind by its name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for kind in FaultKind.allCases { try container.encode(self[kind], forKey: Key(kind)) }
        try container.encode(delayTime, forKey: Key("delayTime"))
        try container.encode(driftTime, forKey: Key("driftTime"))
        try container.encode(dead, forKey: Key("dead"))
        try container.encode(keeping, forKey: Key("keeping"))
        try container.encode(swapped, forKey: Key("swapped"))
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
    /// On single buses, where of each kind the larger chance counts, this one or that of everywhere.
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
