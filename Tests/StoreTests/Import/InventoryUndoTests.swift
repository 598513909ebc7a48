// Protects the undo of an import: what the file brought goes, what it changed is as before, and what is in use by now keeps all of it.
// How: files of each kind against real books, by table; every way of use once; the tables that refer to a room or meter are read from the
// schema itself; every column that is kept for the undo is changed behind the program's back.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

@Suite("Undo of an import")
struct InventoryUndoTests {
    static let files: [(InventoryFile, String, removed: Int, restored: Int)] = [
        (.rooms, "3-421,3,4,421,4,yes\n3-422,3,4,422,4,yes\n4-101,4,1,101,2,no\n", 2, 0),
        (.rooms, "3-418,3,5,418A,6,no\n3-421,9,4,421,1,yes\n", 0, 2),
        (.concentrators, "C1,10.0.0.9,6451,1,2400\nC1,10.0.0.9,6451,2,9600\nC1,10.0.0.9,6451,3,1200\n", 0, 1),
        (.concentrators, "C2,listen:?id=GW-2,6000,1,9600\nC3,serial:/dev/ttyUSB0,,1,2400\n", 2, 0),
        (.meters, "000000000421,3-421,main,,C1,1,dorm645,A-421,,,,\n000000000901,,,building 4,C1,2,plain645,,,,,\n", 2, 0),
        (.meters, "000000000418,3-418,sockets,,C1,2,dorm645,B-418,,,,\n000000000900,,,building 3,C1,1,plain645,S,,,,\n", 0, 2),
    ]

    @Test("what it brought goes and what it changed is as before", arguments: files)
    func undoes(_ kind: InventoryFile, _ lines: String, _ removed: Int, _ restored: Int) throws {
        let bench = try ImportBench()
        let before = try bench.standing()
        let inventory = try bench.books.inventory()
        try bench.take(kind, lines)
        #expect(try bench.standing() != before)
        let undo = try #require(try bench.books.inventoryUndo())
        #expect(undo.removed == removed && undo.restored == restored && undo.held == [] && undo.note == "\(kind.rawValue).csv")
        #expect(try bench.undo() == .undone)
        #expect(try bench.standing() == before)
        #expect(try bench.books.inventory() == inventory)
        #expect(try bench.books.inventoryVersion() == 3)
        #expect(try bench.books.inventoryUndo() == nil, "an import is taken back once")
        try bench.check()
        // The same file again is as new as it was.
        #expect(try bench.take(kind, lines).new.count == removed)
        try bench.check()
    }

    @Test("without an import there is nothing to take back, and what the program changes by itself keeps the last one")
    func kept() throws {
        let bench = try ImportBench()
        #expect(try bench.books.inventoryUndo() == nil, "a change without a name is not kept")
        try bench.take(.rooms, "4-101,4,1,101,2,yes\n")
        var closed = try #require(try bench.books.inventory().rooms[ContractCampus.bareRoom])
        closed.isOpen = false
        let change = InventoryChange(version: 2, rooms: [closed])
        #expect(try bench.books.take(change, actor: ContractCampus.system, at: ContractCampus.evening) == .taken)
        #expect(try bench.undo() == .undone)
        #expect(try bench.books.inventory().rooms[ContractCampus.bareRoom]?.isOpen == false)
        #expect(try bench.books.inventory().rooms[RoomID("4-101")] == nil)
        try bench.check()
    }

    @Test("a plan for a room whose meter went is stale")
    func makesPlansStale() throws {
        let bench = try ImportBench()
        try bench.take(.meters, "000000000418,3-418,main,,C1,2,dorm645,A-418,,,,\n000000001418,3-418,light,,C1,1,dorm645,,,,,\n")
        let plan = try ContractCampus.plan(bench.books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
        #expect(try bench.undo() == .undone)
        #expect(
            try bench.books.commit(plan, at: ContractCampus.evening) == .stale([ContractCampus.energyRoom: .changedSincePlan]))
    }

    typealias Use = @Sendable (ImportBench) throws -> Void

