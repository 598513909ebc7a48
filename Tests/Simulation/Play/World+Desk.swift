// The people at the desk: sales that are planned, committed, repeated and withdrawn, use that is posted, disputes that are decided.

import Domain
import Operations
import Reality

extension World {
    /// So many plans are held at most; what came of the oldest is known.
    private static let mostHeld = 6

    mutating func work(_ step: Step) throws {
        switch step {
        case .plan(let place, let fen): try plan(place, fen)
        case .sell(let place, let fen):
            if try plan(place, fen) { try commit(plans.count - 1) }
        case .commit(let index): try commit(index)
        case .commitAndDie(let index, let isCommitted): try commitAndDie(index, isCommitted)
        case .withdraw(let place): try withdraw(place)
        case .settle(let place): try settle(place)
        case .postUse: try postUse()
        case .takeBack(let place, let nth): try takeBack(place, nth)
        case .giveMoneyBack: try giveMoneyBack()
        case .grant(let place, let hundredths): if try planGrant(place, hundredths) { try commit(plans.count - 1) }
        case .expire(let place): if try planExpiry(place) { try commit(plans.count - 1) }
        default: throw Finding("\(step) is nobody's")
        }
    }

    /// Lets the desk do something that the disk may refuse or the process not survive. Answers whether it was done.
    mutating func attempt(_ work: (inout World) throws -> Void) throws -> Bool {
        do {
            try work(&self)
            return true
        } catch let error where error is BooksError || error is ProcessKilled {
            count(error)
            hasFailed = true
            if error is ProcessKilled { try disk.reopen() }
            return false
        }
    }

    @discardableResult
    private mutating func plan(_ place: Int, _ fen: Int64) throws -> Bool {
        var isPlanned = false
        _ = try attempt { world in
            let line = TopUpLine(room: world.places[place].room, money: Money(fen: fen))
            let plan = try world.office.planTopUp([line], actor: World.seller)
            isPlanned = world.hold(plan)
        }
        return isPlanned
    }

    /// Keeps a plan in hand; false where it would change nothing.
    mutating func hold(_ plan: Plan) -> Bool {
        guard !plan.changes.isEmpty else { return false }
        if plans.count >= World.mostHeld, let old = plans.firstIndex(where: { !$0.isUnsure }) { plans.remove(at: old) }
        plans.append(HeldPlan(plan: plan))
        return true
    }

    private mutating func commit(_ index: Int) throws {
        guard plans.indices.contains(index) else { return }
        let held = plans[index]
        try intend(held.plan)
        var outcome: CommitOutcome?
        _ = try attempt { outcome = try $0.office.commit(held.plan) }
        try look(at: held.plan)
        switch outcome {
        case nil: plans[index].isUnsure = true
        case .stale:
            tally.count(.twoDesks)
            plans.remove(at: index)
            try tell(held.plan, isSold: false)
        case .committed, .exists:
            (plans[index].isDone, plans[index].isUnsure) = (true, false)
            try tell(held.plan, isSold: true)
        }
    }

    /// The console dies: before anything was written, or before anybody was told.
    private mutating func commitAndDie(_ index: Int, _ isCommitted: Bool) throws {
        guard plans.indices.contains(index), !plans[index].isDone else { return }
        tally.count(.consoleKilled)
        let plan = plans[index].plan
        try intend(plan)
        plans[index].isUnsure = true
        if isCommitted { _ = try attempt { _ = try $0.office.commit(plan) } }
        try disk.reopen()
        if isCommitted { try look(at: plan) }
    }

    private func lines(_ plan: Plan) -> [(place: Int, fen: Int64)] {
        plan.changes.compactMap { change in rooms[change.room].map { ($0, change.money.fen) } }
    }

    private mutating func intend(_ plan: Plan) throws {
        guard plan.kind == .topUp else { return try intendFree(plan) }
        for line in lines(plan) { try auditor.intends(plan.id.text, meter: line.place, fen: line.fen) }
    }

