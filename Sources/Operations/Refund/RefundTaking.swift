public import Domain

extension RefundDesk {
    /// What would be taken out of which rooms; nothing but use is written.
    public func planTake(_ id: RefundRunID, rooms: [RoomID]?, actor: Actor) throws -> RefundProposal {
        try RefundDesk.check(actor)
        let picture = try picture(of: id, postsUse: actor)
        var proposal = RefundProposal(run: id)
        var byApprover: [Actor: RefundChange] = [:]
        for room in try chosen(rooms, picture, at: [.approved]) {
            do throws(RefundWait) {
                let approver = try RefundDesk.approver(of: room, for: actor)
                let found = try picture.planner.take(room).get()
                // Taken out of the dictionary, so that what is in it is not copied for every room.
                var change = byApprover.removeValue(forKey: approver) ?? self.change(id, .refund, actor: actor, approver: approver)
                add(found.take, order: found.order, final: found.final, of: room, picture, to: &change)
                byApprover[approver] = change
            } catch {
                proposal.waits[room.room] = error
            }
        }
        proposal.changes = byApprover.values.sorted { ($0.plan?.approver?.name ?? "") < ($1.plan?.approver?.name ?? "") }
        return proposal
    }

    /// Orders the credit out of the meters; where no meter has to give anything back, the amount is fixed at once.
    public func take(_ id: RefundRunID, rooms: [RoomID]?, actor: Actor) throws -> RefundProposal {
        func plan() throws -> RefundProposal { try planTake(id, rooms: rooms, actor: actor) }
        return try commit(try plan(), again: plan)
    }

    /// Who approved a room that somebody else may carry out now.
    static func approver(of room: RefundRoom, for actor: Actor, at steps: Set<RefundStep> = [.approved]) throws(RefundWait) -> Actor {
        guard let approver = room.approver, steps.contains(room.step) else {
            throw [.frozen, .estimated].contains(room.step) ? .approval : .otherStep(room.step)
        }
        guard approver.name != actor.name else { throw .ownApproval(approver.name) }
        return approver
    }

    /// The plans whose orders take credit out of rooms, or open them, and have not ended for all of them.
    public func plansUnderWay(_ id: RefundRunID) throws -> [PlanID] {
        let entries = try rooms(of: id).values.compactMap { $0.step == .taking ? $0.takeBack : $0.step == .opening ? $0.opening : nil }
        return Set(try entries.compactMap { try books.entry($0)?.plan }).sorted()
    }

    /// Carries on what waits for meters: fixes the amounts that read-backs show, brings rooms back to the step before whose meters gave
    /// nothing, and lets light into rooms that are in business again. It may be called at any time and by anybody, as often as one likes.
    ///
    /// A run that can not go on keeps no other back, and no room dark; the first error is thrown when all had their turn.
    @discardableResult
    public func carryOn(actor: Actor) throws -> RefundProposal {
        var done = RefundProposal(run: RefundRunID(""))
        var failure: (any Error)?
        for run in Set(try books.frozenRooms().values).sorted() {
            do {
                let next = try carryOn(run, actor: actor)
                done.changes += next.changes
                done.waits.merge(next.waits) { _, new in new }
            } catch {
                failure = failure ?? error
            }
        }
        do { try closeRelays(actor: actor) } catch { failure = failure ?? error }
        if let failure { throw failure }
        return done
    }

    /// The same for one run.
    public func carryOn(_ id: RefundRunID, actor: Actor) throws -> RefundProposal {
        var waits: [RoomID: RefundWait] = [:]
        var (out, back): ([TakenOut], [TakenOut]) = ([], [])
        for room in try rooms(of: id).values.filter({ $0.step == .taking }).sorted(by: { $0.room < $1.room }) {
            guard let entry = try room.takeBack.flatMap(books.entry), let order = try order(of: entry.sequence, room: room.room) else {
                continue
            }
            switch TakeBackEnd(order) {
            case .waits: waits[room.room] = RefundPlanner.wait(for: order)
            case .out: out.append(TakenOut(room: room, entry: entry, order: order, seen: try seen(order)))
            case .stillIn: back.append(TakenOut(room: room, entry: entry, order: order))
            }
        }
        var done = try fix(id, out, actor: actor)
        for next in [{ try restore(id, back, actor: actor) }, { try endOpenings(id, actor: actor) }] {
            let other = try done.followed(by: next)
            done.changes += other.changes
            done.waits.merge(other.waits) { _, new in new }
        }
        done.waits.merge(waits) { _, new in new }
        return done
    }

    /// What meters did not give stands in its rooms again; they are approved as before.
    private func restore(_ id: RefundRunID, _ back: [TakenOut], actor: Actor) throws -> RefundProposal {
        guard !back.isEmpty else { return RefundProposal(run: id) }
        func plan() throws -> RefundProposal {
            let picture = try picture(of: id)
            var proposal = RefundProposal(run: id)
            var change = self.change(id, .refundPayment, actor: actor)
            for one in back where picture.rooms[one.room.room]?.step == .taking {
                let room = one.room.room
                let amount = one.order.task.amount
                let debt = picture.planner.standings[room]?.emergency ?? .zero(amount.unit)
                let draft = RefundEntries.restore(id, takeBack: one.entry, debt: debt)
                change.moves.append(RefundMove(room: room, after: one.room.lines, event: .restored))
                add(draft, money: one.room.figures?.money ?? .zero, credit: amount, order: nil, of: room, picture, to: &change)
            }
            if !change.moves.isEmpty { proposal.changes = [change] }
            return proposal
        }
        return try commit(try plan(), again: plan)
    }

