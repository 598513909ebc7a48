// The whole, every thousand steps and at the end, and what must be true when nothing has gone wrong for a while.

extension Auditor {
    /// Every account of the books is the sum that the auditor has written himself, and the drawer holds what was paid.
    package mutating func seesAccounts(_ accounts: [ShownEntry.Line]) throws {
        looks += 1
        var rest = sums
        for line in accounts {
            let own = rest.removeValue(forKey: AccountKey(account: line.account, commodity: line.commodity)) ?? 0
            guard own == line.amount else {
                throw Finding("account \(line.account) stands at \(line.amount) by the books, at \(own) by its entries")
            }
        }
        if let lost = rest.first(where: { $0.value != 0 }) { throw Finding("account \(lost.key.account) is missing from the books") }
        guard sums[Self.cash, default: 0] == drawer else {
            throw Finding("the drawer holds \(sums[Self.cash, default: 0]) fen by the books, \(drawer) by what was paid")
        }
        let due = backs.values.reduce(Int64(0)) { $0 + ($1.isDue ? sales[$1.sale]?.fen ?? 0 : 0) }
        guard -sums[Self.due, default: 0] == due else {
            throw Finding("\(-sums[Self.due, default: 0]) fen are due by the books, \(due) by what was taken back")
        }
    }

    /// The numbers of all entries, of all rooms: from 1 without a gap.
    package func seesNumbers(_ numbers: [Int64]) throws {
        guard numbers.count == entries, Set(numbers) == Set((1...Int64(max(1, entries))).prefix(entries)) else {
            throw Finding("the journal has \(numbers.count) entries, \(entries) were seen; the numbers have gaps or repeat")
        }
    }

    /// When nothing has gone wrong for a while: nothing waits but behind a dispute, and every honest meter holds what was shown as done.
    package func checkCalm() throws {
        guard unknownSales == 0 else { throw Finding("nobody knows what came of \(unknownSales) sales") }
        for (number, place) in places.enumerated() {
            let disputed = place.open.first { $0.word == .dispute }?.id
            if let waiting = place.open.first(where: \.word.waits), disputed == nil { throw Finding("stuck for ever: \(waiting)") }
            let done = place.orders.lazy.filter { $0.word == .meter && !place.settled.contains($0.id) }
            guard done.allSatisfy({ place.taken.contains($0.id) }) else { throw Finding("meter \(number) lacks what is shown as done") }
            let open = place.settled.union([disputed].compactMap { $0 })
            guard place.taken.subtracting(open) == Set(done.map(\.id)) else {
                throw Finding("meter \(number) holds orders that are not shown as done")
            }
            guard !place.isSuspect, disputed == nil else { continue }
            guard place.meter.count == place.start.count + place.done, place.meter.total == place.startTotal + place.brought,
                place.meter.freeCount == place.start.freeCount + place.fills
            else {
                throw Finding("meter \(number) went from \(place.start) to \(place.meter.face), \(place.done) orders are shown as done")
            }
        }
        for key in expiries.values {
            guard let order = free[key]?.order, let shown = word(of: order, at: key.meter), !shown.isNotDone else {
                throw Finding("what expired and is still in meter \(key.meter) is lost for ever: \(key.plan)")
            }
        }
        for back in backs.values where back.isDue {
            guard let order = back.order, let shown = places[back.sale.meter].open.first(where: { $0.id == order }), !shown.word.isEnd
            else {
                throw Finding("money is due for ever: \(back)")
            }
        }
    }

    /// Books against meter, when all use has been posted up to a register that the meter just said.
    package func checkWallets(ofRoomWith number: Int, named room: String) throws {
        let place = places[number]
        guard !place.isSuspect else { return }
        let isMoney = place.kind.keepsMoney
        let wallets = ["subsidy", "purchased", "emergency"].reduce(Int64(0)) {
            $0 + sums[AccountKey(account: "room:\(room):\($1)", commodity: isMoney ? "meterYuan" : "kWh"), default: 0]
        }
        let balance = isMoney ? wallets : wallets / 10
        let undelivered = place.sold - place.brought - place.filled
        let left = place.meter.left - place.meter.givenBack / 10_000
        // A meter that keeps money cuts parts of a fen off where the books do not, once in each purse.
        guard abs(balance - undelivered - left) <= (isMoney ? place.kind.hasPurse ? 4 : 2 : 0) else {
            throw Finding(
                "room \(room) has \(balance) by the books, \(undelivered) never reached it, and its meter holds \(place.meter.left)")
        }
    }

    /// Reconciliation has looked at a room after a reading of now: where the meter counts something else than the books, it says so, and
    /// it accuses no honest meter of which nothing is under way.
    package func seesVerdict(ofRoomWith number: Int, isEqual: Bool, expectedCount: Int, unexplained: String?) throws {
        let place = places[number]
        guard !isEqual || place.meter.count == expectedCount else {
            throw Finding("reconciliation hides that meter \(number) counts \(place.meter.count), the books \(expectedCount)")
        }
        // What was given back is in the meter and nobody knows of it.
        guard let unexplained, !place.isSuspect, place.open.isEmpty, place.meter.givenBack == 0 else { return }
        throw Finding("reconciliation accuses honest meter \(number): \(unexplained), \(place.meter.face)")
    }
}
