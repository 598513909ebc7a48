import Domain
import Operations
import Phrases
import Reports
import Store

/// Writes what papers say, from the journal up to one entry: the same words again as long as the books are the same.
struct PaperWriter {
    let session: CampusSession
    /// The last entry that is taken into account.
    let upTo: Int64
    /// When the paper is made: what was not settled then.
    let at: Instant
    /// The paper as it was given out, when it is written again; nil for a new one.
    var given: Document?
    /// Names of residents by their numbers as they are to stand there, where that is not as the roster has them now.
    var names: [String: String] = [:]

    /// The title and content of a paper.
    func write(_ subject: PaperSubject) throws -> (title: Wording, blocks: [Block]) {
        switch subject {
        case .receipt(let entry): try receipt(entry)
        case .void(let entry): try void(entry)
        case .history(let room, let from, let until): try history(room, from: from, until: until)
        case .sales(let from, let until):
            (
                .words("Sales and use, \(from) to \(until)"),
                PeriodPapers.sales(try groups(from...until), from: from, until: until, head: try head())
            )
        case .subsidy(let month): (.words("Free electricity of \(month)"), try subsidy(month))
        case .month(let month): (.words("Month of \(month)"), try self.month(month))
        case .statement(let run, let room, let from): try refunds(run).statement(of: room, from: from)
        case .payout(let run): try refunds(run).payouts
        }
    }

    private var books: SQLiteBooks { session.books }

    private func refunds(_ run: RefundRunID) throws -> StatementWriter {
        try StatementWriter(session: session, run: run, upTo: upTo, at: at, names: names)
    }

    private func receipt(_ sequence: Int64) throws -> (Wording, [Block]) {
        guard let entry = try books.entry(sequence), let id = entry.draft.room, let room = try books.inventory().rooms[id],
            let blocks = ReceiptPaper.blocks(entry, room: room, offset: session.rules.offset)
        else {
            throw CommandFailure(
                .refused, phrase("Entry \(sequence) is no sale."), unchanged: phrase("No paper was made."),
                remedy: phrase("dormwatt room ROOM shows a room's entries; a receipt is for the number of a sale."))
        }
        return (ReceiptPaper.title(id), blocks)
    }

    private func void(_ sequence: Int64) throws -> (Wording, [Block]) {
        guard let void = try books.entry(sequence), void.draft.kind == .void, let id = void.draft.room,
            let room = try books.inventory().rooms[id], let sale = try sale(of: void)
        else {
            throw CommandFailure(
                .refused, phrase("Entry \(sequence) is no void of a sale."), unchanged: phrase("No paper was made."),
                remedy: phrase("dormwatt room ROOM shows a room's entries; a slip is for a sale that was voided."))
        }
        let order = try books.orders(OrderFilter(room: id, plan: void.plan)).first { $0.entry == void.sequence }
        let takeBack = order.map { $0.state.isOpen || $0.changedAt > at ? VoidPaper.TakeBack.waits($0.id) : .ended($0) }
        let end = try books.correction(of: sequence).flatMap { $0.sequence <= upTo ? $0 : nil }
        let facts = VoidPaper.Facts(sale: sale, void: void, takeBack: takeBack, end: end)
        return (VoidPaper.title(id), VoidPaper.blocks(facts, room: room, offset: session.rules.offset))
    }

    /// The sale behind a void, also where an earlier void of it did not come through.
    private func sale(of void: Entry) throws -> Entry? {
        var entry: Entry? = void
        while let found = entry, found.draft.kind != .sale { entry = try found.draft.corrects.flatMap { try books.entry($0) } }
        return entry
    }

    private func history(_ id: RoomID, from: Day, until: Day) throws -> (Wording, [Block]) {
        guard let room = try books.inventory().rooms[id] else {
            throw CommandFailure(.refused, phrase("There is no room \(id)."), unchanged: phrase("No paper was made."))
        }
        var movements = Movements()
        for balance in try books.balances(before: from, room: id, upTo: upTo) {
            if let wallet = balance.account.wallet { movements.open(Movements.Wallet(wallet, balance.commodity), balance.amount) }
        }
        var entries: [Entry] = []
        try books.entries(of: from...until, room: id, upTo: upTo) {
            entries.append($0)
            movements.add($0.draft)
        }
        let blocks = HistoryPaper.blocks(
            entries, movements: movements, room: room, from: from, until: until, offset: session.rules.offset)
        return (HistoryPaper.title(id), blocks)
    }

    /// Sales and use by building.
    private func groups(_ days: ClosedRange<Day>) throws -> [PeriodFacts] {
        let buildings = try books.inventory().rooms.mapValues(\.building)
        var groups: [String: PeriodFacts] = [:]
        func group(_ room: RoomID?) -> String { room.flatMap { buildings[$0] } ?? "-" }
        for balance in try books.balances(before: days.lowerBound, room: nil, upTo: upTo) {
            guard let room = balance.account.room else { continue }
            groups[group(room), default: PeriodFacts(name: group(room))].open(balance.account, balance.commodity, balance.amount)
        }
        try books.entries(of: days, room: nil, upTo: upTo) {
            let name = group($0.draft.room)
            groups[name, default: PeriodFacts(name: name)].add($0.draft)
        }
        return groups.values.sorted { $0.name < $1.name }
    }

