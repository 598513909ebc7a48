/// A day as a meter keeps it, with a year of two digits that means 2000 to 2099.
public struct MeterDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 2000 to 2099.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to the last day of the month.
    public let day: Int

    /// Makes a day that exists in the calendar; anything else gives `nil`.
    public init?(year: Int, month: Int, day: Int) {
        guard (2000...2099).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.days(in: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    init?(wireDay: UInt8, month: UInt8, year: UInt8) {
        guard let day = BinaryCodedDecimal.value(wireDay), let month = BinaryCodedDecimal.value(month),
            let year = BinaryCodedDecimal.value(year)
        else { return nil }
        self.init(year: 2000 + year, month: month, day: day)
    }

    /// Every fourth year from 2000 to 2099 is a leap year.
    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day of the week, 0 for Sunday, as meters number it.
    public var weekday: Int {
        let years = year - 2000
        let daysBefore = (1..<month).reduce(0) { $0 + Self.days(in: $1, of: year) }
        // 1 January 2000 was a Saturday.
        return (6 + years * 365 + (years + 3) / 4 + daysBefore + day - 1) % 7
    }

    /// DD MM YY.
    var wireBytes: [UInt8] {
        [BinaryCodedDecimal.byte(day), BinaryCodedDecimal.byte(month), BinaryCodedDecimal.byte(year)]
    }

    /// Year, month and day with dashes.
    public var description: String { "\(year)-\(twoDigits(month))-\(twoDigits(day))" }

    /// Earlier days come first.
    public static func < (left: MeterDate, right: MeterDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

/// A time of the day as a meter keeps it.
public struct MeterTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59.
    public let second: Int

    /// Makes a time of a day; anything outside gives `nil`.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    init?(wireSecond: UInt8, minute: UInt8, hour: UInt8) {
        guard let second = BinaryCodedDecimal.value(wireSecond), let minute = BinaryCodedDecimal.value(minute),
            let hour = BinaryCodedDecimal.value(hour)
        else { return nil }
        self.init(hour: hour, minute: minute, second: second)
    }

    /// ss mm hh.
    var wireBytes: [UInt8] {
        [BinaryCodedDecimal.byte(second), BinaryCodedDecimal.byte(minute), BinaryCodedDecimal.byte(hour)]
    }

    /// Hour, minute and second with colons.
    public var description: String { "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))" }

    /// Earlier times come first.
    public static func < (left: MeterTime, right: MeterTime) -> Bool {
        (left.hour, left.minute, left.second) < (right.hour, right.minute, right.second)
    }
}

/// A day and a time as a meter keeps them; it knows no time zone.
public struct MeterDateTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The day.
    public let date: MeterDate
    /// The time of the day.
    public let time: MeterTime

    /// Joins a day and a time.
    public init(date: MeterDate, time: MeterTime) {
        self.date = date
        self.time = time
    }

    /// Makes a moment from its parts; a day or time that does not exist gives `nil`.
    public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int = 0) {
        guard let date = MeterDate(year: year, month: month, day: day),
            let time = MeterTime(hour: hour, minute: minute, second: second)
        else { return nil }
        self.init(date: date, time: time)
    }

    /// Reads `ss mm hh DD MM YY`, `ss mm hh WW DD MM YY` with a weekday, or `mm hh DD MM YY` without seconds.
    ///
    /// The weekday is not looked at; any other length and a moment that does not exist give `nil`.
    public init?(wireBytes: some Collection<UInt8>) {
        var bytes = Array(wireBytes)
        if bytes.count == 5 { bytes.insert(0, at: 0) }
        if bytes.count == 7 { bytes.remove(at: 3) }
        guard bytes.count == 6,
            let time = MeterTime(wireSecond: bytes[0], minute: bytes[1], hour: bytes[2]),
            let date = MeterDate(wireDay: bytes[3], month: bytes[4], year: bytes[5])
        else { return nil }
        self.init(date: date, time: time)
    }

    /// `ss mm hh DD MM YY`.
    public var wireBytes: [UInt8] { time.wireBytes + date.wireBytes }

    /// `ss mm hh WW DD MM YY`.
    public var wireBytesWithWeekday: [UInt8] { time.wireBytes + [UInt8(date.weekday)] + date.wireBytes }

    /// Day and time with a space.
    public var description: String { "\(date) \(time)" }

    /// Earlier moments come first.
    public static func < (left: MeterDateTime, right: MeterDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }
}

private func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
}
