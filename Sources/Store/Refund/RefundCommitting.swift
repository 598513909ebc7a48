public import Domain
import GRDB
public import Operations
import Phrases

extension SQLiteBooks: RefundBook {
    /// See the `RefundBook` port.
    public func refundRuns() throws -> [RefundRun] { try read(RefundRecords.runs) }

    /// See the `RefundBook` port.
    public func refundRecords(of run: RefundRunID) throws -> [RefundRecord] { try read { try RefundRecords.records(of: run, in: $0) } }

    /// See the `RefundBook` port.
    public func frozenRooms() throws -> [RoomID: RefundRunID] { try read(RefundRecords.frozen) }

    /// See the `RefundBook` port.
    public func start(_ run: RefundRun, rooms: [RoomID]) throws -> RefundStart {
        var new: [RoomID] = []
        return try writing { database in
            let known = try RefundRecords.runs(database).first { $0.id == run.id }
            if let known, !known.isSame(as: run) { return .otherRun(known) }
            let frozen = try RefundRecords.frozen(database)
            let inRun = try RefundRecords.lines(of: run.id, in: database)
            let taken = rooms.filter { frozen[$0].map { $0 != run.id } ?? false }
            guard taken.isEmpty else { return .frozen(Dictionary(uniqueKeysWithValues: taken.map { ($0, frozen[$0] ?? run.id) })) }
            if known == nil { try RefundRecords.write(run, into: database) }
            new = Set(rooms).filter { inRun[$0] == nil }.sorted()
            for room in new {
                let record = RefundRecord(run: run.id, room: room, line: 1, event: .frozen, at: run.at, actor: run.actor)
                try RefundRecords.append(record, into: database)
            }
            return .started(new)
        } outlived: { database in
            let inRun = try RefundRecords.lines(of: run.id, in: database)
            return !new.isEmpty && new.allSatisfy { inRun[$0] != nil } ? .started(new) : nil
        }
    }

    /// See the `RefundBook` port.
    public func commit(_ change: RefundChange, at: Instant) throws -> RefundOutcome {
        try writing { database in
            var lines = try RefundRecords.lines(of: change.run, in: database)
            var moved: Set<RoomID> = []
            for move in change.moves {
                if lines[move.room] != move.after { moved.insert(move.room) }
                lines[move.room] = move.after + 1
            }
            guard moved.isEmpty else { return .moved(moved.sorted()) }
            var rows: [CommittedRow] = []
            if let plan = change.plan {
                switch try CommitCheck.commit(plan, at: at, in: database) {
                case .stale(let refusals): return .stale(refusals)
                case .exists: return .moved(change.moves.map(\.room))
                case .committed(let committed): rows = committed
                }
            }
            try RefundCheck.drawers(change, in: database)
            try RefundCheck.follow(change, change.entries(of: rows), at: at, in: database)
            return .written(rows)
        } outlived: { database in
            guard try change.stands(among: RefundRecords.records(of: change.run, in: database), at: at) else { return nil }
            return .written(try change.plan.flatMap { try PlanRecords.rows(of: $0.id, in: database) } ?? [])
        }
    }
}

/// Whether the events of a change can follow what stands, asked inside the transaction that writes them.
private enum RefundCheck {
    /// Two who pay from one drawer at the same moment do not pay more than it holds.
    static func drawers(_ change: RefundChange, in database: Database) throws {
        let paying = (change.plan?.changes ?? []).flatMap(\.entry.postings).filter { $0.account.drawer != nil && $0.amount < 0 }
        for account in Set(paying.map(\.account)).sorted() {
            let left =
                try Int64.fetchOne(
                    database, sql: "SELECT amount FROM balance WHERE account = ? AND commodity = 'yuan'", arguments: [account.name]) ?? 0
            guard left < 0 else { continue }
            let wanted = paying.filter { $0.account == account }.reduce(Int64(0)) { $0 - $1.amount }
            throw RefundRefusal.drawerShort(account.drawer ?? "", holds: Money(fen: left + wanted), wanted: Money(fen: wanted))
        }
    }

    static func follow(_ change: RefundChange, _ entries: [RoomID: Int64], at: Instant, in database: Database) throws {
        var rooms = try RefundRoom.folding(RefundRecords.records(of: change.run, in: database))
        for move in change.moves {
            let record = RefundRecord(
                run: change.run, room: move.room, line: move.after + 1, event: move.event,
                entry: move.event.namesEntry ? entries[move.room] : nil, at: at, actor: change.actor,
                approver: move.approver)
            guard let next = rooms[move.room]??.adding(record) else {
                throw BooksError.other(phrase("room \(move.room) can not go on so in run \(change.run); nothing was written"))
            }
            rooms[move.room] = .some(next)
            try RefundRecords.append(record, into: database)
        }
    }
}

extension RefundRun {
    /// Whether two runs are the same but for who started them and when.
    fileprivate func isSame(as other: RefundRun) -> Bool {
        scope == other.scope && exitDay == other.exitDay && shareOfLeavers == other.shareOfLeavers
    }
}
