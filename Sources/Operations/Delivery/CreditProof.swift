import Domain

/// What a picture of a meter's credit says about an order.
enum Verdict: Hashable {
    /// It was applied, once, and everything agrees.
    case applied
    /// It was not applied yet: count and total stand where they stood.
    case notApplied
    /// It does not add up, for this reason.
    case disagrees(String)
}

/// Compares what an order should have done with what the meter says. Pure; the heart of "exactly once".
struct CreditProof {
    /// The order's task.
    var task: OrderTask
    /// The purchase count under which it is sent.
    var count: Int
    /// The total bought that the meter shows when it has been applied.
    var totalAfter: Credit
    /// Whether it goes by the meter's purse of free credit: under the purse's count, and the total stays.
    var usesPurse = false
    /// The meter's current transformer ratio.
    var ctRatio: Int
    /// How far a read-back may be off, in hundredths of the meter's unit.
    var tolerance: Int64

    /// Judges a picture; `before` is what the meter said before the first sending, nil when nothing was sent.
    func verdict(_ picture: CreditReading, before: CreditReading?) -> Verdict {
        guard speaksSameUnit(picture) else { return .disagrees(DeliveryNote.otherUnit(task)) }
        if usesPurse { return purseVerdict(picture, before: before) }
        if picture.count == count {
            guard picture.lastAmount == task.amount else { return .disagrees(DeliveryNote.otherAmount(picture, task)) }
            if let total = picture.totalBought, total != totalAfter {
                return .disagrees(DeliveryNote.otherTotal(total, expected: totalAfter))
            }
            guard let before else { return .applied }
            return addsUp(task.change, from: before, to: picture)
                ? .applied : .disagrees(DeliveryNote.otherRemaining(picture, before: before, task))
        }
        if picture.count == count - 1 {
            let totalBefore = totalAfter - task.change
            if let total = picture.totalBought, total != totalBefore {
                return .disagrees(DeliveryNote.otherTotal(total, expected: totalBefore))
            }
            // Another meter in its place may by chance stand at the same count; the first one may hold the order.
            if let before, picture.registerAfter < before.register { return .disagrees(DeliveryNote.otherMeter(picture, before: before)) }
            // A meter that lost power while it wrote may hold the credit and not the count; sent again it would hold it twice.
            if let before, movedUncounted(from: before, to: picture) {
                return .disagrees(DeliveryNote.movedUncounted(shown(picture), picture, before: before))
            }
            return .notApplied
        }
        return .disagrees(DeliveryNote.otherCount(picture.count, expected: count - 1))
    }

    /// The same for the purse. Its record says what was added, or what it was set to; so of a take-back the sums alone are a proof.
    private func purseVerdict(_ picture: CreditReading, before: CreditReading?) -> Verdict {
        guard let purse = picture.purse, purse.lastAmount.unit == task.amount.unit else { return .disagrees(DeliveryNote.noPurse()) }
        if let before, picture.count != before.count {
            return .disagrees(DeliveryNote.purchaseBeside(picture.count, before: before.count))
        }
        if purse.count == count {
            if case .topUp = task, purse.lastAmount != task.amount {
                return .disagrees(DeliveryNote.otherPurseAmount(purse, task))
            }
            guard let before else {
                if case .topUp = task { return .applied }
                return .disagrees(DeliveryNote.otherPurseCount(purse.count, expected: count - 1))
            }
            return addsUp(task.change, from: before, to: picture)
                ? .applied : .disagrees(DeliveryNote.otherRemaining(picture, before: before, task))
        }
        guard purse.count == count - 1 else { return .disagrees(DeliveryNote.otherPurseCount(purse.count, expected: count - 1)) }
        if let before, picture.registerAfter < before.register { return .disagrees(DeliveryNote.otherMeter(picture, before: before)) }
        if let before, movedUncounted(from: before, to: picture) {
            return .disagrees(DeliveryNote.movedUncounted(shown(picture), picture, before: before))
        }
        return .notApplied
    }

    /// Whether nothing but use happened between two pictures.
    func nothingMoved(from before: CreditReading?, to after: CreditReading) -> Bool {
        guard let before, speaksSameUnit(before), speaksSameUnit(after) else { return true }
        return addsUp(.zero(task.amount.unit), from: before, to: after)
    }

    /// Whether the credit of the order's purse moved as the order would move it, by more than use explains; the other one moves by itself.
    private func movedUncounted(from before: CreditReading, to after: CreditReading) -> Bool {
        guard speaksSameUnit(before) else { return false }
        let moved = (usesPurse ? after.subsidy - before.subsidy : after.purchased - before.purchased).hundredths
        let prices = Prices([before.price, after.price])
        guard task.change.hundredths < 0 else { return moved > slack(prices) }
        let most = max(0, (after.registerAfter - before.register).wattHours) * Int64(ctRatio)
        return moved < -use(most, at: prices.highest, roundedUp: true) - slack(prices)
    }

    private func slack(_ prices: Prices) -> Int64 {
        max(tolerance, use(Energy(hundredths: Int64(ctRatio)).wattHours, at: prices.highest, roundedUp: true))
    }

    private func speaksSameUnit(_ picture: CreditReading) -> Bool {
        let unit = task.amount.unit
        return picture.remaining.unit == unit && picture.lastAmount.unit == unit && (picture.totalBought?.unit ?? unit) == unit
    }

    /// remaining₂ = remaining₁ + change − use, as far as two pictures can tell.
    ///
    /// Each picture is taken while use goes on, so that use is only known between a least and a most value. What both registers and both
    /// balances cut off after two decimals makes one step of the register more: 0.01 kWh × CT, for money meters times the price.
    private func addsUp(_ change: Credit, from before: CreditReading, to after: CreditReading) -> Bool {
        var least = max(0, (after.register - before.registerAfter).wattHours) * Int64(ctRatio)
        // A purse is set to what shall be left of it, so that what was used while this was on its way is given back.
        if usesPurse, change.hundredths < 0 { least = 0 }
        let most = (after.registerAfter - before.register).wattHours * Int64(ctRatio)
        guard most >= 0, speaksSameUnit(before) else { return false }
        let prices = Prices([before.price, after.price])
        let slack = slack(prices)
        let full = (before.remaining + change).hundredths
        let lowest = full - use(most, at: prices.highest, roundedUp: true) - slack
        let highest = full - use(least, at: prices.lowest, roundedUp: false) + slack
        return (lowest...max(lowest, highest)).contains(after.remaining.hundredths)
    }

    /// The credit that energy takes, in hundredths of the meter's unit.
    private func use(_ wattHours: Int64, at price: Price, roundedUp: Bool) -> Int64 {
        let isEnergy = task.amount.unit == .energy
        let amount = isEnergy ? wattHours : wattHours * price.tenThousandths
        let divisor: Int64 = isEnergy ? 10 : 100_000
        return amount / divisor + (roundedUp && amount % divisor != 0 ? 1 : 0)
    }
}

/// The prices between which a meter charged. Unknown ones lie between the least and the most that the dormitory dialect accepts.
private struct Prices {
    var lowest = Price(tenThousandths: 100)
    var highest = Price(tenThousandths: 50_000)

    init(_ prices: [Price?]) {
        let known = prices.compactMap { $0 }
        if let least = known.min(), let most = known.max() { (lowest, highest) = (least, most) }
    }
}
