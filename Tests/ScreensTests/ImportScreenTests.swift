// Protects the review of rooms, meters and concentrators on the console: what is wrong by line and column, what differs and how, nothing
// taken before its typed count, and the undo, which is refused while what was brought is in use.
// How: files held against a small inventory by the importer; frames in both languages compared with stored ones; keys pressed and wishes
// compared.

import Domain
import Terminal
import Testing

@testable import Operations
@testable import Screens

@Suite struct ImportScreenTests {
    private static let inventory: Inventory = {
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let rooms = [("3-301", 4), ("3-302", 4), ("3-303", 6)].map {
            Room(id: RoomID($0.0), building: "3", floor: 3, number: String($0.0.suffix(3)), beds: $0.1)
        }
        var old = MeterPoint(
            id: MeterID("000000000300"), place: .room(RoomID("3-301"), circuit: "main"), bus: bus, profile: .dorm645, serialNumber: "A-1")
        old.retirement = Retirement(
            register: .zero, at: SampleCampus.now, day: Day(of: SampleCampus.now, at: .china), successor: MeterID("000000000301"))
        let meter = MeterPoint(
            id: MeterID("000000000301"), place: .room(RoomID("3-301"), circuit: "main"), bus: bus, profile: .dorm645, serialNumber: "A-2")
        let concentrator = Concentrator(id: ConcentratorID("C1"), host: "10.0.0.7", port: 4001, buses: [Bus(id: bus, baud: 2400)])
        return Inventory(rooms: rooms, meters: [old, meter], concentrators: [concentrator])
    }()

    static func file(_ kind: InventoryFile, _ text: String, number: Int, encoding: String?) -> ReviewedFile {
        let review = InventoryImport(inventory: inventory, version: 7, at: SampleCampus.now).review(
            kind, Array(text.utf8), note: "campus.csv")
        let change = review.change
        let before = InventoryChange(
            version: 7, concentrators: change.concentrators.compactMap { inventory.concentrators[$0.id] },
            rooms: change.rooms.compactMap { inventory.rooms[$0.id] }, meters: change.meters.compactMap { inventory.meters[$0.id] })
        return .inventory(
            ReviewedInventory(
                number: number, path: "/home/desk/campus.csv", encoding: encoding, kind: kind, review: review, before: before))
    }

    static let rooms = """
        room,building,floor,number,beds,open
        3-301,3,3,301,4,
        3-302,3,3,302A,2,no
        3-304,3,3,304,4,yes

        """
    private static let meters = """
        meter,room,circuit,concentrator,bus,profile,serial
        000000000300,3-301,main,C1,1,dorm645,A-1
        000000000301,3-302,main,C1,1,dorm645,B-2
        000000000302,3-303,main,C1,1,plain645,A-3
        302,3-303,main,C1,1,plain645,A-3
        000000000303,9-101,main,C1,1,dorm645,

        """
    private static let concentrators = """
        concentrator,host,port,bus,baud
        C1,10.0.0.8,4001,1,9600
        C1,10.0.0.8,4001,2,9600
        C2,serial:/dev/ttyUSB0,,1,2400

        """

