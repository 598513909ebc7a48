public import Domain

/// What the meters said: written by the collector alone, may be lost without loss of money.
public protocol ReadingsStore: Sendable {
    /// Keeps readings: the latest of every meter, raw for 48 hours what was news and one in ten minutes, hourly for 13 months, daily for
    /// ever.
    func record(_ readings: [Reading]) throws
    /// The last of everything that each meter said.
    func latest() throws -> [MeterID: Reading]
    /// The same of some meters only, for the screen of one room and for single sales.
    func latest(of meters: [MeterID]) throws -> [MeterID: Reading]
    /// Readings that came since a mark, and the next mark, for consoles that follow another process's collector.
    func changes(since mark: Int64) throws -> (readings: [Reading], mark: Int64)
    /// The last known register and remaining of each day, oldest first, of the days from `first` on.
    func daily(of meter: MeterID, from first: Day) throws -> [DailyReading]
    /// The same for many meters at once.
    func daily(from first: Day) throws -> [MeterID: [DailyReading]]
    /// The first and the last known register of some meters among these days, for the mean use of lists; meters without one are left out.
    func registers(of meters: [MeterID], in days: Range<Day>) throws -> [MeterID: RegisterSpan]
    /// The last register of each hour of a meter since an instant, oldest first; hours without a register are left out.
    func hourly(of meter: MeterID, since: Instant) throws -> [HourlyReading]
    /// The registers of meters at a time, in the order of the meters; nil where none is kept. For charts.
    func registers(of meters: [MeterID], at time: ReadingTime) throws -> [Energy?]
    /// Drops a part of what is older than its retention, the oldest first; whether there may be more of it.
    func prune(now: Instant) throws -> Bool
    /// How the buses are doing, written by the collector for other consoles.
    func record(_ health: [BusHealth]) throws
    /// What was last written of the buses.
    func health() throws -> [BusHealth]
}

extension ReadingsStore {
    /// None, for a store that keeps no hours.
    public func hourly(of meter: MeterID, since: Instant) throws -> [HourlyReading] { [] }

    /// The last of everything that some meters said, picked out of all; a store that can read them alone does so.
    public func latest(of meters: [MeterID]) throws -> [MeterID: Reading] {
        let wanted = Set(meters)
        return try latest().filter { wanted.contains($0.key) }
    }
}

extension ReadingsStore {
    /// The first and the last registers, picked out of all days; a store that can do so reads only these.
    public func registers(of meters: [MeterID], in days: Range<Day>) throws -> [MeterID: RegisterSpan] {
        let wanted = Set(meters)
        return try daily(from: days.lowerBound).filter { wanted.contains($0.key) }
            .compactMapValues { RegisterSpan($0.filter { days.contains($0.day) }) }
    }
}

/// The first and the last known register of some days.
public struct RegisterSpan: Hashable, Sendable {
    /// The first of the days with a register, and the register at its end.
    public var first: (day: Day, register: Energy) { (firstDay, firstRegister) }
    /// The last of them.
    public var last: (day: Day, register: Energy) { (lastDay, lastRegister) }

    private var firstDay: Day
    private var firstRegister: Energy
    private var lastDay: Day
    private var lastRegister: Energy

    /// Begins with one day.
    public init(day: Day, register: Energy) {
        (firstDay, firstRegister) = (day, register)
        (lastDay, lastRegister) = (day, register)
    }

    /// Takes days in any order; nil without any.
    public init?(_ days: [DailyReading]) {
        guard let first = days.first else { return nil }
        self.init(day: first.day, register: first.register)
        for day in days.dropFirst() { extend(to: day.day, register: day.register) }
    }

    /// Takes another day along, in any order.
    public mutating func extend(to day: Day, register: Energy) {
        if day < firstDay { (firstDay, firstRegister) = (day, register) }
        if day > lastDay { (lastDay, lastRegister) = (day, register) }
    }
}

/// Of which hour or day the last reading is meant.
public enum ReadingTime: Hashable, Sendable {
    /// An hour, counted since 1970-01-01 on the clocks of the campus; kept for 13 months.
    case hour(Int64)
    /// A day, or where it has no reading one of so many days before it; kept for ever.
    case day(Day, orBefore: Int)
}

/// The last reading of a day.
public struct DailyReading: Hashable, Sendable {
    /// The day.
    public var day: Day
    /// The energy register at its end, before the CT ratio.
    public var register: Energy
    /// What was left at its end.
    public var remaining: Credit?

    /// Makes a daily reading.
    public init(day: Day, register: Energy, remaining: Credit?) {
        self.day = day
        self.register = register
        self.remaining = remaining
    }
}

/// The last register of an hour.
public struct HourlyReading: Hashable, Sendable {
    /// When the hour began.
    public var at: Instant
    /// The energy register at its end, before the CT ratio.
    public var register: Energy
    /// When the hour ended, or will have.
    public var end: Instant { at.adding(seconds: 3600) }

    /// Makes an hourly reading.
    public init(at: Instant, register: Energy) {
        self.at = at
        self.register = register
    }
}
