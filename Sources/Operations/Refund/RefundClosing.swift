public import Domain
import Phrases

extension RefundDesk {
    /// What closing would do: which rooms close, and which are handed to those who stay. Nothing is written.
    public func planClosing(_ id: RefundRunID, rooms: [RoomID]?, actor: Actor) throws -> RefundProposal {
        try RefundDesk.check(actor)
        let picture = try picture(of: id)
        var proposal = RefundProposal(run: id)
        var moves: [RefundMove] = []
        for room in try chosen(rooms, picture, at: [.split, .paid]) {
            if room.step != .split, room.step != .paid {
                proposal.waits[room.room] = .otherStep(room.step)
            } else if picture.run.exitDay > office.today {
                proposal.waits[room.room] = .exitDay(picture.run.exitDay)
            } else {
                let people = picture.planner.census[room.room]
                let handsOver = !(people.staying + people.arrived).isEmpty
                moves.append(RefundMove(room: room.room, after: room.lines, event: .closed(handedOver: handsOver)))
            }
        }
        if !moves.isEmpty { proposal.changes = [RefundChange(run: id, moves: moves, actor: actor)] }
        return proposal
    }

    /// Ends the stays of those who left, closes the rooms that nobody lives in any more, and lets the others go back into business.
    public func close(_ id: RefundRunID, rooms: [RoomID]?, actor: Actor) throws -> RefundProposal {
        func plan() throws -> RefundProposal { try planClosing(id, rooms: rooms, actor: actor) }
        let first = try plan()
        return try end(first, actor: actor) { try commit(first, again: plan) }
    }

    /// Closes exactly what somebody has looked at; a room that would be closed or handed over in another way by now is left out.
    public func close(seen: RefundProposal, actor: Actor) throws -> RefundProposal {
        let now = Set(try planClosing(seen.run, rooms: seen.rooms, actor: actor).changes.flatMap(\.moves))
        let changed = Set(seen.changes.flatMap(\.moves).filter { !now.contains($0) }.map(\.room))
        var rest = seen
        rest.drop(changed)
        var done = try end(rest, actor: actor) { try commit(seen: rest) }
        for room in changed { done.waits[room] = .changed }
        return done
    }

    /// Ends the stays, closes the rooms and lets the run take note of it; answers what the roster refuses.
    private func end(_ proposal: RefundProposal, actor: Actor, note: () throws -> RefundProposal) throws -> RefundProposal {
        let names = proposal.rooms
        guard !names.isEmpty else { return try note() }
        if let words = try endStays(of: names, proposal.run, actor: actor) {
            var refused = RefundProposal(run: proposal.run)
            refused.waits = proposal.waits
            for room in names { refused.waits[room] = .roster(words) }
            return refused
        }
        do {
            try closeRooms(proposal.changes.flatMap(\.moves).filter { $0.event == .closed(handedOver: false) }.map(\.room), actor: actor)
            return try note()
        } catch {
            // The stays have ended by now: of no room it can be said that nothing was written.
            let cutOff = error as? RefundCutOff
            let done = cutOff?.done ?? RefundProposal(run: proposal.run)
            throw RefundCutOff(done: done, unknown: names.filter { !done.rooms.contains($0) }, because: cutOff?.because ?? error)
        }
    }

    /// Answers why the roster refuses it; nil when the stays end.
    private func endStays(of rooms: [RoomID], _ id: RefundRunID, actor: Actor) throws -> String? {
        let run = try run(id)
        for _ in 0..<RefundDesk.tries {
            let roster = try books.roster()
            let census = RefundCensus(run, roster: roster, today: office.today)
            let ending = rooms.flatMap { census[$0].leaving }.filter { $0.until.map { $0 > run.exitDay } ?? true }
            guard !ending.isEmpty else { return nil }
            let stays = ending.map { stay in
                var stay = stay
                stay.until = run.exitDay
                return stay
            }
            let change = RosterChange(version: roster.version, stays: stays, note: "refund \(id): \(stays.count) stays end")
            switch try books.take(change, actor: actor, at: office.clock.now()) {
            case .taken: return nil
            case .stale: continue
            case .contradicted(let words): return words.joined(separator: "; ")
            }
        }
        return "it changed each time while the stays were being ended"
    }

    private func closeRooms(_ names: [RoomID], actor: Actor) throws {
        for _ in 0..<RefundDesk.tries {
            let version = try books.inventoryVersion()
            let inventory = try books.inventory()
            let rooms = names.compactMap { inventory.rooms[$0] }.filter(\.isOpen).map { room in
                var room = room
                room.isOpen = false
                return room
            }
            guard !rooms.isEmpty else { return }
            let change = InventoryChange(version: version, rooms: rooms)
            if try books.take(change, actor: actor, at: office.clock.now()) == .taken { return }
        }
        throw BooksError.other(phrase("the inventory changed each time while rooms were being closed; run it again"))
    }

    /// Which rooms would be taken out of a run; nothing is written.
    public func planDropping(_ id: RefundRunID, rooms: [RoomID], reason: String, actor: Actor) throws -> RefundProposal {
        try RefundDesk.check(actor)
        guard reason.contains(where: { !$0.isWhitespace }) else { throw RefundRefusal.reasonMissing }
        let picture = try picture(of: id)
        var proposal = RefundProposal(run: id)
        let event = RefundEvent.dropped(reason: reason)
        var moves: [RefundMove] = []
        for room in try chosen(rooms, picture, at: []) {
            if room.step == .opening, let wait = picture.planner.opensSoon(room.room) {
                proposal.waits[room.room] = wait
            } else if room.mayFollow(event) {
                moves.append(RefundMove(room: room.room, after: room.lines, event: event))
            } else {
                proposal.waits[room.room] = .otherStep(room.step)
            }
        }
        if !moves.isEmpty { proposal.changes = [RefundChange(run: id, moves: moves, actor: actor)] }
        return proposal
    }

    /// Takes rooms out of a run before anything was taken out of their meters; they are in everyday business again. Those that were opened
    /// are closed again by `closeRelays`, which whoever collects asks every minute.
    public func drop(_ id: RefundRunID, rooms: [RoomID], reason: String, actor: Actor) throws -> RefundProposal {
        func plan() throws -> RefundProposal { try planDropping(id, rooms: rooms, reason: reason, actor: actor) }
        return try commit(try plan(), again: plan)
    }
}
