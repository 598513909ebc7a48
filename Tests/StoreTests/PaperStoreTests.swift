// Protects papers in the books: numbers without gaps, one number for one paper, a month that is closed once, printings that are kept, and that
// whatever is changed behind the program's back is found.
// How: real files; two consoles; every column changed once and the books verified.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

@Suite("Papers in the books")
struct PaperStoreTests {
    private static let november = Month("2026-11") ?? Month(of: Day(number: 0))

    private static func file(_ books: SQLiteBooks, _ kind: PaperKind = .sales, year: Int = 2026) throws -> PaperRecord {
        try books.file(kind, year: year) { number in
            PaperRecord(
                number: number, kind: kind, subject: "2026-11-01 2026-11-21", upTo: 3, madeAt: ContractCampus.evening,
                actor: ContractCampus.chen, code: "CODE-\(number)", content: "{}")
        }
    }

    private static func closing(_ paper: PaperRecord) -> MonthClosing {
        MonthClosing(month: november, paper: paper.number, upTo: paper.upTo, at: ContractCampus.evening, actor: ContractCampus.chen)
    }

    @Test("numbers count by kind and year, and a paper that fails takes none")
    func numbers() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        struct NoPaper: Error {}
        #expect(try Self.file(books).number == "SR-2026-000001")
        #expect(throws: NoPaper.self) { try books.file(.sales, year: 2026) { _ in throw NoPaper() } }
        let other = try SQLiteBooks.open(in: campus.folder)
        #expect(try Self.file(other).number == "SR-2026-000002")
        #expect(try Self.file(books, .month).number == "ME-2026-000001")
        #expect(try Self.file(books, year: 2027).number == "SR-2027-000001")
        #expect(try books.paper(code: "CODE-SR-2026-000002")?.number == "SR-2026-000002")
        #expect(try books.paper(number: "SR-2026-000009") == nil)
        #expect(try books.papers(limit: 2).count == 2)
        #expect(try books.verify().findings == [])
    }

    @Test("a month is closed once, whoever closes it")
    func closes() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let first = Self.closing(try Self.file(books, .month))
        #expect(try books.close(first))
        #expect(try !SQLiteBooks.open(in: campus.folder).close(Self.closing(try Self.file(books, .month))))
        #expect(try books.closings() == [first])
    }

    /// A review that was planned before midnight and confirmed after the month was closed; the same with what happens to a refund.
    @Test("a month that is closed gets no entry any more, by any path")
    func closedMonth() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let late = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
        #expect(try books.close(Self.closing(try Self.file(books, .month))))
        let open = Self.november.advanced(by: 1).first
        let before = try campus.dump()
        #expect(
            try books.commit(late, at: ContractCampus.evening) == .stale([ContractCampus.energyRoom: .monthClosed(open: open)]))
        let run = RefundRun(
            id: RefundRunID("late"), scope: .rooms, exitDay: late.day, shareOfLeavers: .paidOut, at: ContractCampus.evening,
            actor: ContractCampus.chen)
        #expect(try campus.dump() == before)
        #expect(try books.start(run, rooms: [ContractCampus.energyRoom]) == .started([ContractCampus.energyRoom]))
        let move = RefundMove(room: ContractCampus.energyRoom, after: 1, event: .dropped(reason: "mistake"))
        let change = RefundChange(run: run.id, moves: [move], plan: late, actor: ContractCampus.chen)
        guard case .stale(let refusals) = try books.commit(change, at: ContractCampus.evening) else {
            Issue.record("a refund writes into a closed month")
            return
        }
        #expect(refusals.values.allSatisfy { $0 == .monthClosed(open: open) })
        var next = late
        next.day = open
        guard case .stale(let others) = try books.commit(next, at: ContractCampus.evening) else { return }
        #expect(others.values.allSatisfy { $0 == .changedSincePlan }, "dated anew it is judged as ever")
    }

    @Test("printings are kept in order")
    func printings() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let paper = try Self.file(books)
        let prints = [4, 9].map {
            PaperPrint(number: paper.number, at: ContractCampus.evening, actor: ContractCampus.chen, printer: "office", job: $0)
        }
        for print in prints { try books.printed(print) }
        #expect(try books.prints(of: paper.number) == prints)
        #expect(try books.verify().findings == [])
    }

    @Test(
        "every column that is changed behind the program's back is found",
        arguments: [
            (
                "paper",
                ["number", "kind", "subject", "upTo", "madeAt", "operator", "role", "shift", "console", "code", "content", "digest"]
            ),
            ("paperPrint", ["number", "line", "at", "operator", "role", "shift", "console", "printer", "job", "digest"]),
            ("monthClosing", ["month", "paper", "upTo", "at", "operator", "role", "shift", "console", "digest"]),
        ])
    func tampering(table: String, columns: [String]) throws {
        for column in columns {
            let campus = try TemporaryCampus()
            let books = try campus.openedBooks()
            let paper = try Self.file(books, .month)
            try books.printed(
                PaperPrint(number: paper.number, at: ContractCampus.evening, actor: ContractCampus.chen, printer: "office", job: 4))
            #expect(try books.close(Self.closing(paper)))
            let new = "CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1 WHEN 'text' THEN \(column) || 'x' ELSE zeroblob(32) END"
            try campus.tamper { try $0.execute(sql: "UPDATE \(table) SET \(column) = \(new)") }
            #expect(try books.verify().findings != [], "\(table).\(column)")
        }
    }

    @Test("a meter that is taken over under a clock that was set back gets no entry in a month that is closed")
    func closedMonthAdoption() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        #expect(try books.close(Self.closing(try Self.file(books, .month))))
        var meter = ContractCampus.energyMeter
        (meter.id, meter.place) = (MeterID("000000000421"), .room(ContractCampus.bareRoom, circuit: "main"))
        let change = InventoryChange(version: try books.inventoryVersion(), meters: [meter])
        #expect(try books.take(change, actor: ContractCampus.system, at: ContractCampus.evening) == .taken)
        let entry = try #require(try books.entries(of: ContractCampus.bareRoom, limit: 1).first)
        #expect(entry.draft.kind == .adoption && entry.day == Self.november.advanced(by: 1).first)
        #expect(try books.verify().findings == [])
    }

    @Test("a paper that was taken out is missed")
    func missing() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        for _ in 0..<3 { _ = try Self.file(books) }
        try campus.tamper { try $0.execute(sql: "DELETE FROM paper WHERE number = 'SR-2026-000002'") }
        #expect(try books.verify().findings.contains { $0.contains("a paper before SR-2026-000003 is missing") })
    }
}
