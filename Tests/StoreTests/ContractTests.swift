// Protects: the books on disk keep every promise that the books in memory keep.
// How: each body of the contract runs on a new file, is read again by verify, and once more after closing and opening it.

import BooksContract
import Domain
import Operations
import Store
import Testing

struct ContractTests {
    @Test(arguments: BooksContract.all)
    func booksOnDiskKeep(_ promise: BooksPromise) throws {
        let campus = try TemporaryCampus()
        let books = try SQLiteBooks.create(in: campus.folder)
        try promise.check(books)
        let found = try books.verify()
        #expect(found.findings == [])
        #expect(try SQLiteBooks.open(in: campus.folder).verify() == found)
    }

    @Test func everythingIsTheSameAfterReopening() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let again = try SQLiteBooks.open(in: campus.folder)
        let rooms = [ContractCampus.energyRoom, ContractCampus.moneyRoom, ContractCampus.plainRoom, ContractCampus.bareRoom]
        #expect(try again.inventory() == books.inventory())
        #expect(try again.standings(of: rooms) == books.standings(of: rooms))
        #expect(try again.orders(OrderFilter()) == books.orders(OrderFilter()))
        #expect(try again.committed(PlanID("P1")) == books.committed(PlanID("P1")))
        #expect(try again.entries(of: ContractCampus.energyRoom, limit: 99) == books.entries(of: ContractCampus.energyRoom, limit: 99))
        #expect(again.campusID == books.campusID)
        #expect(again.salt == books.salt)
        #expect(again.salt.count == 32)
    }

    @Test func theHashIsOfTheCanonicalBytes() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let newest = try #require(try books.entries(of: ContractCampus.moneyRoom, limit: 1).first)
        #expect(try books.verify().head == SHA256Seal().hash(newest.canonicalBytes))
    }

    @Test func aReaderReadsAndCanNotWrite() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let reader = try SQLiteBooks.open(in: campus.folder, readOnly: true)
        #expect(try reader.orders(OrderFilter()) == books.orders(OrderFilter()))
        #expect(try reader.verify().findings == [])
        let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P9")
        #expect(throws: BooksError.readOnly(campus.folder.books)) { try reader.commit(plan, at: ContractCampus.evening) }
        #expect(try books.committed(PlanID("P9")) == nil)
    }

    @Test func moreRoomsThanOneReadTakesStandToo() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let rooms = (0..<2500).map { Room(id: RoomID("9-\($0)"), building: "9", floor: 1, number: "\($0)", beds: 4) }
        #expect(try books.take(InventoryChange(version: 1, rooms: rooms), actor: ContractCampus.chen, at: ContractCampus.evening) == .taken)
        let standings = try books.standings(of: rooms.map(\.id) + [ContractCampus.energyRoom, RoomID("nowhere")])
        #expect(standings.count == 2501)
        #expect(standings[RoomID("9-2499")]?.room == rooms[2499])
        let inventory = try books.inventory()
        #expect(inventory.rooms.count == 2504)
        #expect(rooms.allSatisfy { inventory.rooms[$0.id] == $0 })
    }
}
