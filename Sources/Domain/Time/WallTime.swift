/// An instant as people of a campus read it: a day and a time of day.
public struct WallTime: Hashable, Sendable {
    /// The calendar day.
    public var day: Day
    /// Seconds since midnight, 0 to 86 399.
    public var secondOfDay: Int

    /// The day and time of day of an instant at an offset.
    public init(_ instant: Instant, at offset: UTCOffset) {
        day = Day(of: instant, at: offset)
        secondOfDay = Int((instant.milliseconds - day.start(at: offset).milliseconds) / 1000)
    }

    /// The hour, counted since 1970-01-01 00:00 on these clocks.
    public var hour: Int64 { Int64(day.number) * 24 + Int64(secondOfDay / 3600) }

    /// `21:15:58`.
    public var clock: String { minutes + ":" + Decimals.padded(secondOfDay % 60, 2) }

    /// `21:15`.
    public var minutes: String { Decimals.padded(secondOfDay / 3600, 2) + ":" + Decimals.padded(secondOfDay / 60 % 60, 2) }
}

extension WallTime: CustomStringConvertible {
    /// `2026-11-21 21:15:58`.
    public var description: String { "\(day) \(clock)" }
}

extension Decimals {
    /// A number that is not negative, with leading zeros up to a width.
    public static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