    /// Credit that an order took out of its meter, or did not.
    private struct TakenOut {
        var room: RefundRoom
        var entry: Entry
        var order: Order
        /// What the meter said then; nil when nobody knows.
        var seen: CreditReading?
    }

    /// Posts use up to the read-backs, sets off what was used beyond what was left, and fixes the amounts.
    private func fix(_ id: RefundRunID, _ out: [TakenOut], actor: Actor) throws -> RefundProposal {
        guard !out.isEmpty else { return RefundProposal(run: id) }
        func plan() throws -> RefundProposal {
            var latest: [MeterID: Reading] = [:]
            for one in out {
                guard let seen = one.seen else { continue }
                latest[one.order.meter] = RefundDesk.reading(one.order.meter, seen.registerAfter, at: seen.at)
            }
            _ = try office.postUse(of: out.map(\.room.room), latest: latest, actor: actor)
            let picture = try picture(of: id)
            var proposal = RefundProposal(run: id)
            var change = self.change(id, .refundPayment, actor: actor)
            for one in out where picture.rooms[one.room.room]?.step == .taking {
                let room = one.room.room
                guard let seen = one.seen else {
                    proposal.waits[room] = .silent(since: nil)
                    continue
                }
                let (final, earned) = picture.planner.fix(room, takeBack: one.entry, order: one.order, picture: seen)
                change.moves.append(RefundMove(room: room, after: one.room.lines, event: .fixed(final)))
                guard final.setOff.hundredths > 0 else { continue }
                let draft = RefundEntries.setOff(id, room: room, credit: final.setOff, money: earned)
                add(draft, money: earned, credit: final.setOff, order: nil, of: room, picture, to: &change)
            }
            if !change.moves.isEmpty { proposal.changes = [change] }
            return proposal
        }
        return try commit(try plan(), again: plan)
    }

    /// What the meter said when the credit was out; its last reading for an order that a person has settled without one.
    func seen(_ order: Order) throws -> CreditReading? {
        if let after = order.after { return after }
        return try office.readings.latest(of: [order.meter])[order.meter].flatMap(RefundDesk.picture)
    }

    static func reading(_ meter: MeterID, _ register: Energy, at: Instant) -> Reading {
        var reading = Reading(meter: meter, at: at)
        reading.register = register
        return reading
    }

    /// A reading as a read-back, for an order that a person has settled without one.
    private static func picture(_ reading: Reading) -> CreditReading? {
        guard let remaining = reading.remaining, let register = reading.register else { return nil }
        let zero = Credit.zero(remaining.unit)
        return CreditReading(
            at: reading.at, count: reading.count ?? 0, lastAmount: zero, totalBought: nil, remaining: remaining,
            subsidy: reading.subsidy ?? zero, register: register, registerAfter: register)
    }

    /// An empty change with a plan of a kind.
    func change(_ id: RefundRunID, _ kind: PlanKind, actor: Actor, approver: Actor? = nil) -> RefundChange {
        let plan = Plan(
            id: PlanID("refund-\(office.ids.next())"), kind: kind, madeAt: office.clock.now(), day: office.today, actor: actor,
            approver: approver, rows: [])
        return RefundChange(run: id, moves: [], plan: plan, actor: actor)
    }

    func add(
        _ take: RefundTake, order: OrderDraft?, final: RefundFinal?, use: PlannedEntry? = nil, of room: RefundRoom, _ picture: Picture,
        to change: inout RefundChange
    ) {
        change.moves.append(RefundMove(room: room.room, after: room.lines, event: .taken(take.figures)))
        if let final { change.moves.append(RefundMove(room: room.room, after: room.lines + 1, event: .fixed(final))) }
        guard !take.draws.isEmpty else {
            // Nothing is paid, and what was used is posted all the same.
            if let use { add(use.entry, money: .zero, credit: use.credit, order: nil, of: room.room, picture, to: &change) }
            return
        }
        let draft = RefundEntries.take(picture.run.id, room: room.room, draws: take.draws)
        let zero = Credit.zero(take.figures.credit.unit)
        add(
            draft, money: Money.zero - take.figures.money, credit: zero - take.figures.credit, order: order, use: use, of: room.room,
            picture, to: &change)
    }

    /// Adds an entry to the plan of a change.
    func add(
        _ draft: EntryDraft, money: Money, credit: Credit, order: OrderDraft?, use: PlannedEntry? = nil, of room: RoomID,
        _ picture: Picture, to change: inout RefundChange
    ) {
        guard let standing = picture.planner.standings[room] else { return }
        let reading = standing.meter.flatMap { picture.planner.readings[$0.id] }
        let before = reading?.remaining.flatMap { $0.unit == credit.unit ? $0 : nil }
        var planned = PlannedChange(
            room: room, version: standing.version, priceVersion: picture.planner.price.version, money: money, credit: credit,
            before: before, beforeAt: reading?.at, after: order == nil ? before : before.map { $0 + credit }, entry: draft, order: order)
        planned.use = use
        change.plan?.rows.append(PlanRow(room: room, money: money, decision: .change(planned)))
    }
}