    private func subsidy(_ month: Month) throws -> [Block] {
        let rooms = try books.inventory().rooms
        let shares = try books.grants(for: month, upTo: upTo)
        let ways = try ways(of: month)
        let rows = Dictionary(grouping: shares, by: \.key.room).map { room, shares in
            SubsidyPaper.Row(
                building: rooms[room]?.building ?? "-", room: room, residents: shares.count { $0.key.stay != 0 },
                amount: shares.reduce(.zero) { $0 + $1.amount }, way: ways.map { $0[room] ?? .books })
        }
        let names = Set(shares.map(\.key.policy)).sorted()
        return SubsidyPaper.blocks(rows.sorted { ($0.building, $0.room) < ($1.building, $1.room) }, month: month, policies: names)
    }

    /// By which way the free credit of a month went into the meters, as far as they had confirmed it; nil for a paper that was made before
    /// papers said so.
    private func ways(of month: Month) throws -> [RoomID: SubsidyPaper.Way]? {
        if let given, !SubsidyPaper.saysWays(given) { return nil }
        let orders = try books.grantOrders(for: month).filter { $0.entry <= upTo }
        var found: [RoomID: SubsidyPaper.Way] = [:]
        for (room, orders) in Dictionary(grouping: orders, by: \.room) {
            let ways = Set(orders.map(way))
            found[room] = ways.contains(.unconfirmed) ? .unconfirmed : ways.count == 1 ? ways.first ?? .books : .both
        }
        // A meter answers before its answer is in the books: what confirms one by a moment is no contradiction to the paper.
        for room in given.map(SubsidyPaper.unconfirmed) ?? [] where found[room] != nil { found[room] = .unconfirmed }
        return found
    }

    private func way(of order: Order) -> SubsidyPaper.Way {
        guard order.state == .confirmed, order.changedAt <= at else { return .unconfirmed }
        return switch GrantWay(order) {
        case .purse: .purse
        case .littleBought, .noPurse, .switchedOff: .plain
        case nil: .books
        }
    }

    private func month(_ month: Month) throws -> [Block] {
        var drawers: [Account: Money] = [:]
        try books.entries(of: month.days, room: nil, upTo: upTo) { entry in
            for posting in entry.draft.postings where posting.account.name.hasPrefix("assets:") && posting.commodity == .yuan {
                drawers[posting.account, default: .zero] = drawers[posting.account, default: .zero] + Money(fen: posting.amount)
            }
        }
        let groups = try groups(month.days)
        let meters =
            try given.map(MeterSection.kept) ?? MeterSection.blocks(groups, meters: MeterCounts(session: session, at: at).byBuilding(month))
        return PeriodPapers.month(
            groups, month: month, drawers: drawers.sorted { $0.key < $1.key }.map { ($0.key.name, $0.value) }, meters: meters,
            open: try openOrders(at: month.last) + openCases(at: month.last), head: try head())
    }

    /// How far the journal reached when the paper was made; nothing for one that was made before papers said so.
    private func head() throws -> [Block] {
        if let given, !PeriodPapers.saysHead(given) { return [] }
        let head = try books.head(of: upTo, on: day(at))
        return PeriodPapers.head(on: head.day, entry: head.entry, hash: head.hexadecimal)
    }

    /// Orders of the month or before it that had not come to their end when the paper was made.
    private func openOrders(at last: Day) throws -> [[Wording]] {
        try books.orders(OrderFilter()).filter {
            $0.createdAt <= at && day($0.createdAt) <= last && ($0.state.isOpen || $0.changedAt > at) && $0.task.relay == nil
        }
        .map { [.words("order \($0.id)"), "\($0.room)", "\(day($0.createdAt))", .words("\($0.task.change) not confirmed")] }
    }

    /// Cases that were open then.
    private func openCases(at last: Day) throws -> [[Wording]] {
        try books.cases(CaseFilter()).filter {
            $0.openedAt <= at && day($0.openedAt) <= last && ($0.isOpen || $0.changedAt > at)
        }
        .map { [.words("case \($0.id)"), "\($0.room)", "\(day($0.openedAt))", .recorded($0.finding?.text ?? "")] }
    }

    private func day(_ instant: Instant) -> Day { Day(of: instant, at: session.rules.offset) }
}

extension Account {
    /// The room of a room's credit or prepaid account; nil for any other account.
    fileprivate var room: RoomID? {
        let parts = name.split(separator: ":")
        if parts.count == 3, parts[0] == "room" { return RoomID(String(parts[1])) }
        if parts.count == 3, parts[0] == "liabilities", parts[1] == "prepaid" { return RoomID(String(parts[2])) }
        return nil
    }
}
