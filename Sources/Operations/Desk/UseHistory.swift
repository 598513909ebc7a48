public import Domain

/// What the registers of past days say about use. Pure.
public enum UseHistory {
    /// How many days the mean goes back.
    public static let meanDays = 7

    /// Mean use of a day over the last seven full days, after the CT ratio.
    ///
    /// From the last known register before the seven days, or the first within them, to the last before today; a day without a reading in
    /// between counts as a day. Nil with less than one day between two readings, or when the register went backwards.
    public static func meanUse(_ days: [DailyReading], today: Day, ctRatio: Int) -> Energy? {
        RegisterSpan(meant(days, today: today)).flatMap { meanUse($0, ctRatio: ctRatio) }
    }

    /// The days whose registers say the mean use of today.
    public static func window(before today: Day) -> Range<Day> { today.advanced(by: -meanDays - 1)..<today }

    /// The same of the first and the last register of that window.
    public static func meanUse(_ span: RegisterSpan, ctRatio: Int) -> Energy? {
        guard span.first.day < span.last.day, span.last.register >= span.first.register else { return nil }
        let energy = (span.last.register - span.first.register).wattHours * Int64(ctRatio)
        return Energy(wattHours: energy / Int64(span.first.day.distance(to: span.last.day)))
    }

    /// The spans of which the mean consists, oldest first: from each known register to the next, mostly a day.
    public static func spans(_ days: [DailyReading], today: Day, ctRatio: Int) -> [UseBetween] {
        let full = meant(days, today: today).sorted { $0.day < $1.day }
        return zip(full, full.dropFirst()).map { first, next in
            let used = (next.register - first.register).wattHours * Int64(ctRatio)
            return UseBetween(after: first.day, until: next.day, energy: used < 0 ? nil : Energy(wattHours: used))
        }
    }

    /// The days on which the mean rests.
    private static func meant(_ days: [DailyReading], today: Day) -> [DailyReading] {
        days.filter { window(before: today).contains($0.day) }
    }

    /// Use of each of the last days, oldest first, ending with today up to `now`, the register that was read last.
    ///
    /// Nil for a day whose register, or that of the day before, is not known, or that went backwards.
    public static func daily(_ days: [DailyReading], today: Day, now: Energy?, count: Int, ctRatio: Int) -> [DailyUse] {
        var registers = Dictionary(days.map { ($0.day, $0.register) }) { _, last in last }
        if let now { registers[today] = now }
        return (0..<count).reversed().map { back in
            let day = today.advanced(by: -back)
            guard let end = registers[day], let start = registers[day.advanced(by: -1)], end >= start else {
                return DailyUse(day: day, energy: nil)
            }
            return DailyUse(day: day, energy: Energy(wattHours: (end - start).wattHours * Int64(ctRatio)))
        }
    }
}

/// The use between the ends of two days.
public struct UseBetween: Hashable, Sendable {
    /// The day at whose end it begins.
    public var after: Day
    /// The day at whose end it ends.
    public var until: Day
    /// The use, after the CT ratio; nil when the register went back.
    public var energy: Energy?
}
