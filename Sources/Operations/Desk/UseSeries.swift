public import Domain

/// Whose use is meant.
public enum UseScope: Hashable, Sendable {
    /// One room.
    case room(RoomID)
    /// The rooms of a building together.
    case building(String)
    /// All rooms together.
    case campus
}

/// A time whose use is drawn part by part.
public enum UseSpan: Hashable, Sendable {
    /// A day, hour by hour.
    case day(Day)
    /// A month, day by day.
    case month(Month)
    /// Half a year from this month on, month by month: the autumn term begins with September, the spring term with March.
    case term(Month)

    /// The term in which a day lies.
    public static func term(of day: Day) -> UseSpan {
        let month = Month(of: day)
        return .term(month.advanced(by: -((month.month + 3) % 6)))
    }

    /// The months of a term.
    public static let termMonths = 6

    /// How many parts it has.
    public var count: Int {
        switch self {
        case .day: 24
        case .month(let month): month.length
        case .term: Self.termMonths
        }
    }

    /// The days that it covers.
    public var days: ClosedRange<Day> {
        switch self {
        case .day(let day): day...day
        case .month(let month): month.days
        case .term(let month): month.first...month.advanced(by: Self.termMonths - 1).last
        }
    }

    /// The same kind of span so many spans later.
    public func advanced(by spans: Int) -> UseSpan {
        switch self {
        case .day(let day): .day(day.advanced(by: spans))
        case .month(let month): .month(month.advanced(by: spans))
        case .term(let month): .term(month.advanced(by: Self.termMonths * spans))
        }
    }

    /// The part in which a time lies; nil when it lies outside.
    public func part(at time: WallTime) -> Int? {
        guard days.contains(time.day) else { return nil }
        switch self {
        case .day: return time.secondOfDay / 3600
        case .month: return time.day.date.day - 1
        case .term(let month): return month.distance(to: Month(of: time.day))
        }
    }

    /// The readings at the ends of the parts, with the one before the first part in front.
    ///
    /// A month whose last days have no reading ends with the one before, at most so many days earlier.
    func ends(until now: WallTime) -> [ReadingTime] {
        let parts = days.lowerBound > now.day ? 0 : (part(at: now) ?? count - 1) + 1
        switch self {
        case .day(let day): return (-1..<parts).map { .hour(Int64(day.number) * 24 + Int64($0)) }
        case .month(let month): return (-1..<parts).map { .day(month.first.advanced(by: $0), orBefore: 0) }
        case .term(let month):
            return (-1..<parts).map { .day(min(month.advanced(by: $0).last, now.day), orBefore: Self.tolerance) }
        }
    }

    private static let tolerance = 2
}

/// The use of a span, part by part.
public struct UseSeries: Hashable, Sendable {
    /// The use of an hour, a day or a month.
    public struct Part: Hashable, Sendable {
        /// The sum over the meters of which it is known, after their CT ratios; nil when it is known of none.
        public var energy: Energy?
        /// Of how many meters it is known.
        public var known: Int

        /// Makes a part.
        public init(energy: Energy?, known: Int) {
            self.energy = energy
            self.known = known
        }
    }

    /// Whose use.
    public var scope: UseScope
    /// Of which time.
    public var span: UseSpan
    /// The parts up to now; those that are still to come are not among them.
    public var parts: [Part]
    /// The part that still grows; nil in the past.
    public var current: Int?
    /// How many meters are meant.
    public var meters: Int

    /// Makes a series.
    public init(scope: UseScope, span: UseSpan, parts: [Part], current: Int?, meters: Int) {
        self.scope = scope
        self.span = span
        self.parts = parts
        self.current = current
        self.meters = meters
    }

    /// The sum of what is known.
    public var total: Energy { parts.reduce(.zero) { $0 + ($1.energy ?? .zero) } }
}

/// What was left in a room at the end of each day, with the readings that say so.
public struct RemainingHistory: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// The first day.
    public var first: Day
    /// What was left from that day to today; nil for a day without a reading.
    public var days: [Credit?]

    /// Makes a history.
    public init(room: RoomID, first: Day, days: [Credit?]) {
        self.room = room
        self.first = first
        self.days = days
    }
}
