// What the books in memory answer, and the steps of their orders.

import Domain
import Operations

extension MemoryState {
    func standing(of room: RoomID) -> RoomStanding? {
        guard let known = inventory.rooms[room] else { return nil }
        let meter = creditMeter(of: room)
        let unit = meter?.unit ?? .energy
        let applied = meter.map { orders.applied(at: $0.id) } ?? MemoryOrders.Applied()
        let before = meter?.baseline?.totalBought ?? .zero(unit)
        let total = Credit(before.unit, hundredths: before.hundredths + applied.change)
        return RoomStanding(
            room: known, version: versions[room] ?? 0, meter: meter, lots: (lots[room] ?? []).filter { $0.left.hundredths > 0 },
            emergency: debt(of: room, unit: unit), expectedCount: (meter?.baseline?.count ?? 0) + applied.count, expectedTotal: total,
            purseCount: meter.flatMap { orders.purseCounts[$0.id] }, openOrders: meter.map { orders.open(at: $0.id) } ?? [],
            reached: reached[room], lastSale: lastSales[room],
            frozenBy: refunds.frozen[room])
    }

    private func sum(_ account: Account, _ commodity: Commodity) -> Int64 { sums[AccountKey(account: account, commodity: commodity)] ?? 0 }

    private func wallet(_ kind: WalletKind, of room: RoomID, unit: CreditUnit) -> Credit {
        let amount = sum(.wallet(kind, of: room), Commodity(unit))
        return Credit(unit, hundredths: unit == .energy ? amount / 10 : amount)
    }

    private func debt(of room: RoomID, unit: CreditUnit) -> Credit {
        Credit(unit, hundredths: max(0, -wallet(.emergency, of: room, unit: unit).hundredths))
    }

    func account(of room: RoomID) throws -> RoomAccount {
        guard inventory.rooms[room] != nil else { throw BooksError.other("the books know no room \(room)") }
        let unit = creditMeter(of: room)?.unit ?? .energy
        let left = (lots[room] ?? []).filter { $0.left.hundredths > 0 && $0.left.unit == unit }
        let all = left.reduce(Credit.zero(unit)) { $0 + $1.left }
        let order = Lot.draw(all, from: left).draws.map(\.lot)
        return RoomAccount(
            lots: order.compactMap { id in left.first { $0.id == id } }, subsidy: wallet(.subsidy, of: room, unit: unit),
            purchased: wallet(.purchased, of: room, unit: unit), emergency: debt(of: room, unit: unit),
            prepaid: Money(fen: -sum(.prepaid(room), .yuan)), reached: reached[room])
    }

    mutating func record(_ step: OrderStep) throws -> Order {
        guard var order = orders[step.order] else { throw BooksError.noSuchOrder(step.order) }
        guard order.state == step.from else { throw BooksError.orderMoved(step.order, now: order.state) }
        guard step.from.successors.contains(step.to) else {
            throw BooksError.other("an order can not go from \(step.from.word) to \(step.to.word); nothing was written")
        }
        let isUnresolved = step.to == .sent || step.to == .unknown || step.to == .disputed
        guard !isUnresolved || !orders.hasUnresolved(besides: order.id, at: order.meter) else {
            throw BooksError.other("another order of the meter is unresolved; nothing was written")
        }
        order.state = step.to
        order.changedAt = step.at
        order.count = step.count ?? order.count
        order.totalAfter = step.totalAfter ?? order.totalAfter
        order.usesPurse = step.usesPurse ?? order.usesPurse
        order.before = step.before ?? order.before
        order.after = step.after ?? order.after
        order.attempts += step.isAttempt ? 1 : 0
        order.note = step.note
        orders.update(order)
        if step.to != .sent, step.to != .unknown { versions[order.room, default: 0] += 1 }
        return order
    }

    func verify() -> Verification {
        var findings: [String] = []
        var previous = [UInt8](repeating: 0, count: 32)
        var found: [AccountKey: Int64] = [:]
        for (index, entry) in entries.enumerated() {
            if entry.sequence != Int64(index) + 1 { findings.append("entry \(index + 1) has the number \(entry.sequence)") }
            if entry.previousHash != previous { findings.append("entry \(entry.sequence) is not chained to the one before") }
            if !entry.draft.balances { findings.append("entry \(entry.sequence) does not balance") }
            previous = seal.hash(entry.canonicalBytes)
            if previous != hashes[index] { findings.append("entry \(entry.sequence) was changed") }
            for posting in entry.draft.postings {
                found[AccountKey(account: posting.account, commodity: posting.commodity), default: 0] += posting.amount
            }
        }
        if found != sums { findings.append("the sums of accounts do not follow from the entries") }
        for order in orders.all
        where order.entry < 1 || order.entry > Int64(entries.count) || entries[Int(order.entry) - 1].draft.room != order.room {
            findings.append("order \(order.id) has no entry")
        }
        return Verification(entries: Int64(entries.count), head: previous, findings: findings)
    }
}
