public import Domain

extension RefundDesk {
    /// What a split would make due to whom; nothing is written.
    public func planSplit(_ id: RefundRunID, rooms: [RoomID]?, split: RefundSplit, actor: Actor) throws -> RefundProposal {
        try RefundDesk.check(actor)
        let picture = try picture(of: id)
        var proposal = RefundProposal(run: id)
        var change = self.change(id, .refundPayment, actor: actor)
        for room in try chosen(rooms, picture, at: [.fixed]) {
            guard room.step == .fixed, let final = room.final else {
                proposal.waits[room.room] = .otherStep(room.step)
                continue
            }
            let stays = Dictionary(picture.planner.census[room.room].leaving.map { ($0.resident, $0.id) }) { first, _ in first }
            do throws(SplitProblem) {
                let parts = try split.divide(final.money, among: Array(stays.keys))
                let shares = parts.compactMap { part in stays[part.resident].map { RefundShare(stay: $0, money: part.money) } }
                change.moves.append(RefundMove(room: room.room, after: room.lines, event: .split(shares)))
                // Where nothing was taken out of lots there is no entry to divide.
                guard room.takeBack != nil, final.money > .zero else { continue }
                let draft = RefundEntries.split(id, room: room.room, takeBack: room.takeBack, shares: shares)
                add(draft, money: .zero, credit: .zero(final.credit.unit), order: nil, of: room.room, picture, to: &change)
            } catch {
                proposal.waits[room.room] = error == .nobody ? .nobody : .split(error)
            }
        }
        if !change.moves.isEmpty { proposal.changes = [change] }
        return proposal
    }

    /// Divides the amounts among those who leave; each share is due from then on.
    public func split(_ id: RefundRunID, rooms: [RoomID]?, split: RefundSplit, actor: Actor) throws -> RefundProposal {
        func plan() throws -> RefundProposal { try planSplit(id, rooms: rooms, split: split, actor: actor) }
        return try commit(try plan(), again: plan)
    }

    /// What would be paid now; nothing is written.
    ///
    /// - Parameter residents: only these; everybody whose share is due when nil.
    public func planPayment(
        _ id: RefundRunID, rooms: [RoomID]?, residents: [ResidentID]?, method: PayoutMethod, actor: Actor
    ) throws -> RefundProposal {
        try RefundDesk.check(actor)
        let picture = try picture(of: id)
        let stays = try residents.map { try $0.map { try stay(of: $0, picture) } }
        var proposal = RefundProposal(run: id)
        var change = self.change(id, .refundPayment, actor: actor)
        let rooms = try rooms.map { try chosen($0, picture, at: []) } ?? picture.rooms.values.sorted { $0.room < $1.room }
        for room in rooms {
            let shares = room.unpaid.filter { stays?.contains($0.stay) ?? true }
            guard !shares.isEmpty else {
                if rooms.count == 1 { proposal.waits[room.room] = .otherStep(room.step) }
                continue
            }
            let draft = RefundEntries.pay(
                id, room: room.room, shares: shares, setAside: room.setAside, method: method,
                from: method == .cash ? .cash(actor.name) : .bank)
            add(draft, shares, .paid(shares.map(\.stay), method), of: room, picture, to: &change)
        }
        if method == .cash { try checkDrawer(of: actor, pays: change.paidOut) }
        if !change.moves.isEmpty { proposal.changes = [change] }
        return proposal
    }

    /// Throws `RefundRefusal.drawerShort` where a drawer would pay out more than the books say it holds.
    private func checkDrawer(of actor: Actor, pays wanted: Money) throws {
        let drawer = try books.trialBalance().first { $0.account == .cash(actor.name) && $0.commodity == .yuan }
        let holds = Money(fen: drawer?.amount ?? 0)
        guard wanted > .zero, holds < wanted else { return }
        throw RefundRefusal.drawerShort(actor.name, holds: holds, wanted: wanted)
    }

    /// Pays shares that are due, each once.
    public func pay(
        _ id: RefundRunID, rooms: [RoomID]?, residents: [ResidentID]?, method: PayoutMethod, actor: Actor
    ) throws -> RefundProposal {
        func plan() throws -> RefundProposal {
            try planPayment(id, rooms: rooms, residents: residents, method: method, actor: actor)
        }
        return try commit(try plan(), again: plan)
    }

    /// Days after which a share that nobody came for is set aside.
    public static let unclaimedDays = 180