    static let uses: [(InventoryFile, String, Use, held: [String])] = [
        (.rooms, "4-101,4,1,101,2,yes\n", { try $0.take(.meters, "000000000411,4-101,main,,C1,1,dorm645,,,,,\n") }, []),
        (
            .rooms, "4-101,4,1,101,2,yes\n", { try hang($0, "000000000411", in: "4-101") },
            ["room 4-101: meter 000000000411 stands there"]
        ),
        (
            .rooms, "4-101,4,1,101,2,yes\n", { try hang($0, "000000000411", in: "4-101", baseline: ContractCampus.energyMeter.baseline) },
            ["room 4-101: meter 000000000411 stands there", "room 4-101: the journal has entries since then"]
        ),
        (
            .rooms, "4-101,4,1,101,2,yes\n",
            { try house($0, "4-101") }, ["room 4-101: residents have stays there"]
        ),
        (.rooms, "4-101,4,1,101,2,yes\n", { try refund($0, "4-101") }, ["room 4-101: refund R1 is about it"]),
        (.rooms, "3-421,3,4,421,9,yes\n", { try refund($0, "3-421") }, ["room 3-421: refund R1 is about it"]),
        (
            .rooms, "4-101,4,1,101,2,yes\n",
            { _ = try $0.books.open(CaseContract.draft(RoomID("4-101")), actor: ContractCampus.system, at: ContractCampus.evening) },
            ["room 4-101: there is a case about it"]
        ),
        (
            .concentrators, "C2,10.0.0.2,6450,1,9600\n", { try hang($0, "000000000411", in: "3-421", on: "C2") },
            ["concentrator C2: meter 000000000411 hangs on it"]
        ),
        (
            .concentrators, "C1,127.0.0.1,6450,1,2400\nC1,127.0.0.1,6450,2,9600\nC1,127.0.0.1,6450,3,9600\n",
            { try hang($0, "000000000411", in: "3-421", on: "C1", bus: 3) }, ["concentrator C1: meter 000000000411 hangs on it"]
        ),
        (
            .meters, "000000000421,3-421,main,,C1,1,dorm645,,6,400.00,3.25,1234.56\n", { _ in },
            [
                "meter 000000000421 was taken over: the books count from its baseline"
            ]
        ),
        (
            .meters, "000000000418,3-421,main,,C1,1,dorm645,A-418,,,,\n",
            { try ContractCampus.sell($0.books, ContractCampus.bareRoom, Money(fen: 10_00), id: "P1") },
            ["meter 000000000418: the journal has entries of its room since then"]
        ),
        (
            .meters, "000000000418,3-418,main,,C1,2,dorm645,A-418,,,,\n",
            { _ = try $0.books.commit(try ContractCampus.swap($0.books, id: "S1"), at: ContractCampus.evening) },
            [
                "meter 000000000418 was replaced, or put in for another one",
                "meter 000000000418: the journal has entries of its room since then",
            ]
        ),
    ]

    /// A meter that no file brought, as the program itself changes the inventory.
    private static func hang(
        _ bench: ImportBench, _ meter: String, in room: String, on concentrator: String = "C1", bus: Int = 1, baseline: Baseline? = nil
    ) throws {
        let point = MeterPoint(
            id: MeterID(meter), place: .room(RoomID(room), circuit: "main"),
            bus: BusID(concentrator: ConcentratorID(concentrator), number: bus), profile: .dorm645, baseline: baseline)
        let change = InventoryChange(version: try bench.books.inventoryVersion(), meters: [point])
        #expect(try bench.books.take(change, actor: ContractCampus.system, at: ContractCampus.evening) == .taken)
    }

    private static func house(_ bench: ImportBench, _ room: String) throws {
        let resident = Resident(id: ResidentID("S1"), name: "Li")
        let stay = Stay(id: 1, resident: resident.id, room: RoomID(room), from: Day(number: 20_000))
        let change = RosterChange(version: 0, residents: [resident], stays: [stay])
        #expect(try bench.books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening) == .taken)
    }

    private static func refund(_ bench: ImportBench, _ room: String) throws {
        let at = ContractCampus.evening.milliseconds
        try bench.books.write { database in
            try database.execute(
                sql: """
                    INSERT INTO refundRun VALUES ('R1', 'rooms', '', NULL, 1, 'equal', \(at), '', '', '', '', zeroblob(32));
                    INSERT INTO refundEvent
                    VALUES ('R1', '\(room)', 1, 'frozen', '', NULL, \(at), '', '', '', '', NULL, NULL, NULL, NULL, zeroblob(32));
                    """)
        }
    }

