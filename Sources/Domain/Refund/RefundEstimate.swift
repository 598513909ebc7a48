/// What of a room's credit is paid back, and why the rest is not.
///
/// Refundable are purchased lots, at what was paid for them. Free credit and borrowed credit are not; debt is set off against the oldest lot.
public struct RefundEstimate: Hashable, Sendable {
    /// What is taken out of the meter: purchased credit that is left after debt.
    public var credit: Credit
    /// What is paid for it.
    public var money: Money
    /// Free credit that is left; it is not paid out.
    public var subsidy: Credit
    /// Purchased credit for which nothing was paid, as it was found in the meter when it was taken over.
    public var unpaid: Credit
    /// Borrowed credit that is set off.
    public var debt: Credit
    /// What of each lot is paid back.
    public var draws: [Draw]

    /// Computes the refund from the lots of a room and what it borrowed.
    ///
    /// - Parameter unit: the unit of the meter; lots of another unit are passed over.
    public init(lots: [Lot], debt: Credit, unit: CreditUnit) {
        let own = lots.filter { $0.left.unit == unit && $0.left.hundredths > 0 }
        let purchased = own.filter { $0.wallet == .purchased }.sorted { $0.id < $1.id }
        let zero = Credit.zero(unit)
        self.debt = debt
        subsidy = own.filter { $0.wallet == .subsidy }.reduce(zero) { $0 + $1.left }
        // Debt is taken from the oldest lot first.
        var owed = debt.unit == unit ? max(0, debt.hundredths) : 0
        var draws: [Draw] = []
        for lot in purchased {
            let setOff = min(owed, lot.left.hundredths)
            owed -= setOff
            let left = Credit(unit, hundredths: lot.left.hundredths - setOff)
            guard left.hundredths > 0 else { continue }
            draws.append(Draw(lot: lot.id, wallet: .purchased, credit: left, paid: lot.worth(of: left)))
        }
        self.draws = draws
        credit = draws.reduce(zero) { $0 + $1.credit }
        money = draws.reduce(.zero) { $0 + $1.paid }
        // By the whole lot: the rest of one that was bought may be worth less than a fen and was paid for all the same.
        let given = Set(purchased.filter { $0.paid == .zero }.map(\.id))
        unpaid = draws.filter { given.contains($0.lot) }.reduce(zero) { $0 + $1.credit }
    }
}

extension CreditUnit {
    /// The word behind an amount: kWh or yuan.
    var word: String { self == .energy ? "kWh" : "yuan" }
}
