public import Domain
import Phrases

/// What a take-back has come to.
public enum TakeBackOutcome: Hashable, Sendable {
    /// Nothing had to come out of a meter: the money is given back with the commit.
    case atOnce(Money)
    /// The meter's word is not known yet; the money is due and not paid.
    case waits(Order, Money)
    /// It is out of the meter; who asked has no drawer, so the money is due until somebody who has one asks.
    case due(Money)
    /// It is out of the meter, and the money is paid by this call.
    case paid(Money)
    /// The books paid the money before, and whoever asked then was told to give it back, unless he was cut off. It is not paid again.
    case paidBefore(Money, at: Instant, by: String)
    /// It is out of the meter and stands in another room.
    case moved(Credit, to: RoomID)
    /// It could not be taken out and stands in its room again.
    case restored(Order)

    /// What is to be done when money was paid by the books and whoever was to hand it over was never told.
    public static var whenCutOff: String {
        phrase("Whoever was cut off before handing them over counts the drawer first: what it holds too much is given then.")
    }
}

/// Taking back, correcting and moving as verbs of the desk. Every call blocks on the disk and is made from background work.
public struct ReversalDesk: Sendable {
    /// The books.
    public let books: any Books & JournalBook
    /// The desk whose clock, readings and ids are used.
    public let office: Office

    /// Opens the desk.
    public init(books: any Books & JournalBook, office: Office) {
        self.books = books
        self.office = office
    }

    /// So often something is planned anew when the account changed while it was being committed.
    private static let tries = 5

    /// Plans the void of the sale that stands at a place of the journal; nothing is written. Throws `ReversalRefusal`.
    public func planVoid(_ sequence: Int64, approval: Approval, reason: String, id: PlanID) throws -> Plan {
        guard let sale = try books.entry(sequence) else { throw ReversalRefusal.noSuchEntry(sequence) }
        guard sale.draft.kind == .sale, let room = sale.draft.room else { throw ReversalRefusal.notASale(sequence, sale.draft.kind) }
        let entry = try living(sale)
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        let order = try books.orders(OrderFilter(room: room, plan: sale.plan)).first { $0.entry == sale.sequence }
        let reading = try standing.meter.flatMap { try office.readings.latest(of: [$0.id])[$0.id] }
        let planner = VoidPlanner(
            entry: entry, sale: sale, order: order, standing: standing, price: try books.price(on: office.today), reading: reading)
        return try planner.plan(approval, reason: reason, now: office.clock.now(), day: office.today, id: id)
    }

    /// The entry whose lot holds the credit of a sale: after a void whose take-back failed, what stands again.
    private func living(_ sale: Entry) throws -> Entry {
        var living = sale
        while let correction = try books.correction(of: living.sequence) {
            guard let back = try books.correction(of: correction.sequence), back.draft.kind == .restoration else {
                throw ReversalRefusal.alreadyCorrected(sale.sequence, by: correction.sequence, correction.draft.kind)
            }
            living = back
        }
        return living
    }

    /// Plans an entry that makes up for a wrong one; nothing is written. Throws `ReversalRefusal`.
    public func planCorrection(
        _ sequence: Int64, hundredths: Int64, money: Money, approval: Approval, reason: String, id: PlanID
    ) throws -> Plan {
        guard let entry = try books.entry(sequence), let room = entry.draft.room else { throw ReversalRefusal.noSuchEntry(sequence) }
        if let other = try books.correction(of: sequence) {
            throw ReversalRefusal.alreadyCorrected(sequence, by: other.sequence, other.draft.kind)
        }
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        let planner = CorrectionPlanner(entry: entry, standing: standing, price: try books.price(on: office.today))
        return try planner.plan(
            credit: Credit(standing.meter?.unit ?? .energy, hundredths: hundredths), money: money, approval: approval, reason: reason,
            now: office.clock.now(), day: office.today, id: id)
    }

    /// Commits, and plans anew when the account changed meanwhile. A plan that was committed before is answered as it was, and is not new:
    /// whoever committed it was told to give its money back.
    public func commit(_ plan: Plan, again: () throws -> Plan) throws -> (rows: [CommittedRow], isNew: Bool) {
        var next = plan
        for _ in 0..<Self.tries {
            switch try office.commit(next) {
            case .committed(let rows): return (rows, true)
            case .exists(let rows): return (rows, false)
            case .stale: next = try again()
            }
        }
        throw ReversalRefusal.changed(plan.rows.first?.room ?? RoomID(""))
    }