    @Test("what is in use keeps all of it, and is told one by one", arguments: uses)
    func holds(_ kind: InventoryFile, _ lines: String, _ use: Use, _ held: [String]) throws {
        let bench = try ImportBench()
        try bench.take(kind, lines)
        try use(bench)
        let undo = try #require(try bench.books.inventoryUndo())
        #expect(undo.held.map(\.description) == held)
        guard !held.isEmpty else { return }
        let before = try bench.campus.dump()
        #expect(try bench.undo() == .held(undo.held))
        #expect(try bench.campus.dump() == before, "nothing is written")
    }

    @Test("a room that an import opened is closed again by its undo, unless something was sold to it since")
    func openedAndSoldTo() throws {
        let bench = try ImportBench()
        try bench.take(.rooms, "3-418,3,4,418,4,no\n")
        try bench.take(.rooms, "3-418,3,4,418,4,yes\n")
        #expect(try bench.books.inventoryUndo()?.held == [])
        _ = try ContractCampus.sell(bench.books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        let held = try #require(try bench.books.inventoryUndo()?.held.map(\.description))
        #expect(held == ["room 3-418: the journal has entries since then"])
        #expect(try bench.undo() == .held(try #require(try bench.books.inventoryUndo()?.held)))
        #expect(try bench.books.inventory().rooms[ContractCampus.energyRoom]?.isOpen == true)
        try bench.check()
    }

    @Test("of two consoles only the first takes an import back, and neither takes back what it has not seen")
    func twoConsoles() throws {
        let bench = try ImportBench()
        let other = try SQLiteBooks.open(in: bench.campus.folder)
        try bench.take(.rooms, "4-101,4,1,101,2,yes\n")
        let seen = try #require(try bench.books.inventoryUndo())
        try bench.take(.rooms, "4-102,4,1,102,2,yes\n", through: other)
        #expect(try bench.books.undo(seen, actor: ContractCampus.chen, at: ContractCampus.evening) == .stale)
        #expect(try bench.books.inventory().rooms[RoomID("4-102")] != nil)
        let again = try #require(try bench.books.inventoryUndo())
        #expect(again.newRooms == [RoomID("4-102")])
        #expect(try bench.undo(through: other) == .undone)
        #expect(try bench.books.undo(again, actor: ContractCampus.chen, at: ContractCampus.evening) == .stale)
        try bench.check()
    }

    /// While rows go the foreign keys are off: whoever adds a table that names one of these has to give it its place in `InventoryHolds`.
    @Test("every table that refers to a room, a meter or a line is known to the undo")
    func references() throws {
        let found = try ImportBench().books.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT child.name || '.' || key."from" || ' ' || key."table"
                    FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS key
                    WHERE child.type = 'table' AND key."table" IN ('room', 'meter', 'bus', 'concentrator') ORDER BY 1
                    """)
        }
        #expect(
            found == [
                "bus.concentrator concentrator", "caseFile.room room", "entry.reachesMeter meter", "entry.room room", "lot.room room",
                "meter.bus bus", "meter.concentrator bus", "meter.room room", "meterBook.meter meter", "meterOrder.meter meter",
                "meterOrder.room room", "meterRetirement.meter meter", "meterRetirement.successor meter", "planRow.room room",
                "refundEvent.room room", "refundFreeze.room room", "roomBook.room room", "stay.room room", "subsidyGrant.room room",
            ])
    }

    static let columns: [(String, [String])] = [
        ("inventoryImport", ["version", "at", "note", "beforeEntry", "digest"]), ("inventoryUndo", ["kind", "id", "before"]),
    ]

    @Test("every column that is changed behind the program's back is found", arguments: columns)
    func tampering(table: String, columns: [String]) throws {
        for column in columns {
            let bench = try ImportBench()
            try bench.take(.rooms, "3-418,3,5,418,6,no\n")
            let new = """
                CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1 WHEN 'text' THEN \(column) || ' ' ELSE zeroblob(32) END
                """
            try bench.campus.tamper { try $0.execute(sql: "UPDATE \(table) SET \(column) = \(new)") }
            #expect(try bench.books.verify().findings != [], "\(table).\(column)")
            #expect(throws: BooksError.self, "\(table).\(column)") { try bench.books.inventoryUndo() }
        }
    }
}
