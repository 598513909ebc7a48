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
