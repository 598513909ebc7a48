/// A calendar month.
public struct Month: Hashable, Comparable, Sendable, Strideable {
    /// Months since year 0.
    private let number: Int

    /// Makes a month; nil when there is no such month.
    public init?(year: Int, month: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        number = year * 12 + month - 1
    }

    /// The month in which a day falls.
    public init(of day: Day) {
        let date = day.date
        number = date.year * 12 + date.month - 1
    }

    /// Reads `2026-11`; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 7, let first = Day(text + "-01") else { return nil }
        self.init(of: first)
    }

    private init(number: Int) { self.number = number }

    /// The year.
    public var year: Int { number / 12 }
    /// The month of the year, 1 to 12.
    public var month: Int { number % 12 + 1 }
    /// The first day.
    public var first: Day { Day(year: year, month: month, day: 1) ?? Day(number: 0) }
    /// The last day.
    public var last: Day { advanced(by: 1).first.advanced(by: -1) }
    /// All its days.
    public var days: ClosedRange<Day> { first...last }
    /// How many days it has.
    public var length: Int { first.distance(to: last) + 1 }

    /// Whether the left one comes first.
    public static func < (left: Month, right: Month) -> Bool { left.number < right.number }
    /// Months from this one to another.
    public func distance(to other: Month) -> Int { other.number - number }
    /// The month so many months later.
    public func advanced(by months: Int) -> Month { Month(number: number + months) }
}

extension Month: CustomStringConvertible {
    /// For example `2026-11`.
    public var description: String { "\(Decimals.padded(year, 4))-\(Decimals.padded(month, 2))" }
}
