import Domain

/// By which of a meter's two purses an order goes. Decided once, by the picture before the first sending.
///
/// A meter uses the free credit in its purse first, but its relay looks at bought credit alone. In a room that has hardly any of that, free
/// credit in the purse would not give light; there it goes the way of bought credit.
enum PurseChoice: Hashable {
    /// By the purse of free credit.
    case purse
    /// By the purchase count, like everything that is sold.
    case plain
    /// By neither now, for this reason.
    case wait(String)

    /// Decides; `above` is bought credit in hundredths.
    init(_ order: Order, _ picture: CreditReading, expectation: MeterExpectation, above: Int64) {
        guard order.offersPurse, let purse = picture.purse else {
            self = .plain
            return
        }
        // A count that is not the expected one: the order is there already, or a person has to look.
        if let expected = expectation.purseCount, purse.count != expected {
            self = .purse
            return
        }
        guard picture.count == expectation.count, purse.count < MeterPoint.lastCount else {
            self = .plain
            return
        }
        switch order.task {
        case .topUp(let amount):
            let fits = picture.subsidy.hundredths + amount.hundredths <= MeterPoint.largestCredit
            self = fits && picture.purchased.hundredths > above ? .purse : .plain
        case .takeBack(let amount):
            if picture.subsidy.hundredths >= amount.hundredths {
                self = .purse
            } else {
                // An empty purse: it was given as plain credit, or was used up since, and as much that was bought was spared.
                self = picture.subsidy.hundredths <= 0 ? .plain : .wait(DeliveryNote.notInPurse(picture.subsidy, order.task))
            }
        case .relay: self = .plain
        }
    }
}

extension CreditProof {
    /// The count by which a picture shows that an order is not there yet.
    func shown(_ picture: CreditReading) -> ShownCount {
        usesPurse ? .purse(picture.purse?.count ?? 0) : .purchases(picture.count)
    }
}

/// A count that stands where it stood before an order.
enum ShownCount: Hashable {
    /// The meter's purchase count.
    case purchases(Int)
    /// That of its purse of free credit.
    case purse(Int)
}