    /// Commits what somebody has looked at: planned anew when an account changed meanwhile, and refused, with the room that changed, when it
    /// would do something else then.
    @discardableResult
    public func commit(seen plan: Plan, again: () throws -> Plan) throws -> (rows: [CommittedRow], isNew: Bool) {
        try commit(plan) {
            let next = try again()
            if let room = next.firstDifference(from: plan) { throw ReversalRefusal.changed(room) }
            return next
        }
    }

    /// Ends the take-back of a plan if the meter's word is known: pays the money, moves it on, or puts the credit back.
    ///
    /// It may be called at any time and by anybody, as often as one likes: each take-back ends once, and only the call that ends it answers
    /// that money is given back. Money is paid out of the drawer of who asks, so one whose role has none is told that it is due. Answers nil
    /// for a plan that was never committed.
    ///
    /// - Parameter justCommitted: whether the caller has committed the plan himself and nobody was told of its money yet.
    public func settle(_ plan: PlanID, justCommitted: Bool = false, actor: Actor) throws -> TakeBackOutcome? {
        try books.committed(plan)?.first.flatMap { try settle($0, justCommitted: justCommitted, actor: actor) }
    }

    /// Ends one take-back of a plan; nil for an entry that took nothing back.
    func settle(_ row: CommittedRow, justCommitted: Bool, actor: Actor) throws -> TakeBackOutcome? {
        // What a refund took is divided and paid by its run.
        guard let takeBack = try books.entry(row.entry), takeBack.draft.kind != .refund else { return nil }
        guard let due = Due(takeBack) else {
            let money = Money.zero - row.money
            return justCommitted ? .atOnce(money) : .paidBefore(money, at: takeBack.at, by: takeBack.actor.name)
        }
        guard let id = row.order, let order = try books.orders(OrderFilter(id: id)).first else {
            return try end(takeBack, due, as: nil, actor: actor)
        }
        if case .waits = TakeBackEnd(order) { return .waits(order, due.money) }
        return try end(takeBack, due, as: order, actor: actor)
    }

    /// Puts back what could not be taken out of meters by orders that came to their end lately; answers how many were put back now.
    ///
    /// What was taken out is not paid here: money leaves a drawer when somebody hands it over. One that fails does not hold the others up;
    /// it is tried again by the next call.
    ///
    /// - Parameter since: only orders that changed at or after this instant.
    public func putBackUndelivered(since: Instant, actor: Actor) throws -> Int {
        let orders = try books.orders(OrderFilter(states: [.refused, .expired, .withdrawn], changedSince: since))
        return try orders.count { order in
            guard case .takeBack = order.task, try books.correction(of: order.entry) == nil,
                let takeBack = try books.entry(order.entry), let due = Due(takeBack)
            else { return false }
            return (try? end(takeBack, due, as: order, actor: actor)) != nil
        }
    }

    private func end(_ takeBack: Entry, _ due: Due, as order: Order?, actor: Actor) throws -> TakeBackOutcome {
        let isOut = order.map { TakeBackEnd($0) == .out($0) } ?? true
        let destination = isOut ? due.account.destination : nil
        let room = destination ?? due.room
        func plan() throws -> Plan {
            guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
            if let unit = standing.meter?.unit, unit != due.credit.unit {
                throw ReversalRefusal.move(.otherUnit(due.room, due.credit.unit, room, unit))
            }
            let planner = SettlementPlanner(
                takeBack: takeBack, due: due, standing: standing, price: try books.price(on: office.today))
            let (now, day) = (office.clock.now(), office.today)
            if let order, !isOut { return planner.restoration(order, actor: actor, now: now, day: day) }
            return destination == nil
                ? planner.payout(actor: actor, now: now, day: day) : planner.arrival(actor: actor, now: now, day: day)
        }
        // Of free credit that has expired nothing is due to anybody.
        if isOut, takeBack.draft.kind == .expiry { return .paid(.zero) }
        var isNew = false
        if try books.correction(of: takeBack.sequence) == nil {
            let isPayout = isOut && destination == nil && due.money > .zero
            if isPayout, !actor.role.hasDrawer { return .due(due.money) }
            isNew = try commit(try plan(), again: plan).isNew
        }
        if let order, !isOut { return .restored(order) }
        if let destination { return .moved(due.credit, to: destination) }
        guard !isNew, due.money > .zero, let payout = try books.correction(of: takeBack.sequence) else { return .paid(due.money) }
        return .paidBefore(due.money, at: payout.at, by: payout.actor.name)
    }
}
