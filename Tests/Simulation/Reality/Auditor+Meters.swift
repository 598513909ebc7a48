// What leaves the office and what the meters really do, against what the books say at that moment.

extension Auditor {
    /// A purchase is about to leave: the books must say already that it may have been sent, and its count must be the next.
    package func leaves(meter: Int, amount: Int64, count: Int, isFree: Bool = false) throws {
        let place = places[meter]
        let sent = place.open.filter { $0.word == .sent }
        guard sent.count == 1, sent[sent.startIndex].amount == amount, sent[sent.startIndex].count == count,
            sent[sent.startIndex].isFree == isFree
        else {
            throw Finding("\(amount) under count \(count) leaves for meter \(meter), but the books say \(Array(sent))")
        }
        guard !isFree else {
            // The count of a purse follows from what its meter shows: one more, or the same where this order is in it already.
            let isThere = place.taken.contains(sent[sent.startIndex].id)
            guard place.isSuspect || count == place.meter.freeCount + (isThere ? 0 : 1) else {
                throw Finding("\(amount) leaves for a purse under count \(count), and meter \(meter) shows \(place.meter.face)")
            }
            return
        }
        let next = place.start.count + place.done + 1
        guard count == next else { throw Finding("\(amount) leaves under count \(count), but the next of meter \(meter) is \(next)") }
    }

    /// Something happened to a meter, or to what it was heard to say, for which a dispute is right.
    package mutating func suspects(_ meter: Int) { places[meter].isSuspect = true }

    /// The meter was changed for another.
    package mutating func swapped(_ number: Int, to meter: RealMeter) {
        places[number].meter = meter
        places[number].isSuspect = true
    }

    /// Looks into a meter after something may have reached it: every purchase in it belongs to one order that says it may be there.
    package mutating func looksInto(_ number: Int, _ meter: RealMeter) throws {
        looks += 1
        let before = places[number].meter
        places[number].meter = meter
        if meter.liesLeft < before.liesLeft { places[number].isSuspect = true }
        let news = meter.purchases.count - before.purchases.count
        guard news > 0 else {
            guard news == 0, meter.count == before.count, meter.total == before.total, meter.freeCount == before.freeCount else {
                throw Finding("meter \(number) moved by itself from \(before.face) to \(meter.face)")
            }
            return
        }
        guard news == 1, let purchase = meter.purchases.last else { throw Finding("meter \(number) took \(news) purchases at once") }
        guard !purchase.isForeign else {
            places[number].isSuspect = true
            return
        }
        try took(purchase, number)
    }

    private mutating func took(_ purchase: RealPurchase, _ number: Int) throws {
        let place = places[number]
        let candidates = place.open.filter {
            $0.count == purchase.count && $0.amount == purchase.amount && $0.isFree == purchase.isFree && $0.word.isUnresolved
                && !place.taken.contains($0.id)
        }
        guard candidates.count == 1, let order = candidates.first else {
            throw Finding("meter \(number) took \(purchase), but no one order says that it may have: \(place.orders.suffix(4))")
        }
        places[number].taken.insert(order.id)
    }

    /// A person is about to decide about a dispute.
    package mutating func settles(_ order: String, at meter: Int) { places[meter].settled.insert(order) }

    /// What the books expect a meter to show when nothing is under way, against the auditor's own count.
    package func seesExpectation(of meter: Int, count: Int, total: Int64, freeCount: Int?) throws {
        let place = places[meter]
        if let freeCount, !place.isSuspect, place.settled.isEmpty, freeCount > place.meter.freeCount {
            throw Finding("the books expect count \(freeCount) of the purse of meter \(meter), which shows \(place.meter.face)")
        }
        guard count == place.start.count + place.done, total == place.startTotal + place.brought else {
            throw Finding(
                "the books expect count \(count) and total \(total) of meter \(meter), its orders make \(place.done) and \(place.brought)")
        }
    }
}
