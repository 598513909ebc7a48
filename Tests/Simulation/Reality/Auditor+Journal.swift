// What the books show of money and credit: entry by entry as they come, and the whole every thousand steps and at the end.

extension Auditor {
    /// The drawer into which everything is paid, and what is to be paid out of it.
    static let cash = AccountKey(account: "assets:cash:chen", commodity: "yuan")
    static let due = AccountKey(account: "liabilities:refunds-due", commodity: "yuan")

    /// Whether entries of a room, newest first, go back as far as the auditor has read.
    package func hasRead(_ newest: [ShownEntry], ofRoomWith meter: Int) -> Bool {
        newest.last.map { $0.number <= places[meter].lastEntry } ?? true
    }

    /// Reads the newest entries of a room, newest first; those that were read before are passed over.
    package mutating func sees(_ newest: [ShownEntry], ofRoomWith meter: Int) throws {
        let last = places[meter].lastEntry
        for entry in newest.reversed() where entry.number > last { try take(entry, meter) }
    }

    private mutating func take(_ entry: ShownEntry, _ meter: Int) throws {
        var balance: [String: Int64] = [:]
        for line in entry.lines {
            balance[line.commodity, default: 0] += line.amount
            sums[AccountKey(account: line.account, commodity: line.commodity), default: 0] += line.amount
        }
        guard balance.values.allSatisfy({ $0 == 0 }) else { throw Finding("entry \(entry.number) does not balance: \(balance)") }
        places[meter].lastEntry = entry.number
        entries += 1
        switch entry.kind {
        case .sale: try takeSale(entry, meter)
        case .void: try takeVoid(entry, meter)
        case .grant, .expiry: try takeFree(entry, meter)
        case .restoration where entry.corrects.map { expiries[$0] != nil } ?? false: try takeFreeAgain(entry, meter)
        case .payout, .restoration: try takeSettlement(entry, meter)
        case .other:
            guard moved(Self.cash, by: entry) == 0, moved(Self.due, by: entry) == 0 else {
                throw Finding("\(entry) moves money without a sale")
            }
        }
    }

    func moved(_ key: AccountKey, by entry: ShownEntry) -> Int64 {
        entry.lines.reduce(0) { $0 + ($1.account == key.account && $1.commodity == key.commodity ? $1.amount : 0) }
    }

    /// What an entry takes out of what was issued, in hundredths of the meter's unit.
    private func issued(by entry: ShownEntry, at meter: Int) -> Int64 {
        let isMoney = places[meter].kind.keepsMoney
        let sum = moved(AccountKey(account: "energy:issued", commodity: isMoney ? "meterYuan" : "kWh"), by: entry)
        return isMoney ? -sum : -sum / 10
    }

    private mutating func takeSale(_ entry: ShownEntry, _ meter: Int) throws {
        let key = PlanKey(plan: entry.plan, meter: meter)
        guard let sale = sales[key], sale.isSold != false else { throw Finding("\(entry) belongs to no sale") }
        guard !sale.hasEntry else { throw Finding("two entries of one sale: \(entry)") }
        let paid = moved(Self.cash, by: entry)
        guard paid == sale.fen, moved(Self.due, by: entry) == 0 else { throw Finding("\(sale.fen) fen were paid, \(entry) says \(paid)") }
        guard issued(by: entry, at: meter) == sale.amount else { throw Finding("\(sale.amount) hundredths were sold, but \(entry)") }
        sales[key]?.hasEntry = true
        living[entry.number] = key
        drawer += sale.fen
        places[meter].sold += sale.amount
    }

    /// A sale is taken back once. Its money is given at once only if no meter has it or can get it; else it is due.
    private mutating func takeVoid(_ entry: ShownEntry, _ meter: Int) throws {
        let key = PlanKey(plan: entry.plan, meter: meter)
        guard let back = backs[key], let sale = sales[back.sale] else { throw Finding("nobody has asked for \(entry)") }
        guard let corrects = entry.corrects, living.removeValue(forKey: corrects) == back.sale else {
            throw Finding("\(entry) takes back what is not there, or no longer")
        }
        guard issued(by: entry, at: meter) == -sale.amount else { throw Finding("\(sale.amount) hundredths were sold, but \(entry)") }
        let (given, owed) = (-moved(Self.cash, by: entry), -moved(Self.due, by: entry))
        guard given + owed == sale.fen, given == 0 || owed == 0 else { throw Finding("\(sale.fen) fen were paid, but \(entry)") }
        if given > 0 {
            guard let order = sale.order, !places[meter].taken.contains(order), word(of: order, at: meter)?.isNotDone == true else {
                throw Finding("\(entry) gives money back for what may be in the meter")
            }
            drawer -= sale.fen
            paidBack += 1
        }
        backs[key]?.entry = entry.number
        backs[key]?.isDue = owed > 0
        voids[entry.number] = key
        places[meter].sold -= sale.amount
    }

    /// Money is paid out only for what is out of the meter, and put back only for what is still in it.
    private mutating func takeSettlement(_ entry: ShownEntry, _ meter: Int) throws {
        guard let key = entry.corrects.flatMap({ voids[$0] }), let back = backs[key], let sale = sales[back.sale], back.isDue,
            let order = back.order, let word = word(of: order, at: meter)
        else { throw Finding("\(entry) settles what is not due") }
        let isSettled = places[meter].settled.contains(order)
        let isTaken = places[meter].taken.contains(order)
        guard moved(Self.due, by: entry) == sale.fen else { throw Finding("\(sale.fen) fen are due, but \(entry)") }
        backs[key]?.isDue = false
        guard entry.kind == .restoration else {
            guard word == .meter, isTaken || isSettled else { throw Finding("\(entry) pays for what is in the meter: \(word.rawValue)") }
            guard moved(Self.cash, by: entry) == -sale.fen else { throw Finding("\(sale.fen) fen are due, but \(entry)") }
            drawer -= sale.fen
            paidBack += 1
            return
        }
        guard word.isNotDone, !isTaken || isSettled else { throw Finding("\(entry) puts back what is out of the meter") }
        guard moved(Self.cash, by: entry) == 0, issued(by: entry, at: meter) == sale.amount else {
            throw Finding("\(entry) puts something else back than \(sale.amount)")
        }
        living[entry.number] = back.sale
        places[meter].sold += sale.amount
    }

    func word(of order: String, at meter: Int) -> ShownWord? { places[meter].orders.last { $0.id == order }?.word }
}
