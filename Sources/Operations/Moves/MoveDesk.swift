public import Domain
import Phrases

/// The move of what a room has paid as verbs of the desk. Every call blocks on the disk and is made from background work.
public struct MoveDesk: Sendable {
    /// The books.
    public let books: any Books & MoveBook
    /// The desk whose clock, readings and ids are used.
    public let office: Office

    /// Opens the desk.
    public init(books: any Books & MoveBook, office: Office) {
        self.books = books
        self.office = office
    }

    /// The desk that ends what a move began.
    public var reversals: ReversalDesk { ReversalDesk(books: books, office: office) }

    /// Posts the use of both rooms up to what their meters said last, so that nobody moves what was used already.
    ///
    /// Read the meters first. A move whose use could not be posted is planned with it all the same.
    public func postUse(of rooms: [RoomID], actor: Actor) throws {
        let standings = try books.standings(of: rooms)
        let latest = try office.readings.latest(of: standings.values.compactMap { $0.meter?.id })
        let planner = UsePlanner(standings: standings, price: try books.price(on: office.today), readings: latest)
        let use = planner.plan(actor: actor, now: office.clock.now(), day: office.today, id: PlanID("use-" + office.ids.next()))
        guard !use.plan.rows.isEmpty else { return }
        _ = try books.commit(use.plan, at: office.clock.now())
    }

    /// Plans the move; nothing is written. Throws `ReversalRefusal` and `OfficeError.noSuchRoom`.
    ///
    /// - Parameter most: hundredths of the unit of the meter; all that was paid for when nil.
    public func plan(
        from: RoomID, to: RoomID, most: Int64? = nil, approval: Approval, reason: String, id: PlanID
    ) throws -> RoomMove {
        let standings = try books.standings(of: [from, to])
        guard let leaving = standings[from] else { throw OfficeError.noSuchRoom(from) }
        guard let entering = standings[to] else { throw OfficeError.noSuchRoom(to) }
        let price = try books.price(on: office.today)
        let readings = try office.readings.latest(of: standings.values.compactMap { $0.meter?.id })
        let ended = try books.orders(OrderFilter(room: from)).filter { !$0.state.isOpen }
        let corrected =
            ended.contains { $0.state != .confirmed }
            ? Set(try books.entries(of: from, limit: 10_000).compactMap(\.draft.corrects)) : []
        let facts = ReconcileFacts(
            standing: leaving, reading: leaving.meter.flatMap { readings[$0.id] }, price: price.price, ended: ended, corrected: corrected)
        let planner = MovePlanner(from: facts, to: entering, price: price, readings: readings, rules: office.rules)
        return try planner.plan(
            most: most, approval: approval, reason: reason, now: office.clock.now(), day: office.today, id: id)
    }

    /// Throws what the plan would throw, unless newer readings may change that: what can not be is said before anybody waits for a meter.
    public func check(from: RoomID, to: RoomID, most: Int64? = nil, approval: Approval, reason: String) throws {
        do {
            _ = try plan(from: from, to: to, most: most, approval: approval, reason: reason, id: PlanID(""))
        } catch ReversalRefusal.move(let refusal) where refusal.mayEndByReading {
            return
        }
    }

    /// Sends back what the meter of the room moved to did not take, by orders that came to their end lately; answers how many returns were
    /// written now. It arrives in the room left by `endMoves`.
    ///
    /// What that room's meter does not take either stays in its books: it is sent back once and does not go to and fro.
    /// - Parameter since: only orders that changed at or after this instant.
    public func returnUndelivered(since: Instant, actor: Actor) throws -> Int {
        let orders = try books.orders(OrderFilter(states: [.refused, .expired, .withdrawn], changedSince: since))
        return try orders.count { order in
            guard case .topUp = order.task, let arrival = try books.entry(order.entry), arrival.draft.kind == .arrival,
                let departure = try arrival.draft.corrects.flatMap({ try books.entry($0) }), departure.draft.corrects == nil,
                let room = departure.draft.room, room != order.room, try books.correction(of: arrival.sequence) == nil
            else { return false }
            return (try? sendBack(arrival, order, to: room, actor: actor)) ?? false
        }
    }

    /// False when nothing of it is left in the books.
    private func sendBack(_ arrival: Entry, _ order: Order, to room: RoomID, actor: Actor) throws -> Bool {
        guard let standing = try books.standings(of: [order.room])[order.room],
            let lot = standing.lots.first(where: { $0.id == LotID(entry: arrival.sequence) })
        else { return false }
        let draw = Draw(lot: lot.id, wallet: lot.wallet, credit: lot.left, paid: lot.worth)
        let change = PlannedChange(
            room: order.room, version: standing.version, priceVersion: try books.price(on: office.today).version,
            money: .zero - lot.worth, credit: .zero(lot.left.unit) - lot.left,
            entry: TakeBackEntry.draft(
                .departure, room: order.room, draws: [draw], to: .moving(to: room), creditAccount: .moving(to: room),
                corrects: arrival.sequence, reason: Phrase("Order \(order.id) is \(order.state.word): the meter did not take it.").english))
        let plan = Plan(
            id: PlanID("return-\(arrival.sequence)"), kind: .settlement, madeAt: office.clock.now(), day: office.today, actor: actor,
            rows: [PlanRow(room: order.room, money: change.money, decision: .change(change))])
        if case .stale = try books.commit(plan, at: office.clock.now()) { return false }
        return true
    }

    /// Lets everything arrive that is out of its meter, and puts back what could not be taken out; answers how many moves ended now.
    ///
    /// Whoever began the move may be gone: it may be called at any time and by anybody, and each move ends once. One that fails does not
    /// hold the others up; it is tried again by the next call. A meter that replaces another in one room is not a move between rooms.
    public func endMoves(actor: Actor) throws -> Int {
        try books.departuresUnderWay().count { departure in
            guard let due = Due(departure), due.account.destination != due.room else { return false }
            return (try? reversals.isEnded(departure.plan, actor: actor)) ?? false
        }
    }
}

extension ReversalDesk {
    /// Settles a plan; false while the meter's word is not known.
    fileprivate func isEnded(_ plan: PlanID, actor: Actor) throws -> Bool {
        switch try settle(plan, actor: actor) {
        case .waits, .due, nil: false
        case .atOnce, .paid, .paidBefore, .moved, .restored: true
        }
    }
}
