public import Domain

/// Plans the replacement of a room's meter. Pure; nothing happens.
///
/// Use is posted up to the last register of the old meter. What the books have left then is what the new meter shall hold: what it holds
/// already counts as a part of it, and an order brings the rest. What it holds beyond that is taken over like the credit of any meter.
public struct SwapPlanner: Sendable {
    /// What the books say of the room.
    public var standing: RoomStanding
    /// All meters of the campus.
    public var inventory: Inventory
    /// Its version.
    public var inventoryVersion: Int64
    /// The price of the day, by which meters that keep money are charged.
    public var price: PriceStanding
    /// The last of everything that the old meter said.
    public var reading: Reading?

    /// Makes a planner from what was read.
    public init(standing: RoomStanding, inventory: Inventory, inventoryVersion: Int64, price: PriceStanding, reading: Reading?) {
        self.standing = standing
        self.inventory = inventory
        self.inventoryVersion = inventoryVersion
        self.price = price
        self.reading = reading
    }

    /// A meter that cuts by itself leaves nobody owing more, in hundredths of its unit: a typed register that says so was misread.
    private static let mostOwed: Int64 = 50_00

    /// The meter that a request means; throws when it is none that stands in the room.
    public static func old(_ meter: MeterID?, of standing: RoomStanding, in inventory: Inventory) throws(SwapRefusal) -> MeterPoint {
        guard let id = meter ?? standing.meter?.id else { throw .noMeter(standing.room.id) }
        guard let old = inventory.meters[id], old.room == standing.room.id else { throw .notInRoom(id, standing.room.id) }
        if let gone = old.retirement { throw .replacedBefore(id, by: gone.successor, gone.day) }
        return old
    }

    /// Plans the swap, or says why it can not be.
    public func plan(_ request: SwapRequest, approval: Approval, now: Instant, day: Day, id: PlanID) throws(SwapRefusal) -> Plan {
        let old = try Self.old(request.meter, of: standing, in: inventory)
        var new = try newMeter(request, old)
        try checkRegisters(request, old)
        let keepsAccount = old.id == standing.meter?.id
        let unreadable = keepsAccount ? try ordersThatEndUnread(isDead: request.last.isTyped) : []
        var retired = old
        retired.retirement = Retirement(register: request.last.register, at: request.last.at, day: day, successor: new.id)
        new.baseline = baseline(request, new, now: now)
        var change = PlannedChange(
            room: standing.room.id, version: standing.version, priceVersion: price.version, money: .zero, credit: .zero(new.unit),
            entry: EntryDraft(kind: .swap, room: standing.room.id, postings: []))
        var swap = MeterSwap(
            inventoryVersion: inventoryVersion, retired: retired, installed: new, unreadable: unreadable, remarks: remarks(request, new))
        swap.remarks += unreadable.map { $0.task.relay == nil ? .outcomeNeverKnown($0.id) : .relayNeverKnown($0.id) }
        if keepsAccount { try carryOver(request, &swap, &change) }
        let facts = SwapText.facts(retired: swap.retired, installed: swap.installed) ?? ""
        change.entry.reason = SwapText.reason(facts, note: request.note)
        change.swap = swap
        let row = PlanRow(room: change.room, money: .zero, decision: .change(change))
        return Plan(id: id, kind: .swap, madeAt: now, day: day, actor: approval.maker, approver: approval.approver, rows: [row])
    }

    // MARK: - What is refused

    private func newMeter(_ request: SwapRequest, _ old: MeterPoint) throws(SwapRefusal) -> MeterPoint {
        guard MeterPoint.isAddress(request.new.address) else { throw .notAnAddress(request.new.address) }
        let new = request.new.point(inPlaceOf: old)
        if let other = inventory.meters[new.id] {
            if let gone = other.retirement { throw .addressOfReplaced(other.id, gone.day) }
            throw .addressInUse(other.id, room: other.room)
        }
        let buses = inventory.concentrators[new.bus.concentrator]?.buses ?? []
        guard buses.contains(where: { $0.id == new.bus }) else { throw .noBus(new.bus) }
        guard new.unit == old.unit else { throw .otherUnit(new.id, new.unit, old: old.unit) }
        if let picture = request.picture, picture.remaining.unit != old.unit {
            throw .otherUnit(new.id, picture.remaining.unit, old: old.unit)
        }
        guard new.profile.keepsCredit, let picture = request.picture else { return new }
        guard picture.count < MeterPoint.lastCount else { throw .countExhausted(new.id) }
        guard picture.count > 0 || picture.remaining.hundredths <= 0 else { throw .lentCredit(new.id, picture.remaining) }
        return new
    }

    private func checkRegisters(_ request: SwapRequest, _ old: MeterPoint) throws(SwapRefusal) {
        let last = request.last
        if last.isTyped, !request.note.contains(where: { !$0.isWhitespace }) { throw .noteMissing }
        let mark = old.useMark(reached: standing.reached)
        if let mark, last.register < mark.register { throw .lastReadingBack(last.register, known: mark.register, at: mark.at) }
        if let known = reading?.register, let at = reading?.at, last.register < known {
            throw .lastReadingBack(last.register, known: known, at: at)
        }
        if let says = request.picture?.register, says < request.new.initial { throw .initialAbove(request.new.initial, says: says) }
    }

