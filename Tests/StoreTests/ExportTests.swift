// Protects: an export says everything that the journal says, in every form, for the whole time and for a period, and nothing of a journal
// that was changed.
// How: lived-in books exported, JSON and CSV read back by Foundation and by the project's own reader and held against the entries.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct ExportTests {
    private func export(_ books: SQLiteBooks, _ format: JournalFormat, from: Day? = nil, until: Day? = nil) throws -> String {
        var text = ""
        _ = try books.export(as: format, from: from, until: until) { text += $0 }
        return text
    }

    private func entries(_ books: SQLiteBooks) throws -> [Entry] {
        let count = try books.verify().entries
        return try books.read { database in try (1...count).compactMap { try EntryRecords.entry($0, in: database) } }
    }

    private struct Exported: Decodable {
        struct Line: Decodable {
            var account: String
            var commodity: String
            var amount: Int64
        }
        struct Lot: Decodable {
            var move: String
            var lot: Int64?
            var wallet: String?
            var unit: String
            var credited: Int64?
            var left: Int64?
            var credit: Int64?
            var paid: Int64
            var expires: String?
        }
        struct Mark: Decodable {
            var meter: String
            var wattHours: Int64
            var at: Int64
        }
        struct One: Decodable {
            var entry, at: Int64
            var day, role, shift, console, plan, kind, reason, previousHash, hash: String
            var `operator`: String
            var room: String?
            var corrects: Int64?
            var postings: [Line]
            var lots: [Lot]
            var reaches: Mark?
        }
        var campus: String
        var opening: [Line]
        var entries: [One]
    }

    /// An entry as the JSON export says it, put together again without the product's help.
    private func entry(_ one: Exported.One) throws -> Entry {
        let lots = try one.lots.map { lot -> LotMove in
            let unit = try #require(CreditUnit(rawValue: lot.unit))
            func credit(_ number: Int64?) throws -> Credit { Credit(unit, hundredths: try #require(number)) }
            guard lot.move == "open" else {
                return .take(LotID(entry: try #require(lot.lot)), credit: try credit(lot.credit), paid: Money(fen: lot.paid))
            }
            return .open(
                try #require(WalletKind(rawValue: lot.wallet ?? "")), credited: try credit(lot.credited), paid: Money(fen: lot.paid),
                left: try credit(lot.left), expires: lot.expires.flatMap { Day($0) })
        }
        let postings = try one.postings.map {
            Posting(Account($0.account), try #require(Commodity(rawValue: $0.commodity)), $0.amount)
        }
        let reaches = one.reaches.map {
            RegisterMark(meter: MeterID($0.meter), register: Energy(wattHours: $0.wattHours), at: Instant(milliseconds: $0.at))
        }
        let digits = Array(one.previousHash)
        let previous = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return Entry(
            sequence: one.entry, at: Instant(milliseconds: one.at), day: try #require(Day(one.day)),
            actor: Actor(name: one.operator, role: try #require(Role(rawValue: one.role)), shift: one.shift, console: one.console),
            plan: PlanID(one.plan),
            draft: EntryDraft(
                kind: try #require(EntryKind(rawValue: one.kind)), room: one.room.map { RoomID($0) }, corrects: one.corrects,
                reason: one.reason, postings: postings, lots: lots, reaches: reaches),
            previousHash: previous)
    }

    @Test func jsonHoldsAllThatIsHashed() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let exported = try JSONDecoder().decode(Exported.self, from: Data(try export(books, .json).utf8))
        #expect(exported.campus == books.campusID)
        #expect(exported.opening.isEmpty)
        #expect(try exported.entries.map(entry) == entries(books))
        #expect(exported.entries.last?.hash == BackupName.hexadecimal(try books.verify().head))
    }

    @Test func csvHoldsEveryLineOfEveryEntry() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let lines = try export(books, .csv).split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(lines.allSatisfy { $0.count == CSVJournal.columns.count })
        let entries = try entries(books)
        #expect(lines.count == 1 + entries.reduce(0) { $0 + $1.draft.postings.count + $1.draft.lots.count })
        let amounts = lines.dropFirst().filter { $0[19] == "posting" }.map { "\($0[0]) \($0[20]) \($0[22]) \($0[21])" }
        let expected = entries.flatMap { entry in
            entry.draft.postings.map { posting in
                let decimals = posting.commodity == .kWh ? 3 : 2
                return
                    "\(entry.sequence) \(posting.account) \(Decimals.text(posting.amount, decimals: decimals)) \(posting.commodity.rawValue)"
            }
        }
        #expect(amounts == expected)
    }

    @Test func aPeriodOpensWithWhatWasBefore() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let tomorrow = Day(of: ContractCampus.evening, at: .china).advanced(by: 1)
        let text = try export(books, .hledger, from: tomorrow)
        #expect(text.contains("2026-11-22 * opening balances\n"))
        let exported = try JSONDecoder().decode(Exported.self, from: Data(try export(books, .json, from: tomorrow).utf8))
        #expect(exported.entries.isEmpty)
        let balances = try books.trialBalance().filter { $0.amount != 0 }
        #expect(
            exported.opening.map { "\($0.account) \($0.commodity) \($0.amount)" }
                == balances.map { "\($0.account) \($0.commodity.rawValue) \($0.amount)" })
        #expect(try export(books, .json, until: tomorrow.advanced(by: -2)).contains("\"entries\":[\n]"))
    }

    @Test func aChangedEntryIsNotPassedOn() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        try campus.tamper { try $0.execute(sql: "UPDATE posting SET amount = amount + 1 WHERE entry = 4 AND line = 1") }
        for format in JournalFormat.allCases {
            #expect(throws: BooksError.damaged("entry 4 does not fit its hash; see dormwatt verify")) { try export(books, format) }
        }
    }

    @Test func textKeepsItsFormWhateverStandsInIt() throws {
        let draft = EntryDraft(
            kind: .sale, room: RoomID("3 418;a"), reason: "said: \"no, [2026-01-01]\"\nnever",
            postings: [Posting(Account("room:3 418;a:purchased"), .kWh, -5), Posting(.used, .kWh, 5)])
        let entry = Entry(
            sequence: 7, at: ContractCampus.evening, day: Day(of: ContractCampus.evening, at: .china), actor: ContractCampus.chen,
            plan: PlanID("P"), draft: draft, previousHash: [])
        let sealed = SealedEntry(entry, hash: [0xAB])
        var journal = HledgerJournal()
        let text = journal.text(sealed)
        #expect(text.contains("2026-11-21 * (7) sale | 3%20418%3ba\n"))
        #expect(text.contains("reason:said: \"no%2c %5b2026-01-01%5d\"%0anever, hash:ab\n"))
        #expect(text.contains("    room:3%20418%3ba:purchased  -0.005 kWh = -0.005 kWh\n"))
        #expect(CSVJournal().text(sealed).contains(",\"said: \"\"no, [2026-01-01]\"\"\nnever\","))
        var json = JSONJournal()
        #expect(json.text(sealed).contains(#""reason":"said: \"no, [2026-01-01]\"\u000anever""#))
    }
}
