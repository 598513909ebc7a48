// Protects the import of a whole city: in a file of every kind with one line of a hundred wrong in every way there is, each mistake is told
// by line and column, nothing else is complained of, and the rest is staged.
// How: seeded files of ten thousand lines, DORMWATT_SOAK_LINES of them in a soak; the places of all complaints are compared with where the
// mistakes were put. How the time grows is measured by `make bench`.
import Domain
import Foundation
import Operations
import Seeded
import Testing

struct LargeImportTests {
    private static let lines = ProcessInfo.processInfo.environment["DORMWATT_SOAK_LINES"].flatMap { Int($0) } ?? 10_000

    @Test(arguments: MistakenFile.Kind.allCases)
    func everyMistakeIsToldByLineAndColumnAndTheRestIsStaged(_ kind: MistakenFile.Kind) throws {
        let seed: UInt64 = 6
        let file = MistakenFile(kind, lines: Self.lines, seed: seed)
        let rooms = MistakenCampus.rooms(Self.lines)
        let (problems, new, staged) =
            switch InventoryFile(rawValue: kind.rawValue) {
            case let kind?: MistakenCampus.review(kind, file.bytes, rooms: rooms)
            case nil: MistakenCampus.review(file.bytes, rooms: rooms)
            }
        let found = problems.map { "\($0.line):\($0.column)" }
        let expected = file.places.map { "\($0.line):\($0.column)" }
        if found != expected {
            let missing = file.places.filter { !Set(found).contains("\($0.line):\($0.column)") }.prefix(5)
            let strange = problems.filter { !Set(expected).contains("\($0.line):\($0.column)") }.prefix(5)
            Issue.record("seed \(seed), \(kind): not told are \(missing), nobody made \(strange)")
        }
        let otherwise = zip(problems, file.places).filter { !$0.text.contains($1.words) }.prefix(5)
        #expect(otherwise.isEmpty, "seed \(seed), \(kind): told in other words")
        let missing = kind.mistakeNames.subtracting(file.places.map(\.mistake))
        #expect(missing.isEmpty, "the file is too small for every kind of mistake")
        #expect(new == file.good && staged == file.good)
    }
}

/// The campus that such files fit.
enum MistakenCampus {
    static func rooms(_ count: Int) -> [Room] {
        (1...(count + 2)).map { Room(id: RoomID("1-\($0)"), building: "1", floor: 1, number: "\($0)", beds: 4) } + [
            Room(id: RoomID("2-1"), building: "2", floor: 1, number: "1", beds: 4, isOpen: false)
        ]
    }

    private static func concentrator(_ name: String) -> Concentrator {
        let id = ConcentratorID(name)
        return Concentrator(id: id, host: "10.0.0.1", port: 6450, buses: [Bus(id: BusID(concentrator: id, number: 1), baud: 9600)])
    }

    /// A meter that was taken over in energy, on the circuit of the sockets of a room.
    private static func meter(_ number: Int) -> MeterPoint {
        MeterPoint(
            id: MeterID("\(200_000_000_000 + number)"), place: .room(RoomID("1-\(number)"), circuit: "sockets"),
            bus: BusID(concentrator: ConcentratorID("H\(number)"), number: 1), profile: .dorm645, unit: .energy,
            baseline: Baseline(
                count: 1, totalBought: .zero(.energy), remaining: .zero(.energy), register: .zero, at: Instant(milliseconds: 0)))
    }

    static func review(_ kind: InventoryFile, _ bytes: [UInt8], rooms: [Room]) -> ([ImportProblem], new: Int, staged: Int) {
        let numbers = 1...rooms.count
        let importer = InventoryImport(
            inventory: Inventory(
                rooms: rooms, meters: numbers.map(meter), concentrators: [concentrator("C1")] + numbers.map { concentrator("H\($0)") }),
            version: 1, at: Instant(milliseconds: 0))
        let review = importer.review(kind, bytes)
        let change = review.change
        return (review.problems, review.new.count, change.rooms.count + change.meters.count + change.concentrators.count)
    }

    static func review(_ bytes: [UInt8], rooms: [Room]) -> ([ImportProblem], new: Int, staged: Int) {
        let importer = RosterImport(
            roster: Roster(), rooms: Dictionary(rooms.map { ($0.id, $0) }) { first, _ in first }, today: Day("2026-11-21") ?? Day(number: 0)
        )
        let review = importer.review(bytes, note: "a file")
        return (review.problems, review.new.count, review.change.residents.count)
    }
}
