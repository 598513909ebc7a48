// The contract's campus with imports of small files on it, for the tests of their undo.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

struct ImportBench {
    let campus: TemporaryCampus
    let books: SQLiteBooks

    init() throws {
        campus = try TemporaryCampus()
        books = try campus.openedBooks()
    }

    static let header: [InventoryFile: String] = [
        .concentrators: "concentrator,host,port,bus,baud\n", .rooms: "room,building,floor,number,beds,open\n",
        .meters: "meter,room,circuit,supply,concentrator,bus,profile,serial,count,bought,remaining,register\n",
    ]

    /// Holds lines against the inventory and takes all that is right.
    @discardableResult
    func take(_ kind: InventoryFile, _ lines: String, through other: SQLiteBooks? = nil) throws -> InventoryReview {
        let books = other ?? self.books
        let importer = InventoryImport(
            inventory: try books.inventory(), version: try books.inventoryVersion(), at: ContractCampus.evening)
        let review = importer.review(kind, Array(((Self.header[kind] ?? "") + lines).utf8), note: "\(kind.rawValue).csv")
        #expect(try books.take(review.change, actor: ContractCampus.chen, at: ContractCampus.evening) == .taken)
        return review
    }

    func undo(through other: SQLiteBooks? = nil) throws -> InventoryUndoOutcome {
        let books = other ?? self.books
        return try books.undo(try #require(try books.inventoryUndo()), actor: ContractCampus.li, at: ContractCampus.evening)
    }

    /// What the campus consists of, row by row; without the versions of rooms, which only grow.
    func standing() throws -> [String] {
        try books.read { database in
            try ["concentrator", "bus", "room", "meter", "meterBook"].flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map { "\(table) \($0.databaseValues)" }
            } + String.fetchAll(database, sql: "SELECT room FROM roomBook ORDER BY room")
        }
    }

    /// No row points nowhere, the settings hold again, and the books verify.
    func check(_ comment: Comment = "") throws {
        #expect(try books.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }.isEmpty, comment)
        try books.queue.inDatabase(BooksConnection.assertSettings)
        #expect(try books.verify().findings == [], comment)
    }
}
