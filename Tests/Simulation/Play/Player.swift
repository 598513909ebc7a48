// Plays a campus from a seed: storms in which everything goes wrong, and calms in which everything must come to its end.

import BooksContract
import Domain
package import Operations
import Reality
import Seeded

/// A campus and the chance that plays it.
package struct Player {
    package private(set) var world: World
    package let script: CampusScript
    private var chance: SeededRandom

    /// Opens the campus of a script in empty books.
    ///
    /// - Parameter writes: the writes, counted from the first, that fail besides those that chance hits.
    package init(
        _ script: CampusScript, books: any Books & JournalBook = MemoryBooks(), writes: [Int: DiskFault] = [:], defect: Defect? = nil,
        keepsTrace: Bool = false
    ) throws {
        self.script = script
        chance = SeededRandom(seed: script.seed)
        var meters: [RealMeter] = []
        for _ in 0..<script.rooms { meters.append(Player.meter(&chance, purses: UInt64(script.purses))) }
        world = try World(meters, books: books, defect: defect, keepsTrace: keepsTrace)
        world.disk.arm(writes)
    }

    private static func meter(_ chance: inout SeededRandom, purses: UInt64) -> RealMeter {
        func below(_ limit: UInt64) -> Int64 { Int64(chance.next() % limit) }
        var kind = RealMeter.Kind(keepsMoney: below(2) == 0, ratio: below(5) == 0 ? 20 : 1, tellsTotal: below(4) > 0)
        kind.hasPurse = purses > 0 && below(1000) < purses
        let (free, freeCount) = kind.hasPurse ? (below(2_00), Int(below(20))) : (0, 0)
        return RealMeter(
            kind, count: Int(below(50)), total: below(100_000) + 20_00, left: below(5_000) - 500, register: below(1_000_000),
            free: free, freeCount: freeCount)
    }

    /// Plays all of it: three storms, each followed by a calm.
    package mutating func play() throws {
        for part in 1...3 {
            try storm(until: script.deliveries * part / 3)
            try calm()
        }
        try world.checkEnd()
    }

    // MARK: Storm

    private mutating func below(_ limit: Int) -> Int { Int(chance.next() % UInt64(max(1, limit))) }
    private mutating func hits(_ perThousand: Int) -> Bool { perThousand > 0 && below(1000) < perThousand }

    private mutating func storm(until deliveries: Int) throws {
        let last = world.steps + script.deliveries * 200
        while world.auditor.deliveries < deliveries, world.steps < last { try world.perform(next()) }
    }

    private mutating func next() -> Step {
        if hits(script.diskFaults) { return below(3) == 0 ? .refuseReading : .fail(DiskFault.allCases[below(DiskFault.allCases.count)]) }
        if world.isBusy { return hits(script.deaths) ? .kill : .act }
        if !world.isAlive, below(8) == 0 { return .start }
        switch below(1000) {
        case ..<640 where world.onTheWay > 0: return line()
        case ..<800: return sale()
        case ..<840: return .look
        case ..<890: return time()
        case ..<940: return desk()
        default: return field()
        }
    }

    private mutating func amount() -> Int64 { Int64(1000 + 25 * below(300)) }

    /// A few rooms are favoured, so that orders stand in line, but not longer than four.
    private mutating func sale() -> Step {
        let place = favoured()
        if world.auditor.line(of: place).waiting < 4 {
            return hits(script.grants) ? free(place) : .sell(place: place, fen: amount())
        }
        return world.onTheWay > 0 ? line() : time()
    }

    private mutating func free(_ place: Int) -> Step {
        below(3) == 0 ? .expire(place: place) : .grant(place: place, hundredths: Int64(below(9_00) + 10))
    }

    private mutating func favoured() -> Int { below(3) == 0 ? below(min(3, script.rooms)) : below(script.rooms) }

    private mutating func line() -> Step {
        let index = below(10) < 7 ? 0 : below(world.onTheWay)
        if hits(script.corrupted) { return .corrupt(index) }
        switch below(1000) {
        case ..<script.lost: return .lose(index)
        case ..<(script.lost + script.doubled): return .double(index)
        case ..<(script.lost + script.doubled + script.garbled): return .garble(index)
        default: return .arrive(index)
        }
    }

    private mutating func time() -> Step {
        if hits(script.cuts * 20) { return .cut }
        if !world.isLineUp { return below(3) == 0 ? .restore : .wait(500) }
        let place = below(script.rooms)
        if world.isWaitingInVain(at: place) || hits(script.givenUp * 5) { return .giveUp(place: place) }
        return world.isDue ? .wake : .wait(Int64(100 + below(4_000)))
    }

    private mutating func desk() -> Step {
        let place = below(script.rooms)
        let plan = below(max(1, world.plans.count))
        if hits(script.consoleDeaths * 8) { return .commitAndDie(plan: plan, isCommitted: below(2) == 0) }
        switch below(20) {
        case ..<4: return .plan(place: place, fen: amount())
        case ..<11: return .commit(plan: plan)
        case ..<12: return .withdraw(place: place)
        case ..<14: return .settle(place: place)
        case ..<17: return .takeBack(place: favoured(), nth: below(3))
        case ..<19: return .giveMoneyBack
        default: return below(3) == 0 ? .reconcile(isCalm: false) : .postUse
        }
    }

    private mutating func field() -> Step {
        let place = below(script.rooms)
        if hits(script.falseWords * 10) { return below(2) == 0 ? .lie(place: place) : .deny(place: place) }
        if hits(script.strangers * 3) {
            switch below(3) {
            case 0: return .foreign(place: place)
            case 1: return .swap(place: place, count: below(60))
            default: return .close(place: place)
            }
        }
        if hits(script.clocks * 5) { return .setClock(Int64(below(2) == 0 ? 1 : -1) * Int64(below(7_200_000))) }
        return below(2) == 0 ? .poll(place: place) : .use(place: place, steps: Int64(below(9_000)))
    }

    // MARK: Calm

    /// Nothing goes wrong any more: whatever hangs somewhere arrives, what is unsure is asked again, and everything ends by itself.
    private mutating func calm() throws {
        let last = world.steps + 2_000 * script.rooms
        try world.calmDown()
        while world.steps < last {
            while world.isBusy { try world.perform(.act) }
            if !world.isAlive {
                try world.perform(.start)
            } else if world.onTheWay > 0 {
                try world.perform(.arrive(0))
            } else if let place = world.places.indices.first(where: { world.isWaitingInVain(at: $0) }) {
                try world.perform(.giveUp(place: place))
            } else if let plan = world.plans.firstIndex(where: \.isUnsure) {
                try world.perform(.commit(plan: plan))
            } else if world.hasEnded {
                return try world.closeBooks()
            } else {
                try world.perform(world.isDue ? .wake : .wait(20_000))
                if !world.isBusy { try world.perform(.look) }
                if !world.isBusy { try world.perform(.poll(place: below(script.rooms))) }
            }
        }
        try world.auditor.checkCalm()
        throw Finding("the campus does not come to rest")
    }
}

