import Domain
import Foundation
import Operations
import Store

/// The commit of a top-up for every room of a campus of 10,000, beside the sqlite3 shell that writes the same rows into the same books.
enum Commit {
    private static let rooms = 10_000
    private static let repeats = 3
    private static let start = Instant(milliseconds: 1_795_266_958_000)

    static func measure() throws -> [Figure] {
        let place = FileManager.default.temporaryDirectory.appending(path: "dormwatt-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let before = CampusFolder(place.appending(path: "before").path)
        try before.create()
        let books = try SQLiteBooks.create(in: before)
        try open(books)
        let plan = try TopUpBatch.plan(for: books, at: start)
        guard plan.changes.count == rooms else { throw Unmeasurable("\(plan.refusals.count) rooms buy nothing") }
        var ours: [Double] = []
        var shell: [Double] = []
        for number in 1...repeats {
            let after = CampusFolder(place.appending(path: "after\(number)").path)
            try after.create()
            try FileManager.default.copyItem(atPath: before.books, toPath: after.books)
            let copy = try SQLiteBooks.open(in: after)
            let begin = ContinuousClock.now
            guard case .committed(let rows) = try copy.commit(plan, at: start), rows.count == rooms else {
                throw Unmeasurable("the batch was not committed")
            }
            let time = seconds(since: begin)
            let figures = try Peer.figures("commit.py", [before.books, after.books], count: 2)
            ours.append(figures[0] / time)
            shell.append(figures[0] / figures[1])
        }
        let what = "commit of a batch of \(rooms) rooms, rows/s, and sqlite3"
        return [Figure(what: what, ours: median(ours), peer: median(shell), goal: .atLeast(0.5))]
    }

    private static func open(_ books: SQLiteBooks) throws {
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let zero = Credit(.energy, hundredths: 0)
        let baseline = Baseline(count: 0, totalBought: zero, remaining: zero, register: .zero, at: start)
        let names = (0..<rooms).map { "\(3 + $0 / 108)-\(100 + $0 % 108)" }
        let change = InventoryChange(
            version: try books.inventoryVersion(),
            concentrators: [
                Concentrator(id: bus.concentrator, host: "127.0.0.1", port: 6_450, buses: [Bus(id: bus, baud: 9_600)])
            ],
            rooms: names.enumerated().map { index, name in
                Room(id: RoomID(name), building: "\(3 + index / 108)", floor: 1, number: "\(100 + index % 108)", beds: 4)
            },
            meters: names.enumerated().map { index, name in
                MeterPoint(
                    id: MeterID("\(100_000_000_000 + index)"), place: .room(RoomID(name), circuit: "main"), bus: bus, profile: .dorm645,
                    baseline: baseline)
            })
        let manager = Actor(name: "chen", role: .manager, shift: "", console: "benchmark")
        guard try books.take(change, actor: manager, at: start) == .taken else { throw Unmeasurable("the campus was not taken") }
    }
}
