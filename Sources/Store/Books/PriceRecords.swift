public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

/// The prices, each with the day from which it holds until the next begins; of two that begin on one day the newer version holds.
enum PriceRecords {
    /// The version of the newest price, whatever the day.
    static func version(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(version) FROM price") ?? 0
    }

    static func insert(
        _ price: Price, version: Int64, from day: Day, actor: Actor, at: Instant, into database: Database
    ) throws {
        let digest = digest(price, version: version, from: day, actor: actor, at: at)
        try database.execute(
            sql: """
                INSERT INTO price (version, validFrom, tenThousandths, at, operator, role, shift, console, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [version, day.number, price.tenThousandths, at.milliseconds]
                + StatementArguments(actor.columns) + [Data(digest)])
    }

    static func digest(_ price: Price, version: Int64, from day: Day, actor: Actor, at: Instant) -> [UInt8] {
        var writer = DigestWriter()
        for number in [version, Int64(day.number), price.tenThousandths, at.milliseconds] { writer.add(number) }
        writer.add(actor)
        return writer.finish()
    }
}

extension SQLiteBooks {
    /// The price that holds on a day, with the number of prices ever set as its version.
    public func price(on day: Day) throws -> PriceStanding {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT tenThousandths, (SELECT max(version) FROM price) FROM price WHERE validFrom <= ?
                    ORDER BY validFrom DESC, version DESC LIMIT 1
                    """, arguments: [day.number])
            guard let row else { throw BooksError.other(phrase("no price holds on \(day); set one that begins on that day or before")) }
            return PriceStanding(price: Price(tenThousandths: try row.integer(0)), version: try row.integer(1))
        }
    }

    /// Sets the price from a day on, until the day on which another one begins. Plans made before become stale.
    public func setPrice(_ price: Price, from day: Day, actor: Actor, at: Instant) throws -> PriceStanding {
        try write { database in
            let version = try PriceRecords.version(database) + 1
            try PriceRecords.insert(price, version: version, from: day, actor: actor, at: at, into: database)
            return PriceStanding(price: price, version: version)
        }
    }
}
