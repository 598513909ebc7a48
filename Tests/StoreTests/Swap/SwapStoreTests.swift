// Protects: which meter took the place of which, and what was carried over, can not be changed behind the books' back without being found.
// How: a swap in real files; every column that says something of it changed once, also by a forger who mends the digests of the inventory.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct SwapStoreTests {
    /// Books in which the energy room's meter was replaced by entries 3 (use) and 4 (swap), the order being delivered.
    private func swapped() throws -> (TemporaryCampus, SQLiteBooks) {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        guard case .committed(let rows) = try books.commit(try ContractCampus.swap(books, id: "S1"), at: ContractCampus.evening) else {
            throw BooksError.other("the swap is not committed")
        }
        let order = try #require(rows.last?.order)
        _ = try books.record(OrderStep(order: order, from: .queued, to: .sent, at: ContractCampus.evening, isAttempt: true))
        _ = try books.record(OrderStep(order: order, from: .sent, to: .confirmed, at: ContractCampus.evening))
        #expect(try books.verify().findings == [])
        return (campus, books)
    }

    static let forgeries: [(String, String)] = [
        ("UPDATE meterRetirement SET register = register + 10", "entry 4"),
        ("UPDATE meterRetirement SET at = at + 1", "inventory"),
        ("UPDATE meterRetirement SET day = day + 1", "entry 4"),
        ("UPDATE meterRetirement SET successor = '000000000420'", "entry 4"),
        ("UPDATE meterRetirement SET entry = 3", "entry 3 does not say so"),
        ("UPDATE meterRetirement SET meter = '000000000420'", "entry 4"),
        ("DELETE FROM meterRetirement", "entry 4"),
        (
            "INSERT INTO meterRetirement SELECT '000000000420', register, at, day, '000000000419', 1 FROM meterRetirement",
            "meter 000000000420 was replaced, but entry 1"
        ),
        ("UPDATE meter SET serialNumber = 'A-419' WHERE id = '000000000418'", "entry 4"),
        ("UPDATE meter SET room = '3-421' WHERE id = '000000000418'", "entry 4"),
        ("UPDATE meter SET baselineRemaining = 100 WHERE id = '900000000418'", "entry 4"),
        ("UPDATE meter SET baselineRegister = 0 WHERE id = '900000000418'", "entry 4"),
        ("UPDATE meterOrder SET amount = amount + 100 WHERE entry = 4", "entry 4: what its order brings"),
        ("UPDATE meterOrder SET task = 'takeBack' WHERE entry = 4", "entry 4: what its order brings"),
        ("UPDATE meterOrder SET meter = '000000000418' WHERE entry = 4", "entry 4: what its order brings"),
        ("DELETE FROM meterOrder WHERE entry = 4", "entry 4: what its order brings"),
        ("UPDATE posting SET amount = amount * 2 WHERE entry = 3", "entry 3"),
        ("UPDATE entry SET reason = reason || '!' WHERE sequence = 4", "entry 4"),
    ]

    @Test(arguments: forgeries)
    func aForgedSwapIsNamed(_ statement: String, _ words: String) throws {
        let (campus, books) = try swapped()
        try campus.tamper { try $0.execute(sql: statement) }
        let findings = try books.verify().findings
        #expect(findings.contains { $0.contains(words) }, "\(findings)")
    }

    /// The words are hashed with the entry, so that new digests of the inventory do not help.
    @Test(arguments: forgeries.filter { $0.0.contains("meter") && !$0.0.contains("SET at") && !$0.0.contains("meterOrder") })
    func mendedDigestsDoNotHelp(_ statement: String, _ words: String) throws {
        let (campus, books) = try swapped()
        try campus.tamper { database in
            try database.execute(sql: statement)
            let row = try #require(try Row.fetchOne(database, sql: "SELECT * FROM inventoryChange ORDER BY version DESC LIMIT 1"))
            let before = try Row.fetchOne(database, sql: "SELECT digest FROM inventoryChange ORDER BY version DESC LIMIT 1 OFFSET 1")
            let log = InventoryLog(
                version: try row.integer(0), at: try row.instant(1), actor: try row.actor(2), counts: try (6...8).map { try row.small($0) },
                result: try InventoryRecords.digest(database))
            try database.execute(
                sql: "UPDATE inventoryChange SET result = ?, digest = ? WHERE version = ?",
                arguments: [Data(log.result), Data(log.digest(after: try before?.bytes(0) ?? [])), log.version])
        }
        let findings = try books.verify().findings
        #expect(!findings.contains { $0.contains("inventory") }, "\(findings)")
        #expect(findings.contains { $0.contains(words) }, "\(findings)")
    }

    @Test(arguments: [
        "UPDATE meter SET serialNumber = 'other' WHERE id = '000000000418'", "DELETE FROM meterRetirement",
        "UPDATE meterRetirement SET register = 0",
    ])
    func theFileItselfRefuses(_ statement: String) throws {
        let (campus, _) = try swapped()
        #expect(throws: DatabaseError.self) { try campus.rawConnection().write { try $0.execute(sql: statement) } }
    }

    /// A crash between the entries and the retirement leaves nothing of either.
    @Test func aSwapIsWrittenAsAWholeOrNotAtAll() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let plan = try ContractCampus.swap(books, id: "S1")
        let before = try campus.dump()
        // A row that stands in the way at the very end of the transaction.
        try campus.tamper {
            try $0.execute(
                sql: """
                    CREATE TRIGGER refuses BEFORE INSERT ON meterRetirement BEGIN SELECT RAISE(ABORT, 'no'); END;
                    """)
        }
        #expect(throws: BooksError.self) { try books.commit(plan, at: ContractCampus.evening) }
        try campus.rawConnection().write { try $0.execute(sql: "DROP TRIGGER refuses") }
        #expect(try campus.dump() == before)
        guard case .committed = try books.commit(plan, at: ContractCampus.evening) else {
            Issue.record("the swap is not committed afterwards")
            return
        }
        #expect(try SQLiteBooks.open(in: campus.folder).verify().findings == [])
    }

    @Test func theSwapStandsInEveryExport() throws {
        let (_, books) = try swapped()
        let entry = try #require(try books.entries(of: ContractCampus.energyRoom, limit: 1).first)
        let sealed = SealedEntry(entry, hash: [UInt8](repeating: 1, count: 32))
        var (hledger, csv, json) = (HledgerJournal(), CSVJournal(), JSONJournal())
        #expect(hledger.text(sealed).contains("(4) swap | 3-418"))
        #expect(csv.text(sealed).contains("900000000418"))
        #expect(json.text(sealed).contains("\"swap\""))
    }
}
