/// A calendar day of a campus, counted from 1970-01-01.
public struct Day: Hashable, Comparable, Sendable, Strideable {
    /// Days since 1970-01-01.
    public var number: Int

    /// Makes a day from its distance to 1970-01-01.
    public init(number: Int) { self.number = number }

    /// Makes a day from a date of the Gregorian calendar; nil when there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day), (1...9999).contains(year) else { return nil }
        // Days since 1970 by the era method: years start in March, so that the leap day is the last of its year.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
        let back = date
        guard back.year == year, back.month == month, back.day == day else { return nil }
    }

    /// Reads an ISO date, `2026-11-21`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day on which an instant falls at an offset.
    public init(of instant: Instant, at offset: UTCOffset) {
        let local = instant.milliseconds + Int64(offset.minutes) * 60_000
        number = Int(local.flooredDivision(by: 86_400_000))
    }

    /// Year, month and day of month.
    public var date: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = Int(Int64(shifted).flooredDivision(by: 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }

    /// 0 for Sunday to 6 for Saturday, as meters count.
    public var weekday: Int { Int((Int64(number) + 4).flooredRemainder(by: 7)) }

    /// The first instant of the day at an offset.
    public func start(at offset: UTCOffset) -> Instant {
        Instant(milliseconds: Int64(number) * 86_400_000 - Int64(offset.minutes) * 60_000)
    }

    /// Whether the left one comes first.
    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
    /// Days from this day to another.
    public func distance(to other: Day) -> Int { other.number - number }
    /// The day so many days later.
    public func advanced(by days: Int) -> Day { Day(number: number + days) }
}

extension Day: CustomStringConvertible {
    /// The ISO date, for example `2026-11-21`.
    public var description: String {
        let date = self.date
        return [Decimals.padded(date.year, 4), Decimals.padded(date.month, 2), Decimals.padded(date.day, 2)].joined(separator: "-")
    }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    func flooredRemainder(by divisor: Int64) -> Int64 { self - flooredDivision(by: divisor) * divisor }
}
