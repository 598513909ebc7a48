public import Domain
import GRDB
public import Operations
import Phrases

extension SQLiteBooks {
    /// Writes the journal as text for other programs, read from a copy, so that the desk is not held up; answers how many entries it wrote.
    ///
    /// An entry whose hash does not fit what it says ends the export with `BooksError.damaged`: a damaged journal is not passed on.
    ///
    /// - Parameters:
    ///   - from: the first business day; nil for the beginning of the journal. What was before it becomes opening balances.
    ///   - until: the last business day; nil for the end of the journal.
    ///   - write: takes the text piece by piece; what it throws ends the export.
    public func export(
        as format: JournalFormat, from: Day? = nil, until: Day? = nil, write: (String) throws -> Void
    ) throws -> Int64 {
        try onCopy { database in
            var form = format.form()
            let opening = JournalOpening(
                campus: campusID, from: from, until: until, accounts: try JournalExport.accounts(database),
                balances: try from.map { try JournalExport.balances(before: $0, in: database) } ?? [])
            try write(form.begin(opening))
            let entries = try JournalExport.entries(from: from, until: until, in: database) { try write(form.text($0)) }
            try write(form.end())
            return entries
        }
    }
}

/// Reading the journal for an export.
enum JournalExport {
    static func accounts(_ database: Database) throws -> [Account] {
        try Row.fetchCursor(database, sql: "SELECT DISTINCT account FROM balance ORDER BY account").collect { Account(try $0.text(0)) }
    }

    static func balances(before day: Day, in database: Database) throws -> [AccountBalance] {
        try Row.fetchCursor(
            database,
            sql: """
                SELECT account, commodity, sum(amount) FROM posting JOIN entry ON entry.sequence = posting.entry
                WHERE entry.day < ? GROUP BY account, commodity HAVING sum(amount) <> 0 ORDER BY account, commodity
                """, arguments: [day.number]
        ).collect { AccountBalance(account: Account(try $0.text(0)), commodity: try $0.word(1), amount: try $0.integer(2)) }
    }

    /// Hands out the entries of a period in order of their days and numbers.
    static func entries(from: Day?, until: Day?, in database: Database, _ take: (SealedEntry) throws -> Void) throws -> Int64 {
        let seal = SHA256Seal()
        // Days almost always rise with the numbers; an entry of an earlier day that was written later stands with its day.
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT sequence, hash FROM entry WHERE day BETWEEN ? AND ? ORDER BY day, sequence",
            arguments: [from?.number ?? Int.min, until?.number ?? Int.max])
        var count: Int64 = 0
        while let row = try rows.next() {
            let sequence = try row.integer(0)
            let hash = try row.bytes(1)
            guard let entry = try EntryRecords.entry(sequence, in: database), seal.hash(entry.canonicalBytes) == hash else {
                throw BooksError.damaged(phrase("entry \(sequence) does not fit its hash; see dormwatt verify"))
            }
            try take(SealedEntry(entry, hash: hash))
            count += 1
        }
        return count
    }
}
