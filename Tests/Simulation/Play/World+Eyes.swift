// What the auditor is shown of the books: a little after every write, the whole every thousand steps.

import Domain
import Operations
import Reality

extension World {
    /// Shows the auditor the newest orders of a room, as they stand on the disk.
    mutating func show(_ place: Int) throws {
        let filter = OrderFilter(room: places[place].room, limit: auditor.ordersToShow(of: place))
        let stored = try disk.books.orders(filter)
        let orders = stored.map { shown($0, place) }
        for order in orders { mix(UInt64(truncatingIfNeeded: order.count) << 8 | UInt64(order.attempts) << 4 | order.word.number) }
        if keepsTrace {
            for (order, stored) in zip(orders, stored) where auditor.isNews(order, at: place) {
                note("    \(order)")
                if order.word == .dispute { note("      \(stored.note)") }
            }
        }
        try auditor.sees(orders, at: place)
    }

    private func shown(_ order: Order, _ place: Int) -> ShownOrder {
        var word = ShownWord(rawValue: order.state.word) ?? .expired
        if defect == .screenShowsUnknownAsDone, word == .unconfirmed { word = .meter }
        return ShownOrder(
            id: order.id.text, plan: order.plan.text, meter: order.meter == places[place].meter ? place : -1,
            amount: order.task.change.hundredths, count: order.count, attempts: order.attempts, word: word,
            isFree: order.usesPurse)
    }

    /// Shows the auditor the entries of a room that he has not read yet.
    mutating func readJournal(of place: Int) throws {
        var limit = 3
        while true {
            let newest = try disk.books.entries(of: places[place].room, limit: limit).map(World.shown)
            if newest.count < limit || auditor.hasRead(newest, ofRoomWith: place) { return try auditor.sees(newest, ofRoomWith: place) }
            limit *= 4
        }
    }

    private static func shown(_ entry: Entry) -> ShownEntry {
        let kind: ShownEntry.Kind =
            switch entry.draft.kind {
            case .sale: .sale
            case .void: .void
            case .payout: .payout
            case .restoration: .restoration
            case .grant: .grant
            case .expiry: .expiry
            case .adoption, .use, .refund, .correction, .departure, .arrival, .swap, .relay: .other
            }
        return ShownEntry(
            number: entry.sequence, plan: entry.plan.text, kind: kind, corrects: entry.draft.corrects,
            lines: entry.draft.postings.map {
                ShownEntry.Line(account: $0.account.name, commodity: $0.commodity.rawValue, amount: $0.amount)
            })
    }

    /// The whole: all orders, all accounts, all that is expected of meters.
    package mutating func checkWhole() throws {
        for place in places.indices {
            let orders = try disk.books.orders(OrderFilter(room: places[place].room)).map { shown($0, place) }
            try auditor.sees(orders, at: place, isAll: true)
            try readJournal(of: place)
        }
        try auditor.seesAccounts(
            try disk.books.trialBalance().map {
                ShownEntry.Line(account: $0.account.name, commodity: $0.commodity.rawValue, amount: $0.amount)
            })
        let standings = try disk.books.standings(of: places.map(\.room))
        for (number, place) in places.enumerated() {
            guard let standing = standings[place.room] else { throw Finding("room \(place.room) has vanished from the books") }
            try auditor.seesExpectation(
                of: number, count: standing.expectedCount, total: standing.expectedTotal.hundredths,
                freeCount: standing.purseCount)
        }
    }

    /// At the end of everything: the numbers of the journal, and the books' own proof.
    package mutating func checkEnd() throws {
        try checkWhole()
        try auditor.seesNumbers(try places.flatMap { try disk.books.entries(of: $0.room, limit: .max).map(\.sequence) })
        let findings = try disk.books.verify().findings
        guard findings.isEmpty else { throw Finding("the books do not verify: \(findings)") }
    }

    /// Books and meters are held against each other, as the program does it by itself; the auditor reads the verdicts.
    ///
    /// - Parameter isCalm: whether nothing is under way and every meter was read since.
    mutating func reconcile(isCalm: Bool) throws {
        do {
            let rows = try reconciliation.rows()
            for row in rows {
                guard let place = rooms[row.room.id], let reading = row.reading, isFresh(reading, place) else { continue }
                try auditor.seesVerdict(
                    ofRoomWith: place, isEqual: row.verdict == .equal || defect == .reconciliationSeesNothing,
                    expectedCount: row.expectedCount,
                    unexplained: isCalm && !isTurnedBack && row.verdict == .unexplained ? "\(row.unexplained)" : nil)
            }
            for new in try reconciliation.follow(watch.look(rows, now: clock.now()), actor: World.system) {
                tally.note(rooms[new.room].map(auditor.isHonest) == true ? .casesOfHonest : .cases)
            }
        } catch let error as BooksError {
            count(error)
        }
    }
}

extension World {
    /// Whether a meter still shows what it was read to show.
    private func isFresh(_ reading: Reading, _ place: Int) -> Bool {
        reading.count == meters[place].count && reading.register?.hundredths == meters[place].register
            && reading.remaining?.hundredths == meters[place].left
    }
}

extension ShownWord {
    fileprivate var number: UInt64 {
        switch self {
        case .queued: 0
        case .sent: 1
        case .meter: 2
        case .refused: 3
        case .unconfirmed: 4
        case .dispute: 5
        case .expired: 6
        case .withdrawn: 7
        }
    }
}
