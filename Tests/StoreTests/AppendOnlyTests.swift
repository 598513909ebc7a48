// Protects: what stands in the journal stays as it is, whoever writes with our connection, and the schema refuses what makes no sense.
// How: UPDATE, DELETE and REPLACE on every growing table; rows that point nowhere; without the settings the same statements pass.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

struct AppendOnlyTests {
    static let growing = ["campus", "plan", "planRow", "entry", "posting", "lotMove", "orderStep", "price", "inventoryChange"]

    @Test(arguments: growing)
    func rowsAreNeitherChangedNorDeletedNorReplaced(_ table: String) throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let before = try campus.dump()
        let column = try books.read { try #require(try Row.fetchOne($0, sql: "SELECT * FROM \(table)")?.columnNames.first) }
        for statement in [
            "UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)", "REPLACE INTO \(table) SELECT * FROM \(table) LIMIT 1",
            "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table) LIMIT 1",
        ] {
            #expect { try books.write { try $0.execute(sql: statement) } } throws: { error in
                guard case BooksError.other(let words) = error else { return false }
                return words.contains("never") || words.contains("grows only")
            }
        }
        #expect(try campus.dump() == before)
    }

    /// Proves recursive_triggers: with SQLite's default a REPLACE walks around the trigger that forbids deleting.
    @Test func withoutRecursiveTriggersReplaceWalksAroundThem() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let forged = "REPLACE INTO posting SELECT entry, line, account, commodity, amount + 1 FROM posting WHERE entry = 3 AND line = 1"
        #expect(throws: BooksError.self) { try books.write { try $0.execute(sql: forged) } }
        #expect(try books.verify().findings == [])
        try campus.rawConnection().write { try $0.execute(sql: forged) }
        #expect(try books.verify().findings.contains { $0.hasPrefix("entry 3:") })
    }

    /// Proves foreign_keys: with SQLite's default an order can stand for a meter that does not exist.
    @Test func withoutForeignKeysRowsPointNowhere() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let stray = "INSERT INTO bus (concentrator, number, baud) VALUES ('C9', 1, 2400)"
        #expect(throws: BooksError.self) { try books.write { try $0.execute(sql: stray) } }
        try campus.rawConnection().write { try $0.execute(sql: stray) }
        #expect(try books.verify().findings.contains { $0.contains("bus") })
    }

    @Test(arguments: [
        "INSERT INTO entry SELECT sequence + 5, at, day, operator, role, shift, console, plan, kind, room, corrects, reason, reachesMeter, "
            + "reachesRegister, reachesAt, hash, hash, NULL, NULL, NULL, NULL FROM entry ORDER BY sequence DESC LIMIT 1",
        "INSERT INTO entry SELECT sequence + 1, at, day, operator, role, shift, console, plan, kind, room, corrects, reason, reachesMeter, "
            + "reachesRegister, reachesAt, previousHash, hash, NULL, NULL, NULL, NULL FROM entry ORDER BY sequence DESC LIMIT 1",
        "UPDATE meterOrder SET amount = amount + 1", "UPDATE meterOrder SET meter = '000000000419'", "DELETE FROM meterOrder",
        "UPDATE meterOrder SET state = 'queued' WHERE state = 'confirmed'", "UPDATE meterOrder SET state = 'lost'",
        "UPDATE meter SET baselineCount = 5", "UPDATE meter SET unit = 'money' WHERE id = '000000000418'", "UPDATE lot SET rest = -1",
        "UPDATE lot SET rest = credited + 1", "UPDATE room SET beds = 'four'", "UPDATE room SET beds = -1",
        "UPDATE concentrator SET port = 65536", "INSERT INTO campus VALUES (2, 'x', zeroblob(32), zeroblob(32))",
        "INSERT INTO price VALUES (2, 0, 0, 0, '', 'system', '', '', zeroblob(32))",
        "INSERT INTO posting VALUES (1, 9, 'assets:bank', 'gold', 1)", "INSERT INTO posting VALUES (1, 9, 'assets:bank', 'yuan', 1.5)",
    ])
    func theSchemaRefuses(_ statement: String) throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let before = try campus.dump()
        #expect(throws: BooksError.self) { try books.write { try $0.execute(sql: statement) } }
        #expect(try campus.dump() == before)
    }

    /// A shipped migration is never edited: books in the field would no longer have the schema that verify expects.
    @Test func theFirstMigrationIsFrozen() throws {
        let text = try BooksSchema.pristine(upTo: "1 ground").sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
            separator: "\n")
        let hash = SHA256Seal().hash(Array(text.utf8)).map { String($0, radix: 16) }.joined()
        #expect(hash == "c2a0aeb2a2b1423bd21fdf21ad7d87d6ce982486c1f0a4481798286b77f497b")
    }
}
