// Protects the taking over of rosters: who is new, changed, moved or gone, that one resident is in one room at a time, and that a change can
// be undone to what stood before.
// How: small files against a small roster, as a table; then seeded files, changes and undos, held against the roster's own rule.

import Domain
import Operations
import Seeded
import Testing

@Suite("Roster import")
struct RosterImportTests {
    static let today = Day("2026-11-21") ?? Day(number: 0)
    static let rooms = Dictionary(
        uniqueKeysWithValues: ["3-417", "3-418", "3-419", "7-101"].map { name in
            let parts = name.split(separator: "-")
            return (
                RoomID(name),
                Room(id: RoomID(name), building: String(parts[0]), floor: 4, number: String(parts[1]), beds: 4, isOpen: name != "7-101")
            )
        })

    static func roster(_ lines: (number: String, room: String, from: String, until: String?)...) -> Roster {
        var roster = Roster(version: 3)
        for line in lines {
            let id = ResidentID(line.number)
            roster.residents[id] = Resident(id: id, name: "Li \(line.number)")
            let from = Day(line.from) ?? today
            roster.stays[roster.nextStay] = Stay(
                id: roster.nextStay, resident: id, room: RoomID(line.room), from: from, until: line.until.flatMap { Day($0) })
            roster.nextStay += 1
        }
        return roster
    }

    static func review(_ text: String, _ roster: Roster, endsStaysOfGone: Bool = false) -> RosterReview {
        RosterImport(roster: roster, rooms: rooms, today: today, endsStaysOfGone: endsStaysOfGone).review(Array(text.utf8), note: "a file")
    }

    @Test("who is new, changed, moved, gone and the same")
    func sorts() {
        let before = Self.roster(
            ("S1", "3-418", "2026-09-01", nil), ("S2", "3-418", "2026-09-01", nil), ("S3", "3-418", "2026-09-01", nil),
            ("S4", "3-419", "2026-09-01", nil))
        let review = Self.review(
            """
            number,name,room,cohort
            S1,Li S1,3-418,
            S2,李娜,3-418,2027
            S3,Li S3,3-417,
            S5,Zoë O'Brien,3-419,2027
            """, before)
        #expect(review.problems == [])
        #expect(review.same == 1)
        #expect(review.changed == [ResidentID("S2")])
        #expect(review.moved == [.init(resident: ResidentID("S3"), from: RoomID("3-418"), to: RoomID("3-417"))])
        #expect(review.gone == [ResidentID("S4")])
        #expect(review.new == [ResidentID("S5")])
        let after = before.applying(review.change)
        #expect(after.contradictions() == [])
        #expect(after.stays(on: Self.today)[ResidentID("S3")]?.room == RoomID("3-417"))
        #expect(after.stays(on: Self.today.advanced(by: -1))[ResidentID("S3")]?.room == RoomID("3-418"))
        #expect(after.stays(on: Self.today)[ResidentID("S4")]?.room == RoomID("3-419"), "who is gone stays until somebody decides")
        #expect(after.applying(before.inverse(of: review.change)).residents == before.residents)
    }

    @Test("those who are gone leave when it is asked for")
    func endsStays() {
        let before = Self.roster(("S1", "3-418", "2026-09-01", nil), ("S2", "3-418", "2026-11-21", nil))
        let review = Self.review("number,name,room\n", before, endsStaysOfGone: true)
        let after = before.applying(review.change)
        #expect(after.stays[1]?.until == Self.today.advanced(by: -1))
        #expect(after.stays[2]?.until == Self.today, "who came today was here one day")
    }

    @Test(
        "a line that can not be right has its place and its reason",
        arguments: [
            ("S9,Li,3-418\nS9,Li,3-419", 3, "S9 stands on line 2 already; one resident has one room"),
            ("S9,Li,9-101", 2, "there is no room 9-101, and no building 9"),
            ("S9,Li,3-999", 2, "there is no room 3-999"),
            ("S9,Li,7-101", 2, "room 7-101 is closed"),
            (",Li,3-418", 2, "number is missing"),
            ("S9,,3-418", 2, "name is missing"),
            ("学号,Li,3-418", 2, "\"学号\" is no student number; at most 32 Latin letters and digits are"),
            ("S9,L\u{1B}i,3-418", 2, "name holds characters that can not be printed"),
            ("S1,Li,3-418,2026-08-01", 2, "S1 is in room 3-418 since 2026-09-01; the new stay must begin later"),
            ("S9,Li,3-418,21.11.2026", 2, "\"21.11.2026\" is no date; 2026-09-01 is"),
        ])
    func problems(lines: String, line: Int, text: String) {
        let header = lines.split(separator: "\n").first?.split(separator: ",", omittingEmptySubsequences: false).count == 4 ? ",from" : ""
        let review = Self.review("number,name,room\(header)\n\(lines)\n", Self.roster(("S1", "3-418", "2026-09-01", nil)))
        #expect(review.problems.map(\.line) == [line])
        #expect(review.problems.map(\.text) == [text])
    }

    @Test("an empty room ends the stay")
    func leaves() {
        let before = Self.roster(("S1", "3-418", "2026-09-01", nil))
        let after = before.applying(Self.review("number,name,room\nS1,Li S1,\n", before).change)
        #expect(after.stays(on: Self.today).isEmpty)
        #expect(after.stays[1]?.until == Self.today.advanced(by: -1))
    }

    @Test("seeded files never put one resident into two rooms, and undo brings back what stood", arguments: 0..<40)
    func seeded(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var roster = Roster()
        var day = Self.today
        for _ in 0..<12 {
            day = day.advanced(by: Int.random(in: 0...3, using: &random))
            let lines = (0..<8).filter { _ in Bool.random(using: &random) }.map { number in
                let room = ["", "3-417", "3-418", "3-419"].randomElement(using: &random) ?? ""
                return "S\(number),Li \(Int.random(in: 0...1, using: &random)),\(room)"
            }
            let importer = RosterImport(roster: roster, rooms: Self.rooms, today: day, endsStaysOfGone: Bool.random(using: &random))
            let review = importer.review(Array(("number,name,room\n" + lines.joined(separator: "\n")).utf8), note: "")
            let after = roster.applying(review.change)
            #expect(after.contradictions() == [], "seed \(seed)")
            let undone = after.applying(roster.inverse(of: review.change))
            #expect(undone.residents == roster.residents && undone.stays == roster.stays, "seed \(seed)")
            #expect(undone.nextStay >= after.nextStay, "a number of a stay was used again; seed \(seed)")
            roster = Bool.random(using: &random) ? undone : after
        }
    }
}
