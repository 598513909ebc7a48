import Domain

/// What the last reading tells of a meter's own purse of free credit.
extension SubsidyPlanner {
    /// By which of the meter's purses a grant would go now; nil for a meter that keeps no credit.
    func way(_ meter: MeterPoint) -> GrantWay? {
        guard meter.profile.keepsCredit else { return nil }
        guard offersPurse else { return .switchedOff }
        guard meter.profile.hasPurse, let reading = readings[meter.id], reading.subsidy?.unit == meter.unit,
            let purchased = reading.purchased
        else { return .noPurse }
        return purchased.hundredths > purseAbove ? .purse : .littleBought
    }

    /// So much, in hundredths, may be in a purse beyond what the books say: what was used while credit was taken out of it is given back.
    private static let slack: Int64 = 20

    /// What is in the purse beyond the free credit in the books, where the room has as much more than the books say; nil where books and
    /// meter agree.
    ///
    /// Books that came back from a copy do not know what was granted after it. It is in the purse, and would be given a second time.
    func unknownInPurse(_ standing: RoomStanding, _ meter: MeterPoint) -> Credit? {
        guard meter.profile.hasPurse, standing.openOrders.isEmpty, let reading = readings[meter.id],
            let purse = reading.subsidy, purse.unit == meter.unit, let left = reading.remaining, left.unit == meter.unit
        else { return nil }
        let known = standing.lots.filter { $0.wallet == .subsidy && $0.left.unit == meter.unit }.reduce(Credit.zero(meter.unit)) {
            $0 + $1.left
        }
        // Use that is not posted yet only makes the room's part smaller than the books say.
        let unknown = min((purse - known).hundredths, (left - standing.balance(in: meter.unit)).hundredths)
        return unknown > SubsidyPlanner.slack ? Credit(meter.unit, hundredths: unknown) : nil
    }
}
