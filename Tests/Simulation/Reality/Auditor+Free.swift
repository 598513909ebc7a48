// Free credit: what was given and what expired, entry by entry, and which orders belong to it.

extension Auditor {
    /// Somebody is about to give free credit to a room, or to let so much of it expire; whether it comes to that is not known yet.
    package mutating func intendsFree(_ plan: String, meter: Int, amount: Int64) throws {
        let key = PlanKey(plan: plan, meter: meter)
        if let known = free[key] {
            guard known.amount == amount else { throw Finding("free credit \(plan) changed from \(known.amount) to \(amount)") }
            return
        }
        free[key] = Free(amount: amount)
        unknownSales += 1
    }

    /// The desk was told what came of it, which never changes again.
    package mutating func toldFree(_ plan: String, meter: Int, isDone: Bool) throws {
        let key = PlanKey(plan: plan, meter: meter)
        guard let known = free[key] else { throw Finding("free credit \(plan) is told of, but nobody gave it") }
        if let before = known.isDone {
            guard before == isDone else { throw Finding("free credit \(plan) was told as \(before ? "given" : "not given") before") }
            return
        }
        guard isDone == (known.order != nil), isDone == known.hasEntry else {
            throw Finding("free credit \(plan) is told as \(isDone ? "given" : "not given"), but \(known)")
        }
        free[key]?.isDone = isDone
        unknownSales -= 1
    }

    /// What an entry gives out of what is free or lets expire, in hundredths of the meter's unit; below zero for what expires.
    private func given(by entry: ShownEntry, at meter: Int) -> Int64 {
        let isMoney = places[meter].kind.keepsMoney
        let sum = ["energy:granted", "energy:expired"].reduce(Int64(0)) {
            $0 + moved(AccountKey(account: $1, commodity: isMoney ? "meterYuan" : "kWh"), by: entry)
        }
        return isMoney ? -sum : -sum / 10
    }

    mutating func takeFree(_ entry: ShownEntry, _ meter: Int) throws {
        let key = PlanKey(plan: entry.plan, meter: meter)
        guard let known = free[key], known.isDone != false else { throw Finding("\(entry) gives what nobody meant to give") }
        guard !known.hasEntry else { throw Finding("free credit is given or taken twice: \(entry)") }
        try checkFree(entry, meter, gives: known.amount)
        free[key]?.hasEntry = true
        places[meter].sold += known.amount
        if known.amount < 0 { expiries[entry.number] = key }
    }

    /// What has expired and could not be taken out of the meter is free credit of its room again.
    mutating func takeFreeAgain(_ entry: ShownEntry, _ meter: Int) throws {
        guard let key = entry.corrects.flatMap({ expiries.removeValue(forKey: $0) }), let known = free[key], let order = known.order,
            word(of: order, at: meter)?.isNotDone == true,
            !places[meter].taken.contains(order) || places[meter].settled.contains(order)
        else { throw Finding("\(entry) puts back what is out of the meter") }
        try checkFree(entry, meter, gives: -known.amount)
        places[meter].sold -= known.amount
    }

    /// No money moves, the amount is that which was meant, and no more expires than there is.
    private func checkFree(_ entry: ShownEntry, _ meter: Int, gives amount: Int64) throws {
        guard moved(Self.cash, by: entry) == 0, moved(Self.due, by: entry) == 0 else { throw Finding("\(entry) moves money") }
        guard given(by: entry, at: meter) == amount else { throw Finding("\(entry) should give \(amount)") }
        for line in entry.lines where line.account.hasSuffix(":subsidy") {
            guard sums[AccountKey(account: line.account, commodity: line.commodity), default: 0] >= 0 else {
                throw Finding("\(entry) takes more free credit than there is")
            }
        }
    }
}