    private mutating func tell(_ plan: Plan, isSold: Bool) throws {
        guard plan.kind == .topUp else { return try tellFree(plan, isDone: isSold) }
        for line in lines(plan) { try auditor.told(plan.id.text, meter: line.place, isSold: isSold) }
    }

    private mutating func look(at plan: Plan) throws {
        for line in lines(plan) { try look(atBooksOf: line.place) }
    }

    /// Orders first: what an entry says about money is judged by where its order stands.
    private mutating func look(atBooksOf place: Int) throws {
        try show(place)
        try readJournal(of: place)
    }

    private mutating func withdraw(_ place: Int) throws {
        let orders = try disk.books.orders(OrderFilter(states: [.queued], room: places[place].room))
        // Nobody withdraws by hand what a void has put in line.
        guard let order = orders.last, case .topUp = order.task else { return }
        _ = try attempt { try $0.office.withdraw(order.id, actor: World.seller) }
        try show(place)
    }

    /// A person has looked at the meter and decides; not while anything is on its way to it.
    private mutating func settle(_ place: Int) throws {
        guard asked[place] == nil, !wire.contains(where: { $0.place == place }) else { return }
        guard let order = try disk.books.orders(OrderFilter(states: [.disputed], room: places[place].room)).first else { return }
        auditor.settles(order.id.text, at: place)
        let settlement: Settlement = auditor.hasTaken(order.id.text, at: place) ? .confirmed : .refused
        _ = try attempt { try $0.office.settle(order.id, as: settlement, reason: "Looked at the meter.", actor: World.engineer) }
        try show(place)
    }

    private mutating func postUse() throws {
        _ = try attempt { _ = try $0.office.postUse(actor: World.system) }
        for place in places.indices { try readJournal(of: place) }
    }

    // MARK: Voids

    /// One of the last sales of a room is taken back.
    private mutating func takeBack(_ place: Int, _ nth: Int) throws {
        let sales = try disk.books.entries(of: places[place].room, limit: 12).filter { $0.draft.kind == .sale }
        guard sales.indices.contains(nth) else { return }
        let sale = sales[nth]
        let id = PlanID(ids.next())
        auditor.asksBack(id.text, sale: sale.plan.text, meter: place)
        let approval = try Approval(maker: World.seller, approver: World.approver)
        do {
            let desk = reversals
            func plan() throws -> Plan { try desk.planVoid(sale.sequence, approval: approval, reason: "Wrong room.", id: id) }
            let isDone = try attempt { _ in _ = try desk.commit(try plan(), again: plan) }
            tally.note(isDone ? .voids : .unsureVoids)
            voids.append(HeldVoid(plan: id, place: place))
        } catch is ReversalRefusal {
            tally.note(.refusedVoids)
        }
        try look(atBooksOf: place)
    }

    /// Everything that is due is paid, or put back, as far as the meters' word is known.
    private mutating func giveMoneyBack() throws {
        for held in voids {
            var outcome: TakeBackOutcome?
            let isDone = try attempt { world in
                outcome = try world.reversals.settle(held.plan, actor: World.seller)
                if world.defect == .moneyIsGivenBackEarly, case .waits(_, let money) = outcome, money > .zero {
                    try world.payEarly(held.plan)
                }
            }
            try look(atBooksOf: held.place)
            if case .waits = outcome { continue }
            if isDone { voids.removeAll { $0 == held } }
        }
    }

    private func payEarly(_ plan: PlanID) throws {
        guard let row = try disk.committed(plan)?.first, let entry = try disk.entry(row.entry), let due = Due(entry),
            let standing = try disk.standings(of: [row.room])[row.room]
        else { return }
        let planner = SettlementPlanner(takeBack: entry, due: due, standing: standing, price: try disk.price(on: office.today))
        _ = try disk.commit(planner.payout(actor: World.seller, now: clock.now(), day: office.today), at: clock.now())
    }
}
