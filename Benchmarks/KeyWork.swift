import Domain
import Foundation
import Operations
import Screens
import Terminal

/// The work of the console for an arrow key, from the key to the finished frame, on lists of three sizes, frozen and live.
///
/// Work is processor time of the one thread, so that what else runs on the machine does not count.
enum KeyWork {
    private static let start = Instant(milliseconds: 1_795_266_958_000)
    private static let keys = 400

    static func measure() throws -> [Figure] {
        var figures: [Figure] = []
        var live: [Double] = []
        for rooms in [1_000, 10_000, 100_000] {
            let console = console(rooms)
            live.append(try press(console, rooms: rooms, isFrozen: false))
            guard rooms == 100_000 else { continue }
            let frozen = try press(console, rooms: rooms, isFrozen: true)
            figures += [
                Figure(
                    what: "key to frame, 100 000 rooms, 100x30, frozen, us of work, and 1 000", ours: frozen * 1e6, peer: 1000,
                    goal: .atMost(1)),
                Figure(
                    what: "key to frame, 100 000 rooms, 100x30, live, us of work, and 1 000", ours: live[2] * 1e6, peer: 1000,
                    goal: .atMost(1)),
            ]
        }
        figures.append(
            Figure(
                what: "key to frame, live, us: 100 000 rooms, and 1 000 rooms", ours: live[2] * 1e6, peer: live[0] * 1e6, goal: .atMost(1.5)
            ))
        return figures
    }

    /// A console on the list of rooms of a large campus.
    static func console(_ rooms: Int) -> Console {
        let actor = Actor(name: "chen", role: .cashier, shift: "", console: "benchmark")
        var console = Console(
            ConsoleSetup(rules: DeskRules(), actor: actor, price: .standard, size: Size(columns: 100, rows: 30), now: start))
        for event in [.tick(start), .collector(.holdsLease), .campus(prepared(rooms, at: start))] as [ConsoleEvent] {
            _ = console.handle(event)
        }
        for key in ["g", "r"] { _ = Key(text: key).map { console.handle(.key($0)) } }
        return console
    }

    /// Its rooms as the feed makes them ready.
    static func prepared(_ rooms: Int, occupants: [Occupant] = [], at instant: Instant) -> PreparedRooms {
        var prepared = PreparedRooms(alarms: AlarmRules(), price: .standard, at: instant)
        prepared.add((0..<rooms).map { LargeCampus.view($0, at: instant) })
        prepared.finish(isWhole: true, occupants: occupants)
        return prepared
    }

    /// The median work for a key, in seconds; while it is live, as many readings as a campus of a hundred thousand brings come between keys.
    private static func press(_ console: Console, rooms: Int, isFrozen: Bool) throws -> Double {
        var console = console
        if isFrozen { _ = Key(text: "z").map { console.handle(.key($0)) } }
        _ = console.frame()
        var times: [Double] = []
        for turn in 0..<keys {
            _ = console.handle(.readings((0..<1000).map { LargeCampus.reading((turn * 1000 + $0) % rooms, at: start, turn: turn) }))
            let key: Key = turn % 8 == 7 ? .pageDown : .down
            let begin = threadWork()
            _ = console.handle(.key(key))
            let frame = console.frame()
            times.append(threadWork() - begin)
            guard frame.lines.count == 30 else { throw Unmeasurable("the frame is not whole") }
        }
        return median(times)
    }
}
