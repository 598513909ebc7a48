public import Domain

/// Rooms whose meters give nothing back: the room is opened, so that nothing is used any more, and the credit stays in the meter.
///
/// A meter that can be reached is opened by an order, whose read-back is the final reading. For all others a person reads the meter.
extension RefundDesk {
    /// What orders would open which rooms; nothing is written.
    public func planOpening(_ id: RefundRunID, rooms: [RoomID], actor: Actor) throws -> RefundProposal {
        try RefundDesk.check(actor)
        let picture = try picture(of: id)
        var proposal = RefundProposal(run: id)
        var byApprover: [Actor: RefundChange] = [:]
        for room in try chosen(rooms, picture, at: []) {
            do throws(RefundWait) {
                let approver = try RefundDesk.approver(of: room, for: actor)
                let order = try picture.planner.opening(room).get()
                var change = byApprover[approver] ?? self.change(id, .refund, actor: actor, approver: approver)
                change.moves.append(RefundMove(room: room.room, after: room.lines, event: .opening))
                let draft = RefundEntries.open(id, room: room.room)
                add(draft, money: .zero, credit: order.task.amount, order: order, of: room.room, picture, to: &change)
                byApprover[approver] = change
            } catch {
                proposal.waits[room.room] = error
            }
        }
        proposal.changes = byApprover.values.sorted { ($0.plan?.approver?.name ?? "") < ($1.plan?.approver?.name ?? "") }
        return proposal
    }

    /// Orders the relays of rooms open; the read-back fixes the amount.
    public func open(_ id: RefundRunID, rooms: [RoomID], actor: Actor) throws -> RefundProposal {
        func plan() throws -> RefundProposal { try planOpening(id, rooms: rooms, actor: actor) }
        return try commit(try plan(), again: plan)
    }

    /// What a typed reading would fix for a room that is opened by a person, with the use up to it; nothing is written.
    public func planOpen(
        _ id: RefundRunID, room name: RoomID, register: Energy, remaining: Int64, reference: String, actor: Actor
    ) throws -> RefundProposal {
        try RefundDesk.check(actor)
        guard reference.contains(where: { !$0.isWhitespace }) else { throw RefundRefusal.reasonMissing }
        let picture = try picture(of: id)
        guard let room = picture.rooms[name] else { throw RefundRefusal.notInRun(name, id) }
        var proposal = RefundProposal(run: id)
        do throws(RefundWait) {
            let approver = try RefundDesk.approver(of: room, for: actor, at: [.approved, .opening])
            guard let meter = picture.planner.standings[name]?.meter else { throw .noMeter }
            // A person types no purse: what is known of it is what the meter said last.
            let reading = RefundPlanner.LastReading(
                meter: meter.id, register: register, remaining: Credit(meter.unit, hundredths: remaining),
                inPurse: picture.planner.readings[meter.id]?.subsidy, at: office.clock.now(), source: .typed(reference: reference))
            let found = try picture.planner.open(room, by: reading).get()
            var change = self.change(id, .refund, actor: actor, approver: approver)
            add(found.take, order: nil, final: found.final, use: found.use, of: room, picture, to: &change)
            proposal.changes = [change]
        } catch {
            proposal.waits[name] = error
        }
        return proposal
    }

    /// Fixes the amount of a room by a typed reading; the credit stays in its meter and is cleared at the next commissioning.
    public func open(
        _ id: RefundRunID, room: RoomID, register: Energy, remaining: Int64, reference: String, actor: Actor
    ) throws -> RefundProposal {
        func plan() throws -> RefundProposal {
            try planOpen(id, room: room, register: register, remaining: remaining, reference: reference, actor: actor)
        }
        return try commit(try plan(), again: plan)
    }

    // MARK: - Read-backs

    /// Fixes the amounts of rooms that were opened, and brings those back to the step before whose meters did not open, or of which more
    /// would be paid than was approved.
    func endOpenings(_ id: RefundRunID, actor: Actor) throws -> RefundProposal {
        var ended: [RoomID: Order] = [:]
        var waits: [RoomID: RefundWait] = [:]
        for room in try rooms(of: id).values where room.step == .opening {
            guard let entry = room.opening, let order = try order(of: entry, room: room.room) else { continue }
            if order.state.isOpen { waits[room.room] = RefundPlanner.wait(for: order) } else { ended[room.room] = order }
        }
        guard !ended.isEmpty else {
            var nothing = RefundProposal(run: id)
            nothing.waits = waits
            return nothing
        }
        func plan() throws -> RefundProposal { try planEndings(id, ended, actor: actor) }
        var done = try commit(try plan(), again: plan)
        done.waits.merge(waits) { _, new in new }
        return done
    }

    private func planEndings(_ id: RefundRunID, _ ended: [RoomID: Order], actor: Actor) throws -> RefundProposal {
        var readings: [RoomID: RefundPlanner.LastReading] = [:]
        for (room, order) in ended where order.state == .confirmed {
            guard let seen = try seen(order) else { continue }
            readings[room] = RefundPlanner.LastReading(
                meter: order.meter, register: seen.registerAfter, remaining: seen.remaining, inPurse: seen.subsidy, at: seen.at,
                source: .opened(order.id))
        }
        let picture = try picture(of: id)
        var proposal = RefundProposal(run: id)
        var change = self.change(id, .refundPayment, actor: actor)
        for (name, order) in ended.sorted(by: { $0.key < $1.key }) {
            guard let room = picture.rooms[name], room.step == .opening else { continue }
            guard order.state == .confirmed else {
                change.moves.append(RefundMove(room: name, after: room.lines, event: .notOpened))
                continue
            }
            guard let reading = readings[name] else {
                proposal.waits[name] = .silent(since: nil)
                continue
            }
            switch picture.planner.open(room, by: reading) {
            case .success(let found):
                add(found.take, order: nil, final: found.final, use: found.use, of: room, picture, to: &change)
            case .failure(.moreApproval): change.moves.append(RefundMove(room: name, after: room.lines, event: .notOpened))
            case .failure(let wait): proposal.waits[name] = wait
            }
        }
        if !change.moves.isEmpty { proposal.changes = [change] }
        return proposal
    }
}
