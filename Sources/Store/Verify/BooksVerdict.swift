public import Domain
import GRDB
public import Operations
import Phrases

/// What came of reading the books of a folder again.
public struct BooksVerdict: Hashable, Sendable {
    /// The first entry of the journal that does not agree.
    public struct BadEntry: Hashable, Sendable {
        /// Its number.
        public var number: Int64
        /// Its business day, as far as that can be read.
        public var day: Day?
        /// What is wrong with it.
        public var what: String
    }

    /// Entries read, the head, and all findings.
    public var result: Verification
    /// The day of the last entry; nil for an empty journal.
    public var lastDay: Day?
    /// The first bad entry; nil when none is bad, or when only what is derived from the entries does not agree.
    public var firstBad: BadEntry?

    /// Whether everything agrees.
    public var agrees: Bool { result.findings.isEmpty }
}

extension SQLiteBooks {
    /// Verifies the books of a folder: needs no settings, no meters, no other process, and writes nothing into the folder, except that it
    /// takes back a transaction that was cut off, as any other command does.
    ///
    /// A file so damaged that it can not be read is a finding like any other.
    ///
    /// - Parameter heads: heads that were kept earlier, which the journal must still contain.
    /// - Throws: `BooksError` where nothing can be said of the books: there are none, a newer or older program made them, they are locked.
    public static func verify(in folder: CampusFolder, against heads: [JournalHead] = []) throws -> BooksVerdict {
        do {
            return try openForReading(folder).verify(against: heads)
        } catch BooksError.damaged(let reason) {
            var findings = Findings()
            findings.add(Phrase("the file: \(reason)"))
            return BooksVerdict(result: Verification(entries: 0, head: [], findings: findings.spoken))
        }
    }

    /// Only a connection that may write can take back what a killed writer left unfinished; without that the books can not be read.
    private static func openForReading(_ folder: CampusFolder) throws -> SQLiteBooks {
        do {
            return try open(in: folder, readOnly: true)
        } catch BooksError.readOnly where (Disk().size(folder.books + "-journal") ?? 0) > 0 {
            do {
                return try open(in: folder)
            } catch BooksError.readOnly {
                throw BooksError.other(
                    phrase("a transaction in \(folder.books) was cut off and can not be taken back by this user; ")
                        + phrase("run any other command as one who may write there, then verify again"))
            }
        }
    }

    /// Reads everything again, on a copy, and holds it against heads that were kept earlier.
    public func verify(against heads: [JournalHead]) throws -> BooksVerdict {
        var findings = Findings()
        FileAudit.header(of: path, findings: &findings)
        do {
            return try onCopy { database, other in
                let result = try Audit.run(database, beside: other, heads: heads, findings: &findings)
                return BooksVerdict(
                    result: Verification(entries: result.entries, head: result.head, findings: findings.spoken),
                    lastDay: day(of: result.entries, in: database),
                    firstBad: findings.firstBad.map { .init(number: $0.entry, day: day(of: $0.entry, in: database), what: $0.what.text) })
            }
        } catch BooksError.damaged(let reason) {
            findings.add(Phrase("the file: \(reason)"))
            return BooksVerdict(result: Verification(entries: 0, head: [], findings: findings.spoken))
        }
    }

    private func day(of entry: Int64, in database: Database) -> Day? {
        try? Row.fetchOne(database, sql: "SELECT day FROM entry WHERE sequence = ?", arguments: [entry])?.day(0)
    }
}
