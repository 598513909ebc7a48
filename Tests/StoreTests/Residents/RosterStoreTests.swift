// Protects residents and stays on disk: what was taken is read back, a change from an older roster writes nothing, undo brings back, and
// whatever is changed behind the program's back is found.
// How: real files; every column of every row is changed once and the books verified.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

@Suite("Roster on disk")
struct RosterStoreTests {
    private static let li = Resident(id: ResidentID("S1"), name: "李娜", schoolClass: "EE 2", cohort: "2027", contact: "138")
    private static let zoe = Resident(id: ResidentID("S2"), name: "Zoë O'Brien")
    private static let september = Day("2026-09-01") ?? Day(number: 0)

    private static func change(version: Int64 = 0) -> RosterChange {
        RosterChange(
            version: version, residents: [li, zoe],
            stays: [
                Stay(id: 1, resident: li.id, room: ContractCampus.energyRoom, from: september),
                Stay(id: 2, resident: zoe.id, room: ContractCampus.energyRoom, from: september, until: september.advanced(by: 40)),
            ], note: "roster.csv")
    }

    private static func take(_ change: RosterChange, _ books: SQLiteBooks) throws -> RosterOutcome {
        try books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening)
    }

    @Test("what was taken is read back after reopening, and the books verify")
    func readsBack() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        #expect(try Self.take(Self.change(), books) == .taken)
        let found = try SQLiteBooks.open(in: campus.folder).roster()
        #expect(found == Roster().applying(Self.change()))
        #expect(try books.verify().findings == [])
    }

    @Test("a change from an older roster, and one that contradicts itself, write nothing")
    func refuses() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        #expect(try Self.take(Self.change(), books) == .taken)
        let before = try campus.dump()
        #expect(try Self.take(Self.change(), books) == .stale)
        let twice = RosterChange(
            version: 1, stays: [Stay(id: 3, resident: Self.li.id, room: ContractCampus.moneyRoom, from: Self.september.advanced(by: 1))])
        #expect(try Self.take(twice, books) == .contradicted(["S1 is in 3-418 and in \(ContractCampus.moneyRoom) on 2026-09-02"]))
        #expect(try campus.dump() == before)
    }

    @Test("undo brings back what stood, and can itself be undone")
    func undo() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        #expect(try books.rosterUndo() == nil)
        #expect(try Self.take(Self.change(), books) == .taken)
        let taken = try books.roster()
        #expect(try Self.take(#require(try books.rosterUndo()), books) == .taken)
        #expect(try books.roster().residents.isEmpty && books.roster().stays.isEmpty)
        #expect(try Self.take(#require(try books.rosterUndo()), books) == .taken)
        #expect(try books.roster().residents == taken.residents)
        #expect(try books.roster().stays == taken.stays)
        #expect(try books.verify().findings == [])
    }

    @Test(
        "every column that is changed behind the program's back is found",
        arguments: [
            ("resident", ["id", "name", "class", "cohort", "contact"]),
            ("stay", ["id", "resident", "room", "firstDay", "lastDay"]),
            (
                "rosterChange",
                ["version", "at", "operator", "role", "shift", "console", "residents", "stays", "nextStay", "note", "result"]
            ),
            ("rosterUndo", ["change", "digest"]),
        ])
    func tampering(table: String, columns: [String]) throws {
        for column in columns {
            let campus = try TemporaryCampus()
            let books = try campus.openedBooks()
            #expect(try Self.take(Self.change(), books) == .taken)
            let new = """
                CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1 WHEN 'text' THEN \(column) || 'x'
                    WHEN 'blob' THEN zeroblob(32) ELSE 99999 END
                """
            let last = "(SELECT max(\(columns[0])) FROM \(table))"
            try campus.tamper { try $0.execute(sql: "UPDATE \(table) SET \(column) = \(new) WHERE \(columns[0]) = \(last)") }
            #expect(try books.verify().findings != [], "\(table).\(column)")
        }
    }
}
