import Domain
import GRDB
import Operations
import Phrases

/// Holds the replaced meters against the hashed words of their entries, and the order of each swap against what the room had left.
enum SwapAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT meterRetirement.entry, meterRetirement.meter, meterRetirement.successor, kind, coalesce(entry.room, ''), reason,
                    reachesMeter, reachesRegister, entry.day
                FROM meterRetirement LEFT JOIN entry ON entry.sequence = meterRetirement.entry ORDER BY meterRetirement.entry
                """)
        var entries: Set<Int64> = []
        while let row = try rows.next() {
            entries.insert(try row.integer(0))
            try check(row, database, findings: &findings)
        }
        let swaps = try Int64.fetchAll(database, sql: "SELECT sequence FROM entry WHERE kind = 'swap' ORDER BY sequence")
        for sequence in swaps where !entries.contains(sequence) {
            findings.add(entry: sequence, Phrase("it replaces a meter, but no meter was replaced"))
        }
    }

    private static func check(_ row: Row, _ database: Database, findings: inout Findings) throws {
        let sequence = try row.integer(0)
        let (meter, successor) = (try row.text(1), try row.text(2))
        guard try row.textIfAny(3) == EntryKind.swap.rawValue else {
            return findings.add(Phrase("meter \(meter) was replaced, but entry \(sequence) does not say so"))
        }
        let room = RoomID(try row.text(4))
        guard let old = try self.meter(meter, in: database), let new = try self.meter(successor, in: database),
            let facts = SwapText.facts(retired: old, installed: new)
        else { return findings.add(entry: sequence, Phrase("meter \(meter) or the one in its place is missing")) }
        let (reason, day) = (try row.text(5), try row.day(8))
        if old.room != room || !reason.hasPrefix(facts) || old.retirement?.day != day {
            findings.add(entry: sequence, Phrase("meter \(meter) was not replaced as the entry says; it was changed"))
        }
        let mark = try row.textIfAny(6).map { ($0, try row.integer(7)) }
        if let mark, mark != (successor, new.baseline?.register.wattHours ?? 0) {
            findings.add(entry: sequence, Phrase("use goes on at another meter or register than the one that was put in"))
        }
        try checkOrder(of: sequence, room: room, new: new, keepsAccount: mark != nil, database, findings: &findings)
    }

    /// The order brings what the room had left after its use, less what the new meter held.
    private static func checkOrder(
        of sequence: Int64, room: RoomID, new: MeterPoint, keepsAccount: Bool, _ database: Database, findings: inout Findings
    ) throws {
        let order = try OrderRecords.order(ofEntry: sequence, in: database)
        guard let baseline = new.baseline, keepsAccount, new.profile.keepsCredit else {
            if let order {
                findings.add(entry: sequence, Phrase("order \(order.id) brings credit into a meter that keeps none of the room"))
            }
            return
        }
        let left = try balance(of: room, upTo: sequence, in: Commodity(new.unit), database)
        let lacking = left &- Posting(Account(""), baseline.remaining).amount
        let asked = order.map { Posting(Account(""), $0.task.change).amount } ?? 0
        if asked != max(0, lacking) || order.map({ $0.meter != new.id }) ?? false {
            findings.add(entry: sequence, Phrase("what its order brings is not what the room had left"))
        }
    }

    /// What stood in the wallets of a room when an entry was written.
    private static func balance(of room: RoomID, upTo sequence: Int64, in commodity: Commodity, _ database: Database) throws -> Int64 {
        let wallets = WalletKind.allCases.map { Account.wallet($0, of: room).name }
        return try Int64.fetchOne(
            database,
            sql: """
                SELECT coalesce(sum(amount), 0) FROM entry JOIN posting ON posting.entry = entry.sequence
                WHERE entry.room = ? AND entry.sequence <= ? AND commodity = ? AND account IN (SELECT value FROM json_each(?))
                """, arguments: [room.text, sequence, commodity.rawValue, try jsonList(wallets)]) ?? 0
    }

    private static func meter(_ id: String, in database: Database) throws -> MeterPoint? {
        try Row.fetchOne(
            database.cachedStatement(sql: "\(InventoryRecords.meterAndRetirement) WHERE id = ?"), arguments: [id]
        ).map(InventoryRecords.meter)
    }
}
