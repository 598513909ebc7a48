// Protects: verify finds what was changed behind the back of the books, or the change does no harm.
// How: seeded changes of single values through SQL and of single bytes of the file; what verify does not find must not change any answer.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Seeded
import Testing

@testable import Store

struct VerifyTests {
    /// All that the books answer, as text; without the versions of rooms, which only make plans stale.
    private func answers(_ books: SQLiteBooks) throws -> [String] {
        let rooms = [ContractCampus.energyRoom, ContractCampus.moneyRoom, ContractCampus.plainRoom, ContractCampus.bareRoom]
        var answers: [String] = []
        let inventory = try books.inventory()
        answers += inventory.rooms.values.map { "\($0)" }.sorted()
        answers += inventory.meters.values.map { "\($0)" }.sorted()
        answers += inventory.concentrators.values.map { "\($0)" }.sorted()
        for room in rooms {
            var standing = try books.standings(of: [room])[room]
            standing?.version = 0
            answers.append("\(String(describing: standing))")
            answers += try books.entries(of: room, limit: 99).map { "\($0)" }
            answers.append("\(try books.account(of: room))")
        }
        answers += try books.orders(OrderFilter()).map { "\($0)" }
        answers += try books.trialBalance().map { "\($0)" }
        for plan in ["P1", "P2", "P3", "U1", "U2", "inventory-1"] { answers.append("\(try books.committed(PlanID(plan)) as Any)") }
        answers.append("\(try books.price(on: Day(of: ContractCampus.evening, at: .china)))")
        answers.append(books.campusID + "\(books.salt)")
        return answers
    }

    private enum Outcome { case refused, found, harmless, missed }

    private func outcome(_ campus: TemporaryCampus, healthy: [String]) throws -> Outcome {
        do {
            let books = try SQLiteBooks.open(in: campus.folder, patience: 0.1)
            if try !books.verify().findings.isEmpty { return .found }
            return try answers(books) == healthy ? .harmless : .missed
        } catch is BooksError {
            return .refused
        }
    }

    @Test func aChangedValueIsFoundOrHarmless() throws {
        let (seed, rounds) = (Soak.seed(2), Soak.rounds(200))
        var random = SeededRandom(seed: seed)
        let campus = try TemporaryCampus()
        let healthy = try answers(try campus.livedInBooks())
        let original = try Data(contentsOf: URL(fileURLWithPath: campus.folder.books))
        var counts: [Outcome: Int] = [:]
        for round in 0..<rounds {
            var change = ""
            try campus.tamper { change = try ValueChange.any(in: $0, with: &random) }
            let outcome = try outcome(campus, healthy: healthy)
            counts[outcome, default: 0] += 1
            #expect(outcome != .missed, "seed \(seed), round \(round): \(change)")
            try original.write(to: URL(fileURLWithPath: campus.folder.books))
        }
        #expect(counts[.found, default: 0] > rounds * 5 / 6, "\(counts)")
    }

    @Test func aFlippedByteIsFoundOrHarmless() throws {
        let (seed, rounds) = (Soak.seed(3), Soak.rounds(200))
        var random = SeededRandom(seed: seed)
        let campus = try TemporaryCampus()
        let healthy = try answers(try campus.livedInBooks())
        let original = try Data(contentsOf: URL(fileURLWithPath: campus.folder.books))
        // Most of a young file is empty; flip where something is written.
        let written = original.indices.filter { original[$0] != 0 }
        var counts: [Outcome: Int] = [:]
        for round in 0..<rounds {
            guard let index = written.randomElement(using: &random) else { return }
            var bytes = original
            bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try bytes.write(to: URL(fileURLWithPath: campus.folder.books))
            let outcome = try outcome(campus, healthy: healthy)
            counts[outcome, default: 0] += 1
            #expect(outcome != .missed, "seed \(seed), round \(round): byte \(index)")
        }
        #expect(counts[.found, default: 0] + counts[.refused, default: 0] > rounds / 2, "\(counts)")
    }