    /// The shares that nobody came for within 180 days and that were not set aside yet, as they would be; nothing is written.
    public func planSettingAside(_ id: RefundRunID, actor: Actor) throws -> RefundProposal {
        try RefundDesk.check(actor)
        let picture = try picture(of: id)
        var proposal = RefundProposal(run: id)
        var change = self.change(id, .refundPayment, actor: actor)
        for room in picture.rooms.values.sorted(by: { $0.room < $1.room }) {
            let shares = room.unpaid.filter { !room.setAside.contains($0.stay) }
            guard let since = room.splitAt, !shares.isEmpty,
                Day(of: since, at: office.rules.offset).distance(to: office.today) >= RefundDesk.unclaimedDays
            else { continue }
            let draft = RefundEntries.setAside(id, room: room.room, shares: shares)
            add(draft, shares, .setAside(shares.map(\.stay)), of: room, picture, to: &change)
        }
        if !change.moves.isEmpty { proposal.changes = [change] }
        return proposal
    }

    /// Puts shares that nobody came for on one account, where they stay due.
    public func setAside(_ id: RefundRunID, actor: Actor) throws -> RefundProposal {
        func plan() throws -> RefundProposal { try planSettingAside(id, actor: actor) }
        return try commit(try plan(), again: plan)
    }

    private func add(
        _ draft: EntryDraft, _ shares: [RefundShare], _ event: RefundEvent, of room: RefundRoom, _ picture: Picture,
        to change: inout RefundChange
    ) {
        var money = Money.zero
        if case .paid = event { money = shares.reduce(money) { $0 - $1.money } }
        change.moves.append(RefundMove(room: room.room, after: room.lines, event: event))
        let unit = room.final?.credit.unit ?? .energy
        add(draft, money: money, credit: .zero(unit), order: nil, of: room.room, picture, to: &change)
    }

    private func stay(of resident: ResidentID, _ picture: Picture) throws -> Int64 {
        let due = Set(picture.rooms.values.flatMap { $0.shares.map(\.stay) })
        guard let stay = picture.roster.stays.values.first(where: { $0.resident == resident && due.contains($0.id) }) else {
            throw RefundRefusal.noResident(resident)
        }
        return stay.id
    }

    /// What the statement of a room says; nil before its amount is fixed. Throws `RefundRefusal.notInRun`.
    public func facts(_ id: RefundRunID, room: RoomID) throws -> RefundFacts? {
        let run = try run(id)
        let rooms = try rooms(of: id)
        guard let state = rooms[room], let known = try books.inventory().rooms[room] else { throw RefundRefusal.notInRun(room, id) }
        let roster = try books.roster()
        return RefundDesk.facts(run, known, state, roster, RefundCensus(run, roster: roster, today: office.today))
    }

    /// The same for all rooms of a run whose amount is fixed, in order of building and name.
    ///
    /// - Parameter isKnown: which events are looked at, so that a statement can be written again as it was.
    public func facts(_ id: RefundRunID, where isKnown: (RefundRecord) -> Bool = { _ in true }) throws -> [RefundFacts] {
        let run = try run(id)
        let inventory = try books.inventory()
        let roster = try books.roster()
        let census = RefundCensus(run, roster: roster, today: office.today)
        return try rooms(of: id, where: isKnown).values.compactMap { state in
            inventory.rooms[state.room].flatMap { RefundDesk.facts(run, $0, state, roster, census) }
        }.sorted { ($0.room.building, $0.room.id) < ($1.room.building, $1.room.id) }
    }

    private static func facts(
        _ run: RefundRun, _ room: Room, _ state: RefundRoom, _ roster: Roster, _ census: RefundCensus
    ) -> RefundFacts? {
        guard let figures = state.figures, let final = state.final else { return nil }
        func resident(_ id: ResidentID) -> Resident { roster.residents[id] ?? Resident(id: id, name: id.text) }
        let people = census[state.room]
        let shares =
            state.splitAt == nil ? people.leaving.map { RefundShare(stay: $0.id, money: .zero) } : state.shares
        let payees = shares.compactMap { share in
            roster.stays[share.stay].map { stay in
                RefundPayee(
                    stay: share.stay, resident: resident(stay.resident), money: share.money, payout: state.payouts[share.stay],
                    isSetAside: state.setAside.contains(share.stay))
            }
        }
        return RefundFacts(
            run: run, room: room, state: state, figures: figures, final: final, payees: payees.sorted { $0.resident.id < $1.resident.id },
            stayers: people.staying.map { resident($0.resident) })
    }
}

extension RefundChange {
    /// What its entries take out of drawers.
    var paidOut: Money {
        let postings = plan?.changes.flatMap(\.entry.postings) ?? []
        return postings.reduce(.zero) { $1.account.drawer == nil || $1.amount >= 0 ? $0 : $0 - Money(fen: $1.amount) }
    }
}
