public import Domain

/// Whether a relay that a refund has opened is to be closed again. Pure.
///
/// A room stays dark as long as a run holds it or it is closed. In everyday business it is dark no longer by us: it was dropped, sold to
/// again, or people moved in.
struct RelayReturn {
    /// The room as the books have it.
    let standing: RoomStanding
    /// The newest order to its relay.
    let last: Order
    /// The last of everything that its meter said; nil when it was never read.
    let reading: Reading?

    /// Minutes until a meter that did not close is asked again, and only after a newer reading.
    static let pauseMinutes: Int64 = 10

    /// The order that closes it; nil while there is nothing to do, or nothing that could succeed.
    func order(at now: Instant) -> OrderDraft? {
        guard standing.frozenBy == nil, standing.room.isOpen, let meter = standing.meter, meter.id == last.meter else { return nil }
        guard isDue(at: now) else { return nil }
        return standing.order(.close, at: meter)
    }

    private func isDue(at now: Instant) -> Bool {
        guard !last.state.isOpen else { return false }
        // An opening that ended otherwise has opened nothing; a closing that was confirmed has done its part.
        guard last.task.relay == .close else { return last.state == .confirmed }
        guard last.state != .confirmed, now.milliseconds(since: last.changedAt) >= Self.pauseMinutes * 60_000 else { return false }
        // Without bought credit a dormitory meter does not close, whoever asks: it is asked again when there is some.
        guard let reading, reading.at > last.changedAt, reading.relayClosed == false else { return false }
        return reading.purchased.map { $0.hundredths > 0 } ?? true
    }
}

extension RefundDesk {
    /// Orders the relays closed that runs have opened, of rooms in everyday business; it may be called at any time and by anybody.
    public func closeRelays(actor: Actor) throws {
        let orders = try books.orders(OrderFilter(movesRelay: true))
        let last = Dictionary(orders.map { ($0.room, $0) }) { _, newer in newer }
        let undone = last.values.filter { $0.task.relay == .open || $0.state != .confirmed }
        guard !undone.isEmpty else { return }
        let standings = try office.standings(of: undone.map(\.room).sorted())
        let readings = try office.readings.latest(of: undone.map(\.meter))
        let price = try books.price(on: office.today)
        let now = office.clock.now()
        for order in undone.sorted(by: { $0.id < $1.id }) {
            guard let standing = standings[order.room],
                let draft = RelayReturn(standing: standing, last: order, reading: readings[order.meter]).order(at: now)
            else { continue }
            let entry = EntryDraft(kind: .relay, room: order.room, reason: RefundWords.close(order.id), postings: [])
            let change = PlannedChange(
                room: order.room, version: standing.version, priceVersion: price.version, money: .zero, credit: draft.task.amount,
                entry: entry, order: draft)
            let row = PlanRow(room: order.room, money: .zero, decision: .change(change))
            // A room that changed at the same moment is looked at again the next time; the id lets two of us order it once.
            _ = try books.commit(
                Plan(id: PlanID("relay-\(order.id)"), kind: .relay, madeAt: now, day: office.today, actor: actor, rows: [row]), at: now)
        }
    }
}
