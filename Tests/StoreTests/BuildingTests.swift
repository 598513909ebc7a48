// Protects: the names of the buildings, and the rooms of one, are found without going through all rooms.
// How: the names of campuses from none to many buildings, and SQLite's own plan of both queries.

import Domain
import GRDB
import Operations
import Testing

@testable import Store

struct BuildingTests {
    @Test(arguments: [[], ["1"], ["1", "2", "10"], ["A", "a", "南区 1", "\u{10FFFF}"]])
    func namesOfBuildings(_ names: [String]) throws {
        let campus = try TemporaryCampus()
        let books = try SQLiteBooks.create(in: campus.folder)
        let rooms = names.flatMap { name in
            (101...103).map { Room(id: RoomID("\(name)-\($0)"), building: name, floor: 1, number: "\($0)", beds: 4) }
        }
        let actor = Actor(name: "chen", role: .manager, shift: "", console: "test")
        _ = try books.take(InventoryChange(version: 0, rooms: rooms), actor: actor, at: Instant(milliseconds: 0))
        #expect(try books.buildings().sorted() == names.sorted())
        for name in names { #expect(try Set(books.rooms(in: name).map(\.id)) == Set(rooms.filter { $0.building == name }.map(\.id))) }
        #expect(try books.rooms(in: "no such building").isEmpty)
    }

    @Test(arguments: [BuildingIndex.names, "SELECT id FROM room WHERE building = '1'"])
    func noQueryReadsAllRooms(_ sql: String) throws {
        let campus = try TemporaryCampus()
        let books = try SQLiteBooks.create(in: campus.folder)
        let plan = try books.queue.read { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String } }
        #expect(plan.contains { $0.hasPrefix("SEARCH room USING COVERING INDEX roomByBuilding") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN room") }, "\(plan)")
    }
}
