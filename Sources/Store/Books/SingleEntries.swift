public import Domain
import GRDB
public import Operations

extension SQLiteBooks: JournalBook {
    /// See the `JournalBook` port.
    public func correction(of sequence: Int64) throws -> Entry? {
        try read { database in
            let found = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT sequence FROM entry WHERE corrects = ?"), arguments: [sequence])
            return try found.flatMap { try EntryRecords.entry($0, in: database) }
        }
    }
}

extension SQLiteBooks: MoveBook {
    /// See the `MoveBook` port.
    public func departuresUnderWay() throws -> [Entry] {
        try read { database in
            // The sums of accounts are few and in order of names; the journal is looked through only while one of them is not zero.
            let prefix = Account.moving(to: RoomID("")).name
            let isAny = try Bool.fetchOne(
                database.cachedStatement(
                    sql: "SELECT EXISTS (SELECT 1 FROM balance WHERE account >= ? AND account < ? AND amount <> 0)"),
                arguments: [prefix, prefix + "\u{10FFFF}"])
            guard isAny == true else { return [] }
            let sequences = try Int64.fetchAll(
                database,
                sql: """
                    SELECT sequence FROM entry AS departure WHERE kind = ?
                        AND NOT EXISTS (SELECT 1 FROM entry WHERE corrects = departure.sequence) ORDER BY sequence
                    """, arguments: [EntryKind.departure.rawValue])
            return try sequences.compactMap { try EntryRecords.entry($0, in: database) }
        }
    }
}
