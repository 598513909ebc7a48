// Protects cases on disk: they keep the promises of the contract, stay after reopening, and whatever is changed in them is found.
// How: the bodies of the contract on real files; every column of every row is changed once and the books verified.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

@Suite("Cases on disk")
struct CaseStoreTests {
    @Test(arguments: CaseContract.all)
    func booksOnDiskKeep(_ promise: CasePromise) throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        try promise.check(books)
        #expect(try books.verify().findings == [])
        #expect(try SQLiteBooks.open(in: campus.folder).cases(CaseFilter()) == books.cases(CaseFilter()))
    }

    private static func booksWithCases(_ campus: TemporaryCampus) throws -> SQLiteBooks {
        let books = try campus.openedBooks()
        let chen = ContractCampus.chen
        let at = ContractCampus.evening
        for _ in 0..<2 {
            let id = try books.open(CaseContract.draft(), actor: ContractCampus.system, at: at).found.id
            for act in [CaseAct.owned("chen"), .noted("asked"), .closed(CaseEnd(outcome: .corrected, text: "done"))] {
                _ = try books.record(act, in: id, actor: chen, at: at)
            }
        }
        _ = try books.open(CaseContract.draft(), actor: chen, at: at)
        return books
    }

    @Test("steps and subjects are never changed and never deleted")
    func appendOnly() throws {
        let campus = try TemporaryCampus()
        let books = try Self.booksWithCases(campus)
        let before = try campus.dump()
        for statement in [
            "UPDATE caseStep SET text = 'x'", "DELETE FROM caseStep", "UPDATE caseFile SET room = '3-419'", "DELETE FROM caseFile",
            "UPDATE caseFile SET isOpen = 1 WHERE number = 1", "REPLACE INTO caseStep SELECT * FROM caseStep",
        ] {
            #expect(throws: BooksError.self, "\(statement)") { try books.write { try $0.execute(sql: statement) } }
        }
        #expect(try campus.dump() == before)
    }

    @Test(
        "every column that is changed behind the program's back is found",
        arguments: [
            ("caseFile", ["number", "room", "meter", "kind", "isOpen"]),
            (
                "caseStep",
                [
                    "number", "line", "at", "operator", "role", "shift", "console", "act", "text", "amount", "reopens", "outcome", "digest",
                ]
            ),
        ])
    func tampering(table: String, columns: [String]) throws {
        for column in columns {
            // Two open cases of one room and kind can not even be forged: the index refuses them.
            for row in (column == "isOpen" ? 2 : 0)..<(table == "caseFile" ? 3 : 9) {
                let campus = try TemporaryCampus()
                let books = try Self.booksWithCases(campus)
                // A number far from all others, so that no key is met twice; a flag only turns.
                let step = column == "isOpen" ? "1 - 2 * isOpen" : "100"
                let new = """
                    CASE typeof(\(column)) WHEN 'integer' THEN \(column) + \(step) WHEN 'text' THEN \(column) || 'x'
                        WHEN 'blob' THEN zeroblob(32) ELSE 'corrected' END
                    """
                let value = column == "reopens" ? "coalesce(reopens, 0) + 1" : new
                let key = table == "caseFile" ? "number" : "number, line"
                try campus.tamper {
                    try $0.execute(
                        sql: """
                            UPDATE \(table) SET \(column) = \(value)
                            WHERE (\(key)) IN (SELECT \(key) FROM \(table) ORDER BY \(key) LIMIT 1 OFFSET \(row))
                            """)
                }
                #expect(try books.verify().findings != [], "\(table).\(column), row \(row)")
            }
        }
    }

    @Test(
        "the end of a chain that is cut off is found",
        arguments: [
            "DELETE FROM caseStep WHERE number = (SELECT max(number) FROM caseStep WHERE line > 1) AND line > 1",
            "DELETE FROM caseStep WHERE number = (SELECT max(number) FROM caseFile); "
                + "DELETE FROM caseFile WHERE number = (SELECT max(number) FROM caseFile)",
        ])
    func cutOff(_ sql: String) throws {
        let campus = try TemporaryCampus()
        let books = try Self.booksWithCases(campus)
        try campus.tamper { try $0.execute(sql: sql) }
        #expect(try books.verify().findings.contains { $0.contains("were written") })
    }
}
