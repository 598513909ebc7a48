import Domain
import Foundation
import Operations
import Screens
import Terminal

/// What the console has to do when news of a large campus come, on its wall: no key waits for longer than the slowest of them takes.
///
/// Work is processor time of the one thread, so that what else runs on the machine does not count.
enum News {
    private static let rooms = 100_000
    private static let start = Instant(milliseconds: 1_795_266_958_000)

    static func measure() throws -> [Figure] {
        let runs = try (0..<3).map { _ in try run() }
        return runs[0].indices.map { kind in
            Figure(
                what: "100 000 rooms: \(runs[0][kind].what), us of work, and 16 000", ours: median(runs.map { $0[kind].work }) * 1e6,
                peer: 16_000, goal: .atMost(1))
        }
    }

    /// Seconds of work for each kind of news, one after the other in one console.
    private static func run() throws -> [(what: String, work: Double)] {
        var console = KeyWork.console(rooms)
        let people = people()
        let prepared = KeyWork.prepared(rooms, occupants: people, at: start)
        for event in [
            .campus(KeyWork.prepared(rooms, occupants: people, at: start)), .key(.resize(Size(columns: 132, rows: 43))),
            .buses(buses(isDown: false)),
        ] as [ConsoleEvent] {
            _ = console.handle(event)
        }
        for key in ["g", "w"] { _ = Key(text: key).map { console.handle(.key($0)) } }
        _ = console.frame()
        let meters = (0..<2_000).map { LargeCampus.meter($0 * 50).id }
        let news: [(what: String, event: ConsoleEvent)] = [
            ("2 000 readings", .readings((0..<2_000).map { LargeCampus.reading($0 * 50, at: start, turn: 1) })),
            ("all rooms made anew", .campus(prepared)),
            ("400 000 residents", .people(People(people, of: prepared.rooms))),
            ("all rooms turn grey", .tick(start.adding(seconds: 400))),
            ("the lines of 4 000 buses go down", .buses(buses(isDown: true))),
            ("2 000 meters fall silent", .silence(Dictionary(uniqueKeysWithValues: meters.map { ($0, start) }))),
            ("2 000 meters answer again", .silence(Dictionary(uniqueKeysWithValues: meters.map { ($0, nil) }))),
            ("a batch of 2 000 orders", .orders((0..<2_000).map(order))),
            ("a second passes", .tick(start.adding(seconds: 401))),
        ]
        return try news.map { what, event in
            let begin = threadWork()
            _ = console.handle(event)
            guard console.frame().lines.count == 43 else { throw Unmeasurable("the frame is not whole") }
            return (what, threadWork() - begin)
        }
    }

    /// Four buses behind each concentrator of a hundred rooms; a line that is down has silent meters.
    private static func buses(isDown: Bool) -> [BusHealth] {
        let meters = Dictionary(grouping: (0..<rooms).map(LargeCampus.meter), by: \.bus)
        return meters.map { id, meters in
            var health = BusHealth(id: id, meters: meters.count, since: start)
            health.isConnected = !isDown
            if isDown { (health.trouble, health.silent) = ("refused", meters.map(\.id)) }
            return health
        }
    }

    private static func people() -> [Occupant] {
        (0..<rooms).flatMap { room in
            (0..<4).map {
                Occupant(resident: ResidentID("\(20_270_000 + room * 4 + $0)"), name: "Li Wei \($0)", room: LargeCampus.room(room).id)
            }
        }
    }

    private static func order(_ index: Int) -> Order {
        let meter = LargeCampus.meter(index * 50)
        return Order(
            id: OrderID("o\(index)"), plan: PlanID("p"), entry: Int64(index), room: LargeCampus.room(index * 50).id, meter: meter.id,
            task: .topUp(Credit(.energy, hundredths: 50_00)), count: 7, totalAfter: Credit(.energy, hundredths: 50_00), state: .queued,
            createdAt: start, changedAt: start.adding(milliseconds: Int64(index)))
    }
}
