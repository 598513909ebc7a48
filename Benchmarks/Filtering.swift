import Domain
import Foundation
import Operations
import Screens
import Terminal

/// The filter line of the console over a large campus: the work for a key, from the key to the finished frame.
///
/// Work is processor time of the one thread, so that what else runs on the machine does not count.
enum Filtering {
    private static let start = Instant(milliseconds: 1_795_266_958_000)
    private static let typed = "bld:3 fl:2-9 rem<100 days<20 state:on name:li 3-1"

    static func measure() throws -> [Figure] {
        let rooms = campus()
        var slowest: [Double] = []
        for sortedBy in ["", "days"] {
            for _ in 0..<3 { slowest.append(try type(into: console(rooms, sortedBy: sortedBy))) }
        }
        let worst = max(median(Array(slowest.prefix(3))), median(Array(slowest.suffix(3))))
        let sorting = try (0..<3).map { _ in try sort(console(rooms, sortedBy: "")) }
        let moving = try (0..<3).map { _ in try work(of: walk, in: console(rooms, sortedBy: "")) }
        let choosing = try (0..<3).map { _ in try work(of: marking, in: console(rooms, sortedBy: "")) }
        let naming = try (0..<3).map { _ in try work(of: palette, in: console(rooms, sortedBy: "")) }
        return [
            Figure(
                what: "filter over 100 000 rooms, slowest key, us of work, and 16 000", ours: worst * 1e6, peer: 16_000, goal: .atMost(1)),
            Figure(
                what: "sort of 100 000 rooms, slowest column, us of work, and 50 000", ours: median(sorting) * 1e6, peer: 50_000,
                goal: .atMost(1)),
            Figure(
                what: "wall of 100 000 rooms, slowest key, us of work, and 16 000", ours: median(moving) * 1e6, peer: 16_000,
                goal: .atMost(1)),
            Figure(
                what: "finding and marking among 100 000 rooms, slowest key, us of work, and 16 000", ours: median(choosing) * 1e6,
                peer: 16_000, goal: .atMost(1)),
            Figure(
                what: "palette over 400 000 people, slowest key, us of work, and 16 000", ours: median(naming) * 1e6, peer: 16_000,
                goal: .atMost(1)),
        ]
    }

    /// A hundred buildings of a thousand rooms, four people in each.
    private static func campus() -> [RoomView] {
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        return (0..<100_000).map { index in
            let (building, floor, door) = ("\(index / 1000 + 1)", index % 1000 / 100 + 1, index % 100)
            let number = "\(floor)" + (door < 10 ? "0" : "") + "\(door)"
            let id = RoomID("\(building)-\(number)")
            let meter = MeterPoint(
                id: MeterID("\(100_000_000_000 + index)"), place: .room(id, circuit: "main"), bus: bus, profile: .dorm645)
            var reading = Reading(meter: meter.id, at: start.adding(milliseconds: -Int64(index % 60_000)))
            reading.remaining = Credit(.energy, hundredths: Int64(index * 7919 % 20_000))
            reading.load = Power(watts: Int64(index % 1500))
            reading.relayClosed = true
            return RoomView(
                room: Room(id: id, building: building, floor: floor, number: number, beds: 4), meter: meter, reading: reading,
                balance: reading.remaining, meanUse: Energy(wattHours: 3000 + Int64(index % 6000)))
        }
    }

    private static func console(_ rooms: [RoomView], sortedBy column: String) -> Console {
        let actor = Actor(name: "chen", role: .cashier, shift: "", console: "benchmark")
        var console = Console(
            ConsoleSetup(rules: DeskRules(), actor: actor, price: .standard, size: Size(columns: 132, rows: 43), now: start))
        let people = rooms.enumerated().flatMap { index, view in
            (0..<4).map { Occupant(resident: ResidentID("\(20_270_000 + index * 4 + $0)"), name: "Li Wei \($0)", room: view.id) }
        }
        var prepared = PreparedRooms(alarms: AlarmRules(), price: .standard, at: start)
        prepared.add(rooms)
        prepared.finish(isWhole: true, occupants: people)
        for event in [.tick(start), .collector(.holdsLease), .campus(prepared)] as [ConsoleEvent] {
            _ = console.handle(event)
        }
        for key in ["g", "r"] + (column.isEmpty ? [] : ["s", "d"]) + ["\\"] { _ = Key(text: key).map { console.handle(.key($0)) } }
        return console
    }

    /// Sorts by every column, each both ways, and answers the time of the slowest, in seconds.
    private static func sort(_ console: Console) throws -> Double {
        var console = console
        try press("Esc", &console)
        var slowest = 0.0
        for column in "rsldkoa" {
            for _ in 0..<2 {
                try press("s", &console)
                let begin = threadWork()
                try press("\(column)", &console)
                slowest = max(slowest, threadWork() - begin)
            }
        }
        return slowest
    }

    /// To the wall and through it, to its buildings and back.
    private static let walk = ["g", "w", "Right", "Down", "Tab", "PgDn", "End", "b", "End", "Enter", "Home"]
    /// Doors, parts of names, ranges and all rooms.
    private static let marking = [
        "3", "1", "1", "Esc", "/", "9", "9", "-", "1", "Enter", "n", "N", "A", "Down", "I", "U", "v", "Down", "End", "v", "U", "z", "z",
    ]
    /// A person by a part of the name.
    private static let palette = ["Ctrl-P", "l", "i", "w", "e", "i", "Backspace", "Esc"]

    /// Presses keys and answers the time of the slowest, in seconds.
    private static func work(of keys: [String], in console: Console) throws -> Double {
        var console = console
        try press("Esc", &console)
        var slowest = 0.0
        for key in keys {
            let begin = threadWork()
            try press(key, &console)
            slowest = max(slowest, threadWork() - begin)
        }
        return slowest
    }

    private static func press(_ name: String, _ console: inout Console) throws {
        guard let key = Key(text: name) else { throw Unmeasurable("\(name) is no key") }
        _ = console.handle(.key(key))
        guard console.frame().lines.count == 43 else { throw Unmeasurable("the frame is not whole") }
    }

    /// Types the filter key by key and answers the time of the slowest, in seconds.
    private static func type(into console: Console) throws -> Double {
        var console = console
        var slowest = 0.0
        for character in typed {
            let begin = threadWork()
            _ = console.handle(.key(.character(character)))
            _ = console.frame()
            slowest = max(slowest, threadWork() - begin)
        }
        guard console.frame().lines.contains(where: { $0.contains("filter \(typed)") }) else {
            throw Unmeasurable("the filter was not understood")
        }
        return slowest
    }
}
