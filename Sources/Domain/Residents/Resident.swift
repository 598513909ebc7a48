/// A person who lives on the campus, by the number that the school gave.
public struct Resident: Hashable, Sendable, Identifiable {
    /// The student number; unique on the campus.
    public var id: ResidentID
    /// The name in any script, as it is to be printed.
    public var name: String
    /// The class, for example `EE 2`; empty when it is not known.
    public var schoolClass: String
    /// The cohort: with whom the person graduates, for example `2027`; empty when it is not known.
    public var cohort: String
    /// A telephone number or address, for notices; empty when none is known.
    public var contact: String

    /// Makes a resident.
    public init(id: ResidentID, name: String, schoolClass: String = "", cohort: String = "", contact: String = "") {
        self.id = id
        self.name = name
        self.schoolClass = schoolClass
        self.cohort = cohort
        self.contact = contact
    }
}

/// A resident by student number.
public typealias ResidentID = ID<Resident>

/// A resident in a room from day to day. Grants, splits and blame follow from it.
public struct Stay: Hashable, Sendable, Identifiable {
    /// Its number in the books, for ever; a grant names it.
    public var id: Int64
    /// Who.
    public var resident: ResidentID
    /// Where.
    public var room: RoomID
    /// The first day.
    public var from: Day
    /// The last day; nil while no end is known.
    public var until: Day?

    /// Makes a stay.
    public init(id: Int64, resident: ResidentID, room: RoomID, from: Day, until: Day? = nil) {
        self.id = id
        self.resident = resident
        self.room = room
        self.from = from
        self.until = until
    }

    /// Whether the resident lives there on a day.
    public func includes(_ day: Day) -> Bool { from <= day && until.map { day <= $0 } ?? true }

    /// Days of a span of days that fall into the stay.
    public func days(in span: ClosedRange<Day>) -> Int {
        let first = max(from, span.lowerBound)
        let last = min(until ?? span.upperBound, span.upperBound)
        return max(0, first.distance(to: last) + 1)
    }
}
