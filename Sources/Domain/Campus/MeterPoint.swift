/// How one kind of meter is spoken to; the Concentrator module gives each its meaning.
public enum MeterProfile: String, Hashable, Sendable, CaseIterable, Codable {
    /// DL/T 645-2007 with the dormitory dialect: keeps credit, counts purchases, cuts by itself.
    case dorm645
    /// DL/T 645 without prepaid items: the books keep the credit, the office cuts.
    case plain645

    /// Whether the meter itself keeps the credit.
    public var keepsCredit: Bool { self == .dorm645 }

    /// Whether meters of the kind may have a purse of its own for free credit; a single one tells whether it has.
    public var hasPurse: Bool { self == .dorm645 }
}

/// What a meter measures.
public enum MeterPlace: Hashable, Sendable {
    /// A circuit of a room.
    case room(RoomID, circuit: String)
    /// The supply of a building or of a group of rooms, by its name.
    case supply(String)
}

/// A place where energy is measured, with the meter that stands there now.
public struct MeterPoint: Hashable, Sendable, Identifiable {
    /// The communication address, twelve digits; unique on the campus.
    public var id: MeterID
    /// What it measures.
    public var place: MeterPlace
    /// The bus that it hangs on.
    public var bus: BusID
    /// How it is spoken to.
    public var profile: MeterProfile
    /// What it keeps as its balance.
    public var unit: CreditUnit
    /// The number on its plate; may be empty.
    public var serialNumber: String
    /// 1 or 3.
    public var phases: Int
    /// Pulses per kWh, as on its plate.
    public var constant: Int
    /// Current transformer ratio; 1 without transformer. Energy is register × ratio.
    public var ctRatio: Int
    /// What it said when it was taken over; nil until commissioned by a first reading or an import that names it.
    public var baseline: Baseline?
    /// How it was replaced; nil for a meter that stands in its place. A replaced meter keeps its books, is read no more and never comes back.
    public var retirement: Retirement?

    /// Makes a meter point.
    public init(
        id: MeterID, place: MeterPlace, bus: BusID, profile: MeterProfile, unit: CreditUnit = .energy, serialNumber: String = "",
        phases: Int = 1, constant: Int = 1600, ctRatio: Int = 1, baseline: Baseline? = nil, retirement: Retirement? = nil
    ) {
        self.id = id
        self.place = place
        self.bus = bus
        self.profile = profile
        self.unit = unit
        self.serialNumber = serialNumber
        self.phases = phases
        self.constant = constant
        self.ctRatio = ctRatio
        self.baseline = baseline
        self.retirement = retirement
    }

    /// Whether a text is a communication address: twelve digits, not all nines, which every meter takes for its own.
    public static func isAddress(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } && Set(text) != ["9"]
    }

    /// The room that it measures, nil for a supply meter.
    public var room: RoomID? {
        if case .room(let room, _) = place { room } else { nil }
    }

    /// The circuit of its room, empty for a supply meter.
    public var circuit: String {
        if case .room(_, let circuit) = place { circuit } else { "" }
    }

    /// The largest credit the meter can hold: 300 000.00, the largest purchase the dormitory dialect accepts.
    public static let largestCredit: Int64 = 30_000_000
    /// The last purchase count under which something is asked of a meter; 9999 is the last it can write, and nothing can follow it.
    public static let lastCount = 9998
}

/// What a meter said when the books took it over; every later total is counted from here.
public struct Baseline: Hashable, Sendable {
    /// The purchase count.
    public var count: Int
    /// All that it was ever sold, less what was taken back.
    public var totalBought: Credit
    /// What was left in it.
    public var remaining: Credit
    /// The energy register, before the CT ratio.
    public var register: Energy
    /// When it said so.
    public var at: Instant

    /// Makes a baseline.
    public init(count: Int, totalBought: Credit, remaining: Credit, register: Energy, at: Instant) {
        self.count = count
        self.totalBought = totalBought
        self.remaining = remaining
        self.register = register
        self.at = at
    }
}
