import Domain
import Foundation
import Operations
import Screens
import Store

/// How the work of a sweep grows with the campus: what a meter costs the office in a round, among a thousand, ten thousand and a hundred
/// thousand.
enum Growth {
    private static let rounds = 3

    static func measure() throws -> [Figure] {
        let sizes = [1_000, 10_000, 100_000]
        let polls = try sizes.map { try poll($0) }
        let takings = try sizes.map { try take($0) }
        return [(1, "10 000"), (2, "100 000")].flatMap { index, size in
            [
                Figure(
                    what: "sweep, ns of work a meter: \(size) rooms, and 1 000", ours: polls[index] * 1e9, peer: polls[0] * 1e9,
                    goal: .atMost(1.5)),
                Figure(
                    what: "from reading to screen, ns of work: \(size) rooms, and 1 000", ours: takings[index] * 1e9,
                    peer: takings[0] * 1e9, goal: .atMost(1.5)),
            ]
        }
    }

    /// Asking, understanding and judging the answers: seconds a meter, the least of some rounds, which is what nothing else disturbed.
    private static func poll(_ rooms: Int) throws -> Double {
        var campus = PolledCampus(rooms: rooms)
        // The first round also looks into purses, which later ones know to be empty.
        _ = campus.round(cost: processWork)
        var least = Double.infinity
        for _ in 0..<rounds {
            let (readings, cost) = campus.round(cost: processWork)
            guard readings.count >= rooms else { throw Unmeasurable("\(readings.count) readings of \(rooms) rooms") }
            least = min(least, cost / Double(readings.count))
        }
        return least
    }

    /// Writing readings down, reading what is new, and taking it over into the screens.
    private static func take(_ rooms: Int) throws -> Double {
        var path = try ReadingPath(rooms: rooms)
        defer { path.remove() }
        var least = Double.infinity
        let repeats = max(1, 20_000 / rooms)
        for round in 1...rounds {
            let begin = processWork()
            for turn in 0..<repeats { try path.takeRound(turn: round * repeats + turn) }
            least = min(least, (processWork() - begin) / Double(max(rooms, 20_000)))
        }
        return least
    }
}

/// The way of a reading behind the machines: written down by the collector, read back by the feed, taken over by the console.
struct ReadingPath {
    /// What the collector writes and what the feed reads at a time, on a campus of a hundred thousand rooms.
    private static let (written, read) = (500, 5_000)
    private static let start = Instant(milliseconds: 1_795_266_958_000)

    private let rooms: Int
    private let place: URL
    private let store: SQLiteReadings
    private(set) var console: Console
    private var mark: Int64 = 0

    init(rooms: Int) throws {
        self.rooms = rooms
        place = FileManager.default.temporaryDirectory.appending(path: "dormwatt-benchmark-\(UUID().uuidString)")
        let folder = CampusFolder(place.path)
        try folder.create()
        store = try SQLiteReadings.open(in: folder, readOnly: false)
        console = KeyWork.console(rooms)
        try takeRound(turn: 0)
    }

    func remove() { try? FileManager.default.removeItem(at: place) }

    /// The readings of a round as they come: neighbours hang on different buses and do not come together. Every fifth says something new
    /// of register and remaining; at some hundred watts a hundredth of a kilowatt-hour takes several rounds.
    func batch(_ part: Range<Int>, turn: Int) -> [Reading] {
        part.map {
            let index = $0 * 7919 % rooms
            return LargeCampus.reading(index, at: Self.start.adding(seconds: Int64(turn * 5)), turn: (turn + index) / 5)
        }
    }

    mutating func takeRound(turn: Int) throws {
        for first in stride(from: 0, to: rooms, by: Self.read) {
            let end = min(first + Self.read, rooms)
            for part in stride(from: first, to: end, by: Self.written) {
                try write(batch(part..<min(part + Self.written, end), turn: turn))
            }
            show(try news())
        }
    }

    func write(_ readings: [Reading]) throws { try store.record(readings) }

    mutating func news() throws -> [Reading] {
        let news = try store.changes(since: mark)
        mark = news.mark
        return news.readings
    }

    mutating func show(_ readings: [Reading]) { _ = console.handle(.readings(readings)) }
}
