// What the books in memory hold, and how it changes.

import Domain
import Operations

struct AccountKey: Hashable {
    var account: Account
    var commodity: Commodity
}

struct MemoryState: Sendable {
    var seal: any Seal
    var offset: UTCOffset
    var inventory = Inventory()
    var inventoryVersion: Int64 = 0
    var price = PriceStanding(price: .standard, version: 1)
    var versions: [RoomID: Int64] = [:]
    var entries: [Entry] = []
    /// Their places, by room.
    var entriesOf: [RoomID: [Int]] = [:]
    var hashes: [[UInt8]] = []
    /// By the entry that is made up for, the place of the one that does.
    var corrections: [Int64: Int64] = [:]
    var lots: [RoomID: [Lot]] = [:]
    var sums: [AccountKey: Int64] = [:]
    var reached: [RoomID: RegisterMark] = [:]
    var lastSales: [RoomID: LastSale] = [:]
    var plans: [PlanID: [CommittedRow]] = [:]
    var orders = MemoryOrders()
    var requests: [ReadRequest] = []
    var answers: [String: String] = [:]
    var refunds = MemoryRefunds()

    init(seal: any Seal, offset: UTCOffset) {
        self.seal = seal
        self.offset = offset
    }

    mutating func take(_ change: InventoryChange, actor: Actor, at: Instant) throws -> InventoryOutcome {
        guard change.version == inventoryVersion else { return .stale }
        for meter in change.meters {
            if inventory.meters[meter.id]?.retirement != nil || meter.retirement != nil {
                throw BooksError.other("a replaced meter is never changed; nothing was written")
            }
            if let known = inventory.meters[meter.id]?.baseline, known != meter.baseline {
                throw BooksError.other("meter \(meter.id) was taken over before; nothing was written")
            }
        }
        let adopted = change.meters.filter { $0.baseline != nil && inventory.meters[$0.id]?.baseline == nil }
        var touched = Set(change.rooms.map(\.id))
        for concentrator in change.concentrators { inventory.concentrators[concentrator.id] = concentrator }
        for room in change.rooms { inventory.rooms[room.id] = room }
        for meter in change.meters {
            touched.formUnion([inventory.meters[meter.id]?.room, meter.room].compactMap { $0 })
            inventory.meters[meter.id] = meter
        }
        inventoryVersion += 1
        for room in touched { versions[room, default: 0] += 1 }
        for meter in adopted.sorted(by: { $0.id < $1.id }) {
            guard let room = meter.room, let baseline = meter.baseline, creditMeter(of: room)?.id == meter.id,
                let draft = AdoptionDraft.entry(for: meter, baseline: baseline)
            else { continue }
            append(draft, plan: PlanID("inventory-\(inventoryVersion)"), day: Day(of: at, at: offset), actor: actor, at: at)
        }
        return .taken
    }

    func creditMeter(of room: RoomID) -> MeterPoint? {
        Inventory.creditMeter(among: inventory.meters.values.filter { $0.room == room })
    }

    mutating func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome {
        if let rows = plans[plan.id] { return .exists(rows) }
        let changes = plan.changes
        let refusals = staleness(of: changes)
        guard refusals.isEmpty else { return .stale(refusals) }
        guard !changes.isEmpty else { return .committed([]) }
        guard plan.isApproved else { throw BooksError.other("plan \(plan.id) needs a second person who approves it; nothing was written") }
        guard changes.compactMap(\.entry.corrects).allSatisfy({ corrections[$0] == nil }) else {
            throw BooksError.other("an entry is made up for once; nothing was written")
        }
        for change in changes where !change.entries.allSatisfy({ $0.entry.balances && owns($0.entry, of: change.room) }) {
            throw BooksError.other("the entry for \(change.room) does not add up; nothing was written")
        }
        for swap in changes.compactMap(\.swap) { try check(swap) }
        for swap in changes.compactMap(\.swap) { exchange(swap) }
        let rows = changes.flatMap { change in
            change.entries.map { part in
                let entry = append(part.entry, plan: plan.id, day: plan.day, actor: plan.actor, approver: plan.approver, at: at)
                let order = part.order.map { put($0, of: change, entry: entry, plan: plan.id, at: at) }
                return CommittedRow(room: change.room, entry: entry, order: order, money: part.money, credit: part.credit)
            }
        }
        for step in plan.withdrawals(at: at) { _ = try record(step) }
        plans[plan.id] = rows
        return .committed(rows)
    }