    @Test(arguments: [
        ("UPDATE posting SET amount = amount + 1 WHERE entry = 3 AND line = 1", "entry 3"),
        ("UPDATE posting SET amount = amount * 2 WHERE entry = 3", "entry 3"),
        ("UPDATE entry SET operator = 'wang' WHERE sequence = 4", "entry 4"),
        ("DELETE FROM entry WHERE sequence = 5", "entry 6"),
        ("UPDATE lot SET rest = rest + 1 WHERE id = 3", "lot 3"),
        ("UPDATE lotMove SET paid = paid + 1 WHERE entry = 3", "entry 3"),
        ("UPDATE balance SET amount = amount - 1 WHERE account = 'assets:cash:chen'", "assets:cash:chen"),
        ("UPDATE meterOrder SET state = 'confirmed' WHERE entry = 4", "entry 4"),
        ("UPDATE meterOrder SET state = 'withdrawn' WHERE entry = 4", "entry 4"),
        ("UPDATE meterOrder SET amount = amount + 100 WHERE entry = 3", "entry 3"),
        ("UPDATE orderStep SET note = 'answered' WHERE entry = 3 AND line = 2", "entry 3"),
        ("DELETE FROM orderStep WHERE entry = 3 AND line = 3", "entry 3"),
        ("DELETE FROM meterOrder WHERE entry = 4", "plan P2"),
        ("UPDATE planRow SET money = 1 WHERE plan = 'P1'", "plan P1"),
        ("UPDATE meterBook SET applied = applied + 1", "000000000418"),
        ("UPDATE roomBook SET lastSaleMoney = 1", "room 3-418"),
        ("UPDATE roomBook SET reachedRegister = 1", "room 3-418"),
        ("UPDATE meter SET baselineCount = 5 WHERE id = '000000000418'", "inventory"),
        ("UPDATE room SET beds = 5 WHERE id = '3-418'", "inventory"),
        ("UPDATE inventoryChange SET operator = 'wang'", "inventory"),
        ("UPDATE price SET tenThousandths = 5000", "price"),
        ("UPDATE campus SET salt = zeroblob(32)", "campus"),
    ])
    func aForgeryIsNamed(_ statement: String, _ words: String) throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        #expect(try books.verify().findings == [])
        try campus.tamper { try $0.execute(sql: statement) }
        let findings = try books.verify().findings
        #expect(findings.contains { $0.contains(words) }, "\(findings)")
    }

    @Test func aRemovedRuleIsFound() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        try campus.rawConnection().write { try $0.execute(sql: "DROP TRIGGER entryNeverChanges; CREATE TABLE extra (a)") }
        let findings = try books.verify().findings
        #expect(findings.contains { $0.contains("entryNeverChanges") })
        #expect(findings.contains { $0.contains("extra") })
    }

    /// A forger who writes consistent books finds that the hash of the last entry is not what the paper of yesterday says.
    @Test func theHeadIsTheWitnessOfTheWholeJournal() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let other = try TemporaryCampus()
        let twin = try other.livedInBooks()
        #expect(try books.verify() == twin.verify())
        try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 10_00), id: "P9")
        try ContractCampus.sell(twin, ContractCampus.plainRoom, Money(fen: 10_01), id: "P9")
        #expect(try books.verify().head != twin.verify().head)
        #expect(try books.verify().entries == twin.verify().entries)
    }

    @Test func verifyLeavesNothingBehindAndDoesNotBlockAWriter() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let before = try FileManager.default.contentsOfDirectory(atPath: campus.folder.path).sorted()
        // A writer that holds its lock through the whole of verify is not waited for: readers and one who prepares to write get along.
        try campus.rawConnection().inTransaction(.immediate) { _ in
            let findings = try books.verify().findings
            #expect(findings == [])
            return .rollback
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: campus.folder.path).sorted() == before)
    }
}

/// A change of one value of one row, chosen by chance.
enum ValueChange {
    static func any(in database: Database, with random: inout SeededRandom) throws -> String {
        let tables = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('readRequest') ORDER BY name")
        while let table = tables.randomElement(using: &random) {
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table)")
            guard let row = rows.randomElement(using: &random), let column = row.columnNames.randomElement(using: &random) else { continue }
            guard let value = changed(row[column], with: &random) else { continue }
            let keys = try database.primaryKey(table).columns
            let condition = keys.map { "\($0) = ?" }.joined(separator: " AND ")
            let arguments = [value] + keys.map { row[$0] as DatabaseValue }
            do {
                try database.execute(
                    sql: "UPDATE \(table) SET \(column) = ? WHERE \(condition)", arguments: StatementArguments(arguments))
            } catch is DatabaseError {
                // A key that exists already: another value, then.
                continue
            }
            return "\(table).\(column) of \(row) to \(value)"
        }
        return ""
    }

    private static func changed(_ value: DatabaseValue, with random: inout SeededRandom) -> DatabaseValue? {
        switch value.storage {
        case .null, .double: return nil
        case .int64(let number): return (number ^ (1 << Int64.random(in: 0..<63, using: &random))).databaseValue
        case .string(let text):
            var bytes = Array(text.utf8)
            guard let index = bytes.indices.randomElement(using: &random) else { return "x".databaseValue }
            bytes[index] ^= 1 << UInt8.random(in: 0..<5, using: &random)
            return String(decoding: bytes, as: UTF8.self).databaseValue
        case .blob(var data):
            guard let index = data.indices.randomElement(using: &random) else { return nil }
            data[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            return data.databaseValue
        }
    }
}
