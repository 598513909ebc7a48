public import Domain

extension TopUpPlanner {
    /// The largest sale that a room can take now: by the hoarding limit of its purchased wallet and by what its meter can hold.
    ///
    /// Debt is repaid first, so it makes room. Never below zero; the limits of a single sale are another matter.
    public func largestPossible(_ meter: MeterPoint, _ standing: RoomStanding) -> Money {
        price.price.mostMoney(for: space(meter, standing))
    }

    /// The credit that a room can take now by the same limits; below zero where it holds more than it may.
    func space(_ meter: MeterPoint, _ standing: RoomStanding) -> Credit {
        let zero = Credit.zero(meter.unit)
        let purchased = standing.lots.filter { $0.wallet == .purchased && $0.left.unit == meter.unit }.reduce(zero) { $0 + $1.left }
        let limit: Credit
        switch meter.unit {
        case .energy: limit = Credit(rules.sales.hoardingLimit)
        case .money: limit = Credit(price.price.cost(of: rules.sales.hoardingLimit))
        }
        var space = limit - purchased + standing.emergency
        if meter.profile.keepsCredit {
            var held = standing.pending(in: meter.unit)
            if let remaining = readings[meter.id]?.remaining, remaining.unit == meter.unit { held = held + remaining }
            let spaceInMeter = Credit(meter.unit, hundredths: MeterPoint.largestCredit) - held
            if spaceInMeter.hundredths < space.hundredths { space = spaceInMeter }
        }
        return space
    }
}

extension Price {
    /// The most money that buys no more than this credit; zero for credit or a price that is not positive.
    func mostMoney(for credit: Credit) -> Money {
        guard tenThousandths > 0, credit.hundredths >= 0 else { return .zero }
        switch credit.unit {
        case .money: return Money(fen: credit.hundredths)
        // ⌊fen × 10000 ÷ price⌋ ≤ hundredths holds up to the last fen below the next hundredth.
        case .energy: return Money(fen: ((credit.hundredths + 1) * tenThousandths - 1) / 10_000)
        }
    }
}

extension RoomStanding {
    /// The sum of the changes that orders under way will make at the meter.
    func pending(in unit: CreditUnit) -> Credit {
        openOrders.filter { $0.task.amount.unit == unit }.reduce(.zero(unit)) { $0 + $1.task.change }
    }

    /// What the books say is left: all lots less what is borrowed.
    func balance(in unit: CreditUnit) -> Credit {
        lots.filter { $0.left.unit == unit }.reduce(.zero(unit)) { $0 + $1.left } - emergency
    }
}