extension World {
    /// Whether nothing can answer any more what is asked of a meter.
    func isWaitingInVain(at place: Int) -> Bool {
        guard let job = asked[place] else { return false }
        return !wire.contains { $0.place == place && $0.job == job.id && $0.process == process }
    }

    /// Whether a delivery's rest is over.
    var isDue: Bool { isAlive && desk.wakeAt.map { $0 <= clock.now() } == true }

    /// Whether nothing waits but for a person.
    var hasEnded: Bool { places.indices.allSatisfy { auditor.line(of: $0).waiting == 0 || auditor.line(of: $0).isDisputed } }

    mutating func calmDown() throws {
        disk.arm(nil)
        disk.refuseReading(false)
        try perform(.restore)
        if !isAlive { try perform(.start) }
    }

    /// All that is due is paid, all use is posted up to what every meter says now, and books and meters are held against each other.
    mutating func closeBooks() throws {
        try insist(on: .giveMoneyBack)
        try auditor.checkCalm()
        for place in places.indices { try perform(.poll(place: place)) }
        while isBusy { try perform(.act) }
        try perform(.reconcile(isCalm: true))
        try insist(on: .postUse)
        try perform(.reconcile(isCalm: true))
        for place in places.indices { try look(into: place) }
        for (number, place) in places.enumerated() { try auditor.checkWallets(ofRoomWith: number, named: place.room.text) }
    }

    /// Whoever is told of an error does it once more.
    private mutating func insist(on step: Step) throws {
        for _ in 1...5 {
            try perform(step)
            guard hasFailed else { return }
        }
    }
}
