import BooksContract
import Domain
import Foundation
import Operations
import Seeded
import Store

/// Imports of a whole city: files of 10,000 and 100,000 lines with every mistake in one line of a hundred, taken and taken back; and what
/// the screen of a room, a chart and the posting of use cost beside reading the whole inventory.
enum Imports {
    private static let now = Instant(milliseconds: 1_795_266_958_000)
    private static let actor = Actor(name: "chen", role: .manager, shift: "", console: "benchmark")

    static func measure() throws -> [Figure] {
        let files = try MistakenFile.Kind.allCases.map { kind in
            Figure(
                what: "review of 100 000 lines of \(kind.rawValue), ms, and ten times 10 000",
                ours: try review(kind, lines: 100_000) * 1000, peer: try review(kind, lines: 10_000) * 10_000, goal: .atMost(1.5))
        }
        return try files + life() + reads()
    }

    /// Seconds to hold a file against a campus of as many rooms.
    private static func review(_ kind: MistakenFile.Kind, lines: Int) throws -> Double {
        let file = MistakenFile(kind, lines: lines, seed: 6)
        let campus = MistakenCampus(rooms: lines)
        let times = try (0..<3).map { _ in
            let begin = ContinuousClock.now
            let (wrong, new) =
                switch InventoryFile(rawValue: kind.rawValue) {
                case let kind?: counts(campus.inventoryImport.review(kind, file.bytes))
                case nil: counts(campus.rosterImport.review(file.bytes, note: "a file"))
                }
            guard wrong == file.places.count, new == file.good else { throw Unmeasurable("the file is not read as it was made") }
            return seconds(since: begin)
        }
        return median(times)
    }

    private static func counts(_ review: InventoryReview) -> (Int, Int) { (review.problems.count, review.new.count) }
    private static func counts(_ review: RosterReview) -> (Int, Int) { (review.problems.count, review.new.count) }

    /// Rooms of a city taken into books and taken back.
    private static func life() throws -> [Figure] {
        let small = try takeAndUndo(10_000)
        let large = try takeAndUndo(100_000)
        return [
            Figure(
                what: "taking 100 000 rooms into the books, ms, and ten times 10 000", ours: large.take * 1000, peer: small.take * 10_000,
                goal: .atMost(1.5)),
            Figure(
                what: "taking the import of 100 000 rooms back, ms, and ten times 10 000", ours: large.undo * 1000,
                peer: small.undo * 10_000, goal: .atMost(1.5)),
        ]
    }

    private static func takeAndUndo(_ rooms: Int) throws -> (take: Double, undo: Double) {
        let folder = CampusFolder(NSTemporaryDirectory() + "dormwatt-import-\(UUID().uuidString)")
        try folder.create()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let books = try SQLiteBooks.create(in: folder)
        let change = InventoryChange(version: 0, rooms: (0..<rooms).map(LargeCampus.room), note: "rooms.csv")
        let begin = ContinuousClock.now
        guard case .taken = try books.take(change, actor: actor, at: now) else { throw Unmeasurable("the rooms were not taken") }
        let take = seconds(since: begin)
        let back = ContinuousClock.now
        guard let undo = try books.inventoryUndo(), case .undone = try books.undo(undo, actor: actor, at: now) else {
            throw Unmeasurable("the rooms were not taken back")
        }
        return (take, seconds(since: back))
    }

    /// What one room, one building and all rooms cost on a campus of 100,000, beside one of 10,000.
    private static func reads() throws -> [Figure] {
        let (small, large) = (try Reads(rooms: 10_000), try Reads(rooms: 100_000))
        func figure(_ what: String, _ cost: KeyPath<Reads, Double>, times: Double = 1) -> Figure {
            let peer = times == 1 ? "the same of 10 000" : "ten times 10 000"
            return Figure(
                what: "\(what), us, and \(peer)", ours: large[keyPath: cost] * 1e6, peer: small[keyPath: cost] * 1e6 * times,
                goal: .atMost(1.5))
        }
        return [
            figure("screen of one of 100 000 rooms", \.room), figure("chart of a building of 100 rooms among 100 000", \.building),
            figure("chart of a campus of 100 000 rooms", \.campus, times: 10),
            figure("posting the use of ended days, 100 000 rooms", \.posting, times: 10),
        ]
    }

    /// Seconds that a campus takes for each of these.
    private struct Reads {
        let room: Double
        let building: Double
        let campus: Double
        let posting: Double

        init(rooms: Int) throws {
            let folder = CampusFolder(NSTemporaryDirectory() + "dormwatt-import-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(atPath: folder.path) }
            try LargeCampus(rooms: rooms, baselineDays: 8).make(in: folder, at: now)
            let books = try SQLiteBooks.open(in: folder)
            let office = Office(
                books: books, readings: try SQLiteReadings.open(in: folder, readOnly: true),
                clock: FixedClock(instant: now), ids: RandomIDs(clock: FixedClock(instant: now)), seal: SHA256Seal(), rules: DeskRules())
            let day = UseSpan.day(office.today)
            room = try Self.time(of: 21) { _ = try office.roomDetail(LargeCampus.room(rooms / 2 + $0 * 7).id) }
            building = try Self.time(of: 5) { _ = try office.use(of: .building("\(7 + $0)"), in: day) }
            campus = try Self.time(of: 3) { _ in _ = try office.use(of: .campus, in: day) }
            // Once only: what is posted is not posted again.
            posting = try Self.time(of: 1) { _ in _ = try office.postUseOfEndedDays(actor: actor) }
            guard try books.lastEntry() >= rooms else { throw Unmeasurable("the use of \(rooms) rooms was not posted") }
        }

        private static func time(of turns: Int, _ work: (Int) throws -> Void) throws -> Double {
            median(
                try (0..<turns).map { turn in
                    let begin = ContinuousClock.now
                    try work(turn)
                    return seconds(since: begin)
                })
        }
    }
}

private struct FixedClock: OfficeClock {
    let instant: Instant
    func now() -> Instant { instant }
}
