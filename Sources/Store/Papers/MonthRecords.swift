public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

extension SQLiteBooks {
    /// See the `PaperBook` port.
    public func close(_ closing: MonthClosing) throws -> Bool {
        try write { database in
            guard try !MonthRecords.closings(database).contains(where: { $0.closing.month == closing.month }) else { return false }
            try database.execute(
                sql: "INSERT INTO monthClosing (\(MonthRecords.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [closing.month.description, closing.paper, closing.upTo, closing.at.milliseconds]
                    + StatementArguments(closing.actor.columns) + [Data(MonthRecords.digest(closing))])
            return true
        }
    }

    /// See the `PaperBook` port.
    public func closings() throws -> [MonthClosing] { try read { try MonthRecords.closings($0).map(\.closing) } }

    /// The day after the last month that was closed, before which nothing is dated any more; nil before the first.
    public func firstOpenDay() throws -> Day? { try read(MonthRecords.firstOpenDay) }
}

/// Reading the months that were closed.
enum MonthRecords {
    static let columns = "month, paper, upTo, at, operator, role, shift, console, digest"

    static func closings(_ database: Database) throws -> [(closing: MonthClosing, digest: [UInt8])] {
        try Row.fetchCursor(database, sql: "SELECT \(columns) FROM monthClosing ORDER BY month").collect { row in
            let word = try row.text(0)
            guard let month = Month(word) else { throw BooksError.damaged(phrase("'\(word)' is no month")) }
            let closing = MonthClosing(
                month: month, paper: try row.text(1), upTo: try row.integer(2), at: try row.instant(3), actor: try row.actor(4))
            return (closing, try row.bytes(8))
        }
    }

    static func firstOpenDay(in database: Database) throws -> Day? {
        guard let word = try String.fetchOne(database.cachedStatement(sql: "SELECT max(month) FROM monthClosing")) else { return nil }
        guard let month = Month(word) else { throw BooksError.damaged(phrase("'\(word)' is no month")) }
        return month.advanced(by: 1).first
    }

    static func digest(_ closing: MonthClosing) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(closing.month.description)
        writer.add(closing.paper)
        writer.add(closing.upTo)
        writer.add(closing.at.milliseconds)
        writer.add(closing.actor)
        return writer.finish()
    }
}
