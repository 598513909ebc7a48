import Domain
import Foundation
import GRDB
import Operations
import Phrases

/// Who writes, when, and from which plan: the same for all entries of one transaction.
struct JournalStamp {
    var plan: PlanID
    var at: Instant
    var day: Day
    var actor: Actor
    var approver: Actor?
}

/// One row of a plan that is about to stand in the journal.
struct JournalRow {
    var room: RoomID
    var money: Money
    var credit: Credit
    var entry: EntryDraft
    var order: OrderDraft?
}

/// Writes entries at the end of the journal, with everything that is derived from them. Lives inside one transaction.
struct JournalWriter {
    private let database: Database
    private let statements: JournalStatements
    private let seal = SHA256Seal()
    private var sequence: Int64
    private var hash: [UInt8]
    private var sums: [Posting.Key: Int64] = [:]

    init(_ database: Database) throws {
        self.database = database
        statements = try JournalStatements(database)
        let last = try Row.fetchOne(database, sql: "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1")
        sequence = try last?.integer(0) ?? 0
        hash = try last?.bytes(1) ?? [UInt8](repeating: 0, count: 32)
    }

    /// Writes a plan with all its rows and answers what stands where.
    mutating func write(_ rows: [JournalRow], kind: PlanKind, madeAt: Instant, stamp: JournalStamp) throws -> [CommittedRow] {
        try rows.forEach(JournalWriter.check)
        let committed = rows.enumerated().map { index, row in
            let entry = sequence + 1 + Int64(index)
            let order = row.order == nil ? nil : OrderRecords.id(ofEntry: entry)
            return CommittedRow(room: row.room, entry: entry, order: order, money: row.money, credit: row.credit)
        }
        let digest = PlanDigest.digest(
            stamp, kind: kind.rawValue, madeAt: madeAt, rows: zip(committed, rows).map { PlanDigest.Row($0, order: $1.order) })
        try statements.plan.execute(
            arguments: [stamp.plan.text, kind.rawValue, stamp.day.number, madeAt.milliseconds, stamp.at.milliseconds]
                + StatementArguments(stamp.actor.columns) + [Data(digest)])
        for (index, row) in rows.enumerated() {
            let entry = try append(row.entry, stamp: stamp)
            try write(committed[index], line: index + 1, of: stamp.plan)
            if let order = row.order { try write(order, room: row.room, entry: entry, stamp: stamp) }
        }
        try writeBalances()
        return committed
    }

    /// What no plan may ask for. The planner never does; nothing has been written yet.
    private static func check(_ row: JournalRow) throws {
        guard row.entry.postings.allSatisfy({ $0.amount.magnitude <= UInt64(Bounds.largest) }), row.entry.balances else {
            throw BooksError.other(phrase("the entry for \(row.room) does not balance; nothing was written"))
        }
        let opened = row.entry.lots.filter { if case .open = $0 { true } else { false } }
        guard opened.count <= 1, row.entry.lots.isEmpty || row.entry.room != nil else {
            throw BooksError.other(
                phrase("the entry for \(row.room) opens lots that no room or more than one lot would own; nothing was written"))
        }
    }

    /// Appends one entry with its postings and lot moves.
    private mutating func append(_ draft: EntryDraft, stamp: JournalStamp) throws -> Int64 {
        let entry = Entry(
            sequence: sequence + 1, at: stamp.at, day: stamp.day, actor: stamp.actor, approver: stamp.approver, plan: stamp.plan,
            draft: draft,
            previousHash: hash)
        let hash = seal.hash(entry.canonicalBytes)
        let actor = stamp.actor
        let arguments: StatementArguments = [
            entry.sequence, stamp.at.milliseconds, stamp.day.number, actor.name, actor.role.rawValue, actor.shift, actor.console,
            stamp.plan.text, draft.kind.rawValue, draft.room?.text, draft.corrects, draft.reason, draft.reaches?.meter.text,
            draft.reaches?.register.wattHours, draft.reaches?.at.milliseconds, Data(self.hash), Data(hash),
        ]
        try statements.entry.execute(arguments: arguments + StatementArguments(stamp.approver.columns))
        for (index, posting) in draft.postings.enumerated() {
            try statements.posting.execute(arguments: [
                entry.sequence, index + 1, posting.account.name, posting.commodity.rawValue, posting.amount,
            ])
            sums[posting.key, default: 0] += posting.amount
        }
        for (index, move) in draft.lots.enumerated() {
            try write(move, line: index + 1, entry: entry.sequence, room: draft.room)
        }
        try raiseVersion(entry)
        self.hash = hash
        sequence = entry.sequence
        return sequence
    }