    private func staleness(of changes: [PlannedChange]) -> [RoomID: Refusal] {
        var seen: Set<RoomID> = []
        var refusals: [RoomID: Refusal] = [:]
        for change in changes {
            let disputed = change.order.flatMap { order in orders.disputed(at: order.meter) }
            if versions[change.room] == nil {
                refusals[change.room] = .unknownRoom(change.room, nearest: [])
            } else if !seen.insert(change.room).inserted {
                refusals[change.room] = .twiceInList(change.room)
            } else if let disputed {
                refusals[change.room] = .disputed(disputed.id)
            } else if versions[change.room] != change.version || change.withdraws.map({ orders[$0]?.state != .queued }) ?? false
                || change.swap.map({ $0.inventoryVersion != inventoryVersion }) ?? false
            {
                refusals[change.room] = .changedSincePlan
            } else if change.priceVersion != price.version {
                refusals[change.room] = .priceChanged
            }
        }
        return refusals
    }

    /// Whether the lots that a change draws on are the room's own and hold enough.
    private func owns(_ entry: EntryDraft, of room: RoomID) -> Bool {
        entry.lots.allSatisfy { move in
            guard case .take(let id, let credit, _) = move else { return true }
            guard let lot = lots[room]?.first(where: { $0.id == id }) else { return false }
            return lot.left.unit == credit.unit && lot.left.hundredths >= credit.hundredths
        }
    }

    private func check(_ swap: MeterSwap) throws {
        let isNew = inventory.meters[swap.installed.id] == nil && swap.installed.baseline != nil
        guard isNew, let gone = swap.retired.retirement, gone.successor == swap.installed.id else {
            throw BooksError.other("a swap names no new meter; nothing was written")
        }
    }

    private mutating func exchange(_ swap: MeterSwap) {
        for meter in [swap.retired, swap.installed] {
            inventory.meters[meter.id] = meter
            if let room = meter.room { versions[room, default: 0] += 1 }
        }
        inventoryVersion += 1
    }

    @discardableResult
    private mutating func append(
        _ draft: EntryDraft, plan: PlanID, day: Day, actor: Actor, approver: Actor? = nil, at: Instant
    ) -> Int64 {
        let entry = Entry(
            sequence: Int64(entries.count) + 1, at: at, day: day, actor: actor, approver: approver, plan: plan, draft: draft,
            previousHash: hashes.last ?? [UInt8](repeating: 0, count: 32))
        entries.append(entry)
        hashes.append(seal.hash(entry.canonicalBytes))
        if let corrects = draft.corrects { corrections[corrects] = entry.sequence }
        for posting in draft.postings {
            sums[AccountKey(account: posting.account, commodity: posting.commodity), default: 0] += posting.amount
        }
        guard let room = draft.room else { return entry.sequence }
        entriesOf[room, default: []].append(entries.count - 1)
        versions[room, default: 0] += 1
        for move in draft.lots { MemoryState.apply(move, entry: entry.sequence, to: &lots[room, default: []]) }
        if let mark = draft.reaches { reached[room] = mark }
        if draft.kind == .sale {
            let paid = draft.postings.filter { $0.commodity == .yuan && $0.amount > 0 }.reduce(Int64(0)) { $0 + $1.amount }
            lastSales[room] = LastSale(at: at, money: Money(fen: paid))
        }
        return entry.sequence
    }

    static func apply(_ move: LotMove, entry: Int64, to lots: inout [Lot]) {
        switch move {
        case .open(let wallet, let credited, let paid, let left, let expires):
            lots.append(Lot(id: LotID(entry: entry), wallet: wallet, expires: expires, credited: credited, paid: paid, left: left))
        case .take(let id, let credit, _):
            guard let index = lots.firstIndex(where: { $0.id == id }) else { return }
            lots[index].left = lots[index].left - credit
        }
    }

    private mutating func put(_ draft: OrderDraft, of change: PlannedChange, entry: Int64, plan: PlanID, at: Instant) -> OrderID {
        let id = OrderID("O-\(entry)")
        orders.append(
            Order(
                id: id, plan: plan, entry: entry, room: change.room, meter: draft.meter, task: draft.task, offersPurse: draft.offersPurse,
                count: draft.count, totalAfter: draft.totalAfter, state: draft.state, createdAt: at, changedAt: at))
        return id
    }
}
