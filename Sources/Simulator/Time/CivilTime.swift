/// Date and time of day as a wall clock shows them, without a zone.
public struct CivilTime: Hashable, Sendable {
    /// Full year, for example 2026.
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    /// 0 to 23.
    public var hour: Int
    /// 0 to 59.
    public var minute: Int
    /// 0 to 59.
    public var second: Int

    /// Makes a time from its parts; they are not checked.
    public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// What a clock with this offset from UTC shows at a moment.
    ///
    /// - Parameter utcOffset: milliseconds east of Greenwich, for example 28 800 000 for +08:00.
    public init(at moment: Milliseconds, utcOffset: Milliseconds) {
        let local = moment + utcOffset
        let midnight = local.roundedDown(to: .day)
        let seconds = Int((local - midnight) / .second)
        (year, month, day) = Self.date(daysSince1970: Int(midnight / .day))
        hour = seconds / 3600
        minute = seconds / 60 % 60
        second = seconds % 60
    }

    /// The moment at which a clock with this offset shows this time.
    ///
    /// - Parameter utcOffset: milliseconds east of Greenwich.
    public func moment(utcOffset: Milliseconds) -> Milliseconds {
        let seconds = hour * 3600 + minute * 60 + second
        return Milliseconds(daysSince1970) * .day + Milliseconds(seconds) * .second - utcOffset
    }

    /// 0 Sunday to 6 Saturday, as DL/T 645-2007 numbers the days of the week.
    public var weekday: Int {
        let remainder = (daysSince1970 + 4) % 7
        return remainder < 0 ? remainder + 7 : remainder
    }

    /// True when each part is in its range and the day exists in its month.
    var isValid: Bool {
        guard (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour), (0...59).contains(minute),
            (0...59).contains(second)
        else { return false }
        return Self.date(daysSince1970: daysSince1970) == (year, month, day)
    }

    /// Days from 1970-01-01 in the Gregorian calendar; years are counted from March so that the leap day comes last.
    private var daysSince1970: Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