    private func pilot(_ kind: InventoryFile, _ text: String, columns: Int = 80, rows: Int = 24, encoding: String? = nil) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g i L")
        pilot.type("/home/desk/campus.csv")
        pilot.press("Enter")
        guard case .roster(.read(let number, _, _)) = pilot.takeEffects().last else {
            Issue.record("no file was wished for")
            return pilot
        }
        pilot.send(.roster(.read(Self.file(kind, text, number: number, encoding: encoding))))
        return pilot
    }

    static let frames: [(InventoryFile, columns: Int, rows: Int)] = [
        (.rooms, 80, 24), (.meters, 80, 24), (.meters, 132, 43), (.concentrators, 80, 24),
    ]

    @Test(.bothLanguages, arguments: frames)
    func theDifferenceIsListedByKind(_ kind: InventoryFile, columns: Int, rows: Int) {
        let text = [InventoryFile.rooms: Self.rooms, .meters: Self.meters, .concentrators: Self.concentrators][kind] ?? ""
        var pilot = pilot(kind, text, columns: columns, rows: rows, encoding: kind == .rooms ? "GB18030" : nil)
        pilot.press("Down")
        expectSnapshot(pilot.frame, "import-\(kind.rawValue)-\(columns)x\(rows)")
    }

    @Test(.bothLanguages) func itIsTakenBehindItsCountAndTakenBack() {
        var pilot = pilot(.rooms, Self.rooms)
        _ = pilot.takeEffects()
        pilot.press("e")
        #expect(pilot.takeEffects() == [.bell], "nobody's stay ends by a file of rooms")
        pilot.press("+")
        expectSnapshot(pilot.frame, "import-gate-80x24")
        _ = pilot.takeEffects()
        pilot.press("3 Enter")
        #expect(pilot.takeEffects() == [.bell], "it is about two rooms")
        pilot.press("Backspace 2 Enter")
        guard case .roster(.take(.inventory(let file))) = pilot.takeEffects().last else {
            Issue.record("nothing was taken")
            return
        }
        #expect(file.review.change.rooms.map(\.id.text) == ["3-302", "3-304"] && file.review.change.note == "campus.csv")
        pilot.send(.roster(.taken(.inventory(file))))
        pilot.press("U")
        #expect(pilot.takeEffects().last == .roster(.planImportUndo))
        let back = InventoryChange(version: 8, rooms: file.before.all.rooms)
        let undo = InventoryUndo(note: "campus.csv", importedAt: SampleCampus.now, back: back, newRooms: [RoomID("3-304")])
        pilot.send(.roster(.importPlanned(undo)))
        #expect(pilot.takeEffects() == [.flushInput])
        expectSnapshot(pilot.frame, "import-undo-80x24")
        pilot.press("Enter y")
        #expect(pilot.takeEffects().isEmpty, "only + undoes")
        pilot.press("+")
        #expect(pilot.takeEffects() == [.roster(.undoImport(undo))])
        pilot.send(.roster(.importUndone(undo)))
        #expect(pilot.status.contains("campus.csv"))
    }

    @Test(.bothLanguages) func whatIsInUseStaysWithItsReasons() {
        var pilot = pilot(.rooms, Self.rooms)
        let reasons: [InventoryHold.Reason] = [
            .entries, .stays, .refund(RefundRunID("G27")), .hasCase, .meter(MeterID("000000000304")), .entries, .stays,
        ]
        let held = reasons.enumerated().map { InventoryHold(kind: .rooms, name: "3-\(301 + $0.offset)", reason: $0.element) }
        let undo = InventoryUndo(
            note: "campus.csv", importedAt: SampleCampus.now, back: InventoryChange(version: 8), newRooms: [RoomID("3-304")], held: held)
        pilot.press("U")
        _ = pilot.takeEffects()
        pilot.send(.roster(.importPlanned(undo)))
        expectSnapshot(pilot.frame, "import-held-80x24")
        _ = pilot.takeEffects()
        pilot.press("+")
        #expect(pilot.takeEffects().isEmpty)
        pilot.press("Esc")
        pilot.send(.roster(.importPlanned(nil)))
        #expect(pilot.console.overlay == nil)
    }

    @Test func wrongLinesAreMendedOrLeftOut() {
        var pilot = pilot(.meters, Self.meters)
        #expect(pilot.frame.text.contains("line 5, column 1") && pilot.frame.text.contains("line 6, column 2"))
        pilot.press("+")
        #expect(pilot.status.contains("2 lines are wrong: mend the file and r reads it again"))
        pilot.press("a +")
        #expect(pilot.frame.text.contains("type how many meters") && pilot.frame.text.contains("2 lines that are wrong are left out."))
    }

    @Test func twentyThousandLinesAreOpenedAndScrolled() {
        let lines = (0..<20_000).map { "5-\($0),5,1,\($0),4,yes\n" }.joined()
        var pilot = pilot(.rooms, "room,building,floor,number,beds,open\n" + lines)
        #expect(pilot.line(1).contains("20 000 new"))
        pilot.press("Enter End Enter End")
        #expect(pilot.frame.text.contains("3-303"), "the end of what is gone")
        pilot.press("Up Up Up Enter Home Enter")
        #expect(pilot.console.roster.order.count == 2, "only the headings are left")
    }

    /// The room on the screen went with the import that brought it.
    @Test func aRoomThatIsTakenBackLeavesTheScreen() throws {
        var pilot = Pilot(columns: 132, rows: 43)
        pilot.press("g r Enter")
        let room = try #require(pilot.console.rooms.order.first)
        #expect(pilot.console.screen == .room && pilot.frame.text.contains(room.text))
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { $0.id != room })))
        _ = pilot.takeEffects()
        for keys in ["r", "x", "p", "t"] { pilot.press(keys) }
        #expect(pilot.takeEffects().allSatisfy { $0 == .bell }, "nothing is asked of a room that is gone")
        for keys in ["Esc", "g w", "g r"] {
            pilot.press(keys)
            #expect(!pilot.frame.text.contains(room.text), "after \(keys)")
        }
        pilot.press("Enter")
        #expect(pilot.console.roomInHand == pilot.console.rooms.order.first && pilot.console.roomInHand != room)
    }
}
