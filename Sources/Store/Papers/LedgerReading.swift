public import Domain
import Foundation
import GRDB
public import Operations

extension SQLiteBooks: LedgerBook {
    /// See the `LedgerBook` port.
    public func lastEntry() throws -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT coalesce(max(sequence), 0) FROM entry") ?? 0 }
    }

    /// The head of the journal as it was when an entry was the last one; of an empty journal for entry 0.
    public func head(of sequence: Int64, on day: Day) throws -> JournalHead {
        let hash = try read { try Data.fetchOne($0, sql: "SELECT hash FROM entry WHERE sequence = ?", arguments: [sequence]) }
        return JournalHead(day: day, entry: sequence, hash: hash.map { Array($0) } ?? [UInt8](repeating: 0, count: 32))
    }

    /// See the `LedgerBook` port.
    public func entry(_ sequence: Int64) throws -> Entry? { try read { try EntryRecords.entry(sequence, in: $0) } }

    /// See the `LedgerBook` port.
    public func entries(of days: ClosedRange<Day>, room: RoomID?, upTo: Int64, _ take: (Entry) throws -> Void) throws {
        try onCopy { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT sequence FROM entry WHERE day BETWEEN ?1 AND ?2 AND sequence <= ?3 AND (?4 IS NULL OR room = ?4) ORDER BY sequence
                    """,
                arguments: [days.lowerBound.number, days.upperBound.number, upTo, room?.text])
            while let row = try rows.next() {
                if let entry = try EntryRecords.entry(try row.integer(0), in: database) { try take(entry) }
            }
        }
    }

    /// See the `LedgerBook` port.
    public func entries(ofRooms rooms: [RoomID], upTo: Int64, _ take: (RoomID, [Entry]) throws -> Void) throws {
        try onCopy { database in
            for room in Set(rooms).sorted() {
                let sequences = try Int64.fetchAll(
                    database.cachedStatement(sql: "SELECT sequence FROM entry WHERE room = ? AND sequence <= ? ORDER BY sequence"),
                    arguments: [room.text, upTo])
                try take(room, try sequences.compactMap { try EntryRecords.entry($0, in: database) })
            }
        }
    }

    /// See the `LedgerBook` port.
    public func balances(before day: Day, room: RoomID?, upTo: Int64) throws -> [AccountBalance] {
        try onCopy { database in
            try Row.fetchCursor(
                database,
                sql: """
                    SELECT account, commodity, sum(amount) FROM posting JOIN entry ON entry.sequence = posting.entry
                    WHERE entry.day < ?1 AND entry.sequence <= ?2 AND (?3 IS NULL OR entry.room = ?3)
                    GROUP BY account, commodity HAVING sum(amount) <> 0 ORDER BY account, commodity
                    """, arguments: [day.number, upTo, room?.text]
            ).collect { AccountBalance(account: Account(try $0.text(0)), commodity: try $0.word(1), amount: try $0.integer(2)) }
        }
    }

    /// See the `LedgerBook` port.
    public func grants(for month: Month, upTo: Int64) throws -> [GrantShare] {
        try read { database in
            try Row.fetchCursor(
                database,
                sql: """
                    SELECT policy, room, stay, sum(wattHours) FROM subsidyGrant WHERE month = ? AND entry <= ?
                    GROUP BY policy, room, stay ORDER BY room, policy, stay
                    """, arguments: [month.description, upTo]
            ).collect {
                let key = GrantKey(policy: try $0.text(0), month: month, room: RoomID(try $0.text(1)), stay: try $0.integer(2))
                return GrantShare(key: key, amount: Energy(wattHours: try $0.integer(3)))
            }
        }
    }
}