    private func write(_ move: LotMove, line: Int, entry: Int64, room: RoomID?) throws {
        switch move {
        case .open(let wallet, let credited, let paid, let left, let expires):
            let unit = credited.unit.rawValue
            try statements.lotMove.execute(arguments: [
                entry, line, entry, unit, credited.hundredths, paid.fen, wallet.rawValue, left.hundredths, expires?.number,
            ])
            try statements.lot.execute(arguments: [
                entry, room?.text, wallet.rawValue, unit, expires?.number, credited.hundredths, paid.fen, left.hundredths,
            ])
        case .take(let lot, let credit, let paid):
            let unit = credit.unit.rawValue
            try statements.lotMove.execute(arguments: [entry, line, lot.entry, unit, credit.hundredths, paid.fen, nil, nil, nil])
            try statements.take.execute(arguments: [credit.hundredths, lot.entry, room?.text, unit])
            guard database.changesCount == 1 else {
                throw BooksError.other(phrase("there is no lot \(lot.entry) of \(room?.text ?? "-") in that unit; nothing was written"))
            }
        }
    }

    /// The room's version grows with every entry; the last sale and how far use is posted stand beside it.
    private func raiseVersion(_ entry: Entry) throws {
        guard let room = entry.draft.room else { return }
        let sale = entry.draft.saleMoney
        let reaches = entry.draft.reaches
        try statements.roomBook.execute(arguments: [
            sale == nil ? nil : entry.at.milliseconds, sale?.fen, reaches?.meter.text, reaches?.register.wattHours,
            reaches?.at.milliseconds, room.text,
        ])
    }

    private func write(_ row: CommittedRow, line: Int, of plan: PlanID) throws {
        try statements.planRow.execute(arguments: [
            plan.text, line, row.room.text, row.entry, row.money.fen, row.credit.unit.rawValue, row.credit.hundredths,
        ])
    }

    private func write(_ order: OrderDraft, room: RoomID, entry: Int64, stamp: JournalStamp) throws {
        let amount = order.task.amount
        try statements.order.execute(arguments: [
            entry, stamp.plan.text, room.text, order.meter.text, order.task.word, amount.unit.rawValue, amount.hundredths, order.count,
            order.totalAfter.hundredths, order.state.rawValue, stamp.at.milliseconds, order.count, order.totalAfter.hundredths,
            order.state.rawValue, stamp.at.milliseconds, "", order.offersPurse,
        ])
        if order.state == .confirmed { try OrderRecords.apply(order.task, to: order.meter, in: database) }
    }

    private mutating func writeBalances() throws {
        // In order of their names, as they lie on the disk: neighbours share a page.
        for (key, amount) in sums.sorted(by: { $0.key.account < $1.key.account }) {
            try statements.balance.execute(arguments: [key.account.name, key.commodity.rawValue, amount])
        }
        sums = [:]
    }
}

extension Posting {
    struct Key: Hashable {
        var account: Account
        var commodity: Commodity
    }

    var key: Key { Key(account: account, commodity: commodity) }
}

extension EntryDraft {
    /// What was paid in a sale, read from the money that came in; nil for other business.
    var saleMoney: Money? {
        guard kind == .sale else { return nil }
        return postings.reduce(.zero) { $1.commodity == .yuan && $1.amount > 0 ? $0 + Money(fen: $1.amount) : $0 }
    }
}
