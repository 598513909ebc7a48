public import Domain
import GRDB
public import Operations
import Phrases

extension SQLiteBooks {
    /// The newest entries of a room, newest first; none for a room that the books do not know.
    public func entries(of room: RoomID, limit: Int) throws -> [Entry] {
        try read { database in
            let sequences = try Int64.fetchAll(
                database, sql: "SELECT sequence FROM entry WHERE room = ? ORDER BY sequence DESC LIMIT ?",
                arguments: [room.text, max(0, limit)])
            return try sequences.compactMap { try EntryRecords.entry($0, in: database) }
        }
    }

    /// The lots and sums of a room; throws for a room that the books do not know.
    public func account(of room: RoomID) throws -> RoomAccount {
        try read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT reachedMeter, reachedRegister, reachedAt FROM roomBook WHERE room = ?", arguments: [room.text])
            guard let row else { throw BooksError.other(phrase("the books know no room \(room)")) }
            let unit = Inventory.creditMeter(among: try Standings.meters(of: [room.text], in: database)[room] ?? [])?.unit ?? .energy
            func wallet(_ kind: WalletKind) throws -> Credit {
                let amount = try AccountRecords.balance(.wallet(kind, of: room), Commodity(unit), in: database)
                return Commodity(unit).credit(ofAmount: amount) ?? .zero(unit)
            }
            let debt = try wallet(.emergency)
            let prepaid = try AccountRecords.balance(.prepaid(room), .yuan, in: database)
            return RoomAccount(
                lots: AccountRecords.inOrderOfUse(try Standings.lots(of: [room.text], in: database)[room] ?? []),
                subsidy: try wallet(.subsidy), purchased: try wallet(.purchased),
                emergency: Credit(unit, hundredths: max(0, -debt.hundredths)),
                // A liability stands in the journal with a minus: what the room has paid is owed to it.
                prepaid: Money(fen: -prepaid), reached: try Standings.reached(row, 0))
        }
    }

    /// The sum of every account and commodity that was ever posted to, in order of names.
    public func trialBalance() throws -> [AccountBalance] {
        try read { database in
            try Row.fetchCursor(database, sql: "SELECT account, commodity, amount FROM balance ORDER BY account, commodity").collect {
                AccountBalance(account: Account(try $0.text(0)), commodity: try $0.word(1), amount: try $0.integer(2))
            }
        }
    }
}

/// Sums of accounts.
enum AccountRecords {
    static func balance(_ account: Account, _ commodity: Commodity, in database: Database) throws -> Int64 {
        let row = try Row.fetchOne(
            database, sql: "SELECT amount FROM balance WHERE account = ? AND commodity = ?",
            arguments: [account.name, commodity.rawValue])
        return try row?.integer(0) ?? 0
    }

    /// Lots as use draws on them: all of it is drawn, and the order of the draws is the order of use.
    static func inOrderOfUse(_ lots: [Lot]) -> [Lot] {
        guard let unit = lots.first?.left.unit, lots.allSatisfy({ $0.left.unit == unit }) else { return lots }
        let all = lots.reduce(Credit.zero(unit)) { $0 + $1.left }
        let byID = Dictionary(lots.map { ($0.id, $0) }) { first, _ in first }
        return Lot.draw(all, from: lots).draws.compactMap { byID[$0.lot] }
    }
}

/// Reading entries as they were written.
enum EntryRecords {
    static let columns = """
        sequence, at, day, operator, role, shift, console, plan, kind, room, corrects, reason, reachesMeter, reachesRegister, reachesAt,
        previousHash, hash, approver, approverRole, approverShift, approverConsole
        """

    static func entry(_ sequence: Int64, in database: Database) throws -> Entry? {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT \(columns) FROM entry WHERE sequence = ?"), arguments: [sequence])
        guard let row else { return nil }
        let postings = try Row.fetchKept(
            database, "SELECT entry, account, commodity, amount FROM posting WHERE entry = ? ORDER BY line", [sequence])
        let moves = try Row.fetchKept(database, "SELECT \(moveColumns) FROM lotMove WHERE entry = ? ORDER BY line", [sequence])
        return try entry(row, postings: try postings.collect(posting), lots: try moves.collect(move))
    }

    static func entry(_ row: Row, postings: [Posting], lots: [LotMove]) throws -> Entry {
        let draft = EntryDraft(
            kind: try row.word(8), room: try row.textIfAny(9).map { RoomID($0) }, corrects: try row.integerIfAny(10),
            reason: try row.text(11), postings: postings, lots: lots, reaches: try Standings.reached(row, 12))
        return Entry(
            sequence: try row.integer(0), at: try row.instant(1), day: try row.day(2), actor: try row.actor(3),
            approver: try row.actorIfAny(17), plan: PlanID(try row.text(7)), draft: draft, previousHash: try row.bytes(15))
    }

    static func posting(_ row: Row) throws -> Posting {
        Posting(Account(try row.text(1)), try row.word(2), try row.integer(3))
    }

    static let moveColumns = "entry, lot, unit, credit, paid, wallet, opensWith, expires"

    static func move(_ row: Row) throws -> LotMove {
        let unit = try row.word(2, as: CreditUnit.self)
        let credit = try row.credit(3, unit: unit)
        let paid = try row.money(4)
        guard try row.textIfAny(5) != nil else { return .take(LotID(entry: try row.integer(1)), credit: credit, paid: paid) }
        return .open(
            try row.word(5), credited: credit, paid: paid, left: try row.credit(6, unit: unit),
            expires: try row.integerIfAny(7).map { Day(number: Int($0)) })
    }
}
