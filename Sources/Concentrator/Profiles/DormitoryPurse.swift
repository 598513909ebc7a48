import Domain
import MeterWire
import Operations
import Phrases

/// The purse of free credit in a dormitory meter: a second credit with a count of its own. Source: dormitory dialect, subsidy.
extension DormitoryProfile {
    /// What the newest record of the purse says; nil for a meter that has none. Before the first command count and amount are zero.
    func purse() throws(Need) -> PurseReading? {
        guard try gathered.ifPresent(.remainingSubsidy, memory) != nil,
            let count = try gathered.ifPresent(.subsidyCount, memory)?.number,
            let last = try gathered.ifPresent(.subsidyAmount, memory)?.number
        else { return nil }
        return PurseReading(count: Int(count), lastAmount: amount(last))
    }

    /// Adds to the purse, or sets it to what shall be left: the dialect has no command that takes out of it.
    ///
    /// What is left is reckoned from the purse as it is immediately before the command; what is used until that arrives is given back.
    /// Which of the six groups the meter belongs to does not matter, because all six are sent the same.
    func applyToPurse(_ order: OrderTask, _ count: Int) throws(Need) -> MeterOutcome {
        if let outcome = gathered.order { return outcome }
        try check(order, count)
        let customer = try customer(opensAccount: false)
        let new: Int64
        let adds: Bool
        switch order {
        case .topUp(let amount): (new, adds) = (amount.hundredths, true)
        case .takeBack(let amount):
            let held = try gathered.number(.remainingSubsidy)
            guard held >= amount.hundredths else {
                throw .end(.notSent(Phrase("the purse holds \(self.amount(held)), less than the order takes out", context: "why").english))
            }
            (new, adds) = (held - amount.hundredths, false)
        case .relay: throw .end(.notSent(Phrase("the purse has no relay", context: "why").english))
        }
        let amounts = [Int64](repeating: new, count: 6)
        try send(.subsidy(SubsidyCommand(customer: customer, amounts: amounts, count: count, day: 1, addsToPurse: adds)))
    }
}
