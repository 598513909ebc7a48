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
        let window = window(before: today)
        return RegisterSpan(days.filter { window.contains($0.day) }).flatMap { meanUse($0, ctRatio: ctRatio) }
    }

    /// The days whose registers say the mean use of today.
    public static func window(before today: Day) -> Range<Day> { today.advanced(by: -meanDays - 1)..<today }

    /// The same of the first and the last register of that window.
    public static func meanUse(_ span: RegisterSpan, ctRatio: Int) -> Energy? {
        guard span.first.day < span.last.day, span.last.register >= span.first.register else { return nil }
        let energy = (span.last.register - span.first.register).wattHours * Int64(ctRatio)
        return Energy(wattHours: energy / Int64(span.first.day.distance(to: span.last.day)))
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
