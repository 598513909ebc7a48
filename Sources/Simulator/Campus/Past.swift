/// The past of a room, made backwards from what it has left at present: purchases that keep it supplied, and its first state.
struct Past {
    let initialBalance: Int64
    let purchases: [PastPurchase]
    /// Energy drawn in the past, watt-milliseconds.
    let used: Int64

    /// Amounts that people buy, 0.01 kWh: 20, 30, 50 and 100 yuan at 0.55.
    private static let amounts: [Int64] = [3_636, 5_454, 9_090, 18_181]
    private static let mostPurchases = 5

    /// - Parameters:
    ///   - remaining: what is left at the end, 0.01 kWh.
    ///   - end: when nothing is drawn any more, because the room is cut; else the present.
    init(of household: Household, plan: CampusPlan, remaining: Int64, end: Milliseconds, chance: SeededHash) {
        var days: [(start: Milliseconds, used: Int64)] = []
        var used: Int64 = 0
        var day = (plan.start + plan.utcOffset).roundedDown(to: .day) - plan.utcOffset
        while day < end {
            let energy = household.energy(from: max(day, plan.start), to: min(day + .day, end))
            // Rounded so that the days add up to the whole.
            days.append((day, (used + energy) / MeterModel.pulse - used / MeterModel.pulse))
            used += energy
            day += .day
        }
        let ceiling = Int64(chance.number(10, in: 4_500...11_000))
        let amount = Self.amounts[chance.number(11, in: 0...Self.amounts.count - 1)]
        var balance = remaining
        var purchases: [PastPurchase] = []
        for (index, day) in days.enumerated().reversed() {
            balance += day.used
            // Bought in the opening hours; until then the rest of the day before must last, with a margin.
            let hour = Milliseconds(chance.number(UInt64(100 + index), in: 9 * 60...20 * 60)) * .minute
            let time = day.start + hour
            let isPossible = balance - amount >= day.used + 600 && time > plan.start && time < end
            guard balance > ceiling, purchases.count < Self.mostPurchases, isPossible else { continue }
            purchases.append(PastPurchase(time: time, amount: plan.amount(ofEnergy: amount)))
            balance -= amount
        }
        initialBalance = plan.amount(ofEnergy: balance)
        self.purchases = purchases.reversed()
        self.used = used
    }
}