    /// What is on its way into the old meter can not be carried over. Of a dead meter no read-back tells any more what became of an order
    /// without answer, and it need not: what the books have left is what the new meter gets.
    private func ordersThatEndUnread(isDead: Bool) throws(SwapRefusal) -> [Order] {
        if let order = standing.openOrders.first(where: { $0.state == .disputed }) { throw .disputed(order.id) }
        if let order = standing.openOrders.first(where: { !isDead || $0.state != .unknown }) { throw .openOrder(order.id, order.state) }
        return standing.openOrders
    }

    // MARK: - What is carried over

    /// What the new meter said, brought back to the register with which it was put in: what it took since then is use of the room.
    private func baseline(_ request: SwapRequest, _ new: MeterPoint, now: Instant) -> Baseline {
        let zero = Credit.zero(new.unit)
        let (initial, picture) = (request.new.initial, request.picture)
        let since = picture.map { new.credit(used: initial, to: $0.register, at: price.price) } ?? zero
        return Baseline(
            count: picture?.count ?? 0, totalBought: picture?.totalBought ?? zero,
            remaining: new.profile.keepsCredit ? (picture?.remaining ?? zero) + since : zero, register: initial, at: picture?.at ?? now)
    }

    private func carryOver(_ request: SwapRequest, _ swap: inout MeterSwap, _ change: inout PlannedChange) throws(SwapRefusal) {
        let (old, new) = (swap.retired, swap.installed)
        guard let baseline = new.baseline else { return }
        let (use, debt) = use(of: old, upTo: request.last)
        if request.last.isTyped, old.profile.keepsCredit, debt.hundredths > Self.mostOwed, let use {
            throw .usedTooMuch(use.credit, had: standing.balance(in: old.unit))
        }
        swap.use = use
        let balance = standing.balance(in: old.unit) - (use?.credit ?? .zero(old.unit))
        change.entry.reaches = RegisterMark(meter: new.id, register: baseline.register, at: baseline.at)
        (change.before, change.beforeAt, change.after) = (balance, request.last.at, balance)
        if old.profile.keepsCredit, let left = request.last.remaining, left.unit == balance.unit,
            abs((left - balance).hundredths) > 2 * Int64(old.ctRatio)
        {
            swap.remarks.append(.remainingDiffers(meter: left, books: balance))
        }
        guard new.profile.keepsCredit else { return }
        let lacking = balance - baseline.remaining
        guard lacking.hundredths <= MeterPoint.largestCredit else { throw .tooMuch(lacking) }
        if baseline.remaining.hundredths > 0 { swap.remarks.append(.holdsAlready(baseline.remaining)) }
        if lacking.hundredths > 0 {
            change.credit = lacking
            change.order = OrderDraft(
                meter: new.id, task: .topUp(lacking), count: baseline.count + 1, totalAfter: baseline.totalBought + lacking)
        } else if lacking.hundredths < 0 {
            find(.zero(lacking.unit) - lacking, debt: debt, &swap)
            change.after = baseline.remaining
        }
    }

    /// The use up to the last register, and what the room owes after it.
    private func use(of old: MeterPoint, upTo last: LastReading) -> (PlannedEntry?, debt: Credit) {
        guard let from = old.useMark(reached: standing.reached) else { return (nil, standing.emergency) }
        let used = old.credit(used: from.register, to: last.register, at: price.price)
        guard used.hundredths > 0 else { return (nil, standing.emergency) }
        let mark = RegisterMark(meter: old.id, register: last.register, at: max(last.at, from.at))
        let entry = UseEntry.draft(room: standing.room.id, used: used, lots: standing.lots, reaches: mark)
        return (PlannedEntry(credit: used, entry: entry), standing.emergency + Lot.draw(used, from: standing.lots).uncovered)
    }

    /// More stands in the new meter than the room has left: the books take it over as they take any meter over.
    private func find(_ more: Credit, debt: Credit, _ swap: inout MeterSwap) {
        let ended = Credit(debt.unit, hundredths: min(debt.hundredths, more.hundredths))
        if ended.hundredths > 0 { swap.remarks.append(.debtEnds(ended)) }
        if more.hundredths > ended.hundredths { swap.remarks.append(.holdsMore(more - ended)) }
        var entry = SaleEntry.draft(room: standing.room.id, into: .issued, money: .zero, credit: more, emergency: debt)
        entry.kind = .adoption
        swap.found = PlannedEntry(credit: more, entry: entry)
    }

    private func remarks(_ request: SwapRequest, _ new: MeterPoint) -> [SwapRemark] {
        (request.last.isTyped ? [.lastReadingTyped] : [])
            + (request.picture == nil && new.profile.keepsCredit ? [.newMeterNotRead] : [])
    }
}
