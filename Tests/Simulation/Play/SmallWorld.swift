// Small worlds, enumerated: a few rooms, each buys once, and every order in which that, the answers of the meters and a few faults can
// follow one another is played to its end. What chance may never meet is met here.

import Domain
package import Operations
import Reality

/// One thing that can happen in a small world, as coarse as the office can notice it.
package enum Move: Hashable, Sendable {
    /// A room buys.
    case pay(Int)
    /// An operator who was not told what came of a sale asks again.
    case payAgain(Int)
    /// A meter answers what it is asked.
    case answer(Int)
    /// What it is asked does not come to it, or its answer does not come back.
    case loseQuestion(Int), loseAnswer(Int)
    /// The line breaks, and stands again.
    case cut, restore
    /// Time goes on until something is tried again.
    case retry
    /// The collector is killed, and another one starts.
    case kill
    /// One of the others, and the next write fails.
    indirect case failing(Move, DiskFault)

    /// The only room that is touched by it; nil for what touches all of them.
    fileprivate var room: Int? {
        switch self {
        case .pay(let room), .payAgain(let room), .answer(let room), .loseQuestion(let room), .loseAnswer(let room): room
        case .failing(let move, .refused): move.room
        case .cut, .restore, .retry, .kill, .failing: nil
        }
    }

    /// Whether it makes no difference which of two moves comes first, because they touch different rooms.
    fileprivate func commutes(with other: Move) -> Bool {
        guard let room, let otherRoom = other.room else { return false }
        return room != otherRoom
    }
}

/// How many there were.
package struct SmallWorlds: Hashable, Sendable {
    /// Histories, each of them played to its end.
    package var histories = 0
    /// Moves in all of them, shared beginnings counted once.
    package var moves = 0

    /// None yet.
    package init() {}

    /// Adds others.
    package mutating func add(_ other: SmallWorlds) {
        histories += other.histories
        moves += other.moves
    }
}

/// A small world at one point of its histories.
package struct SmallWorld: Sendable {
    private var world: World
    private var paid = 0
    private var faultsLeft: Int
    private let allFaults: Bool
    /// Whether of histories that differ only in the order of moves in different rooms one is enough.
    private let oneOfEqual: Bool
    /// Moves that were played before this one elsewhere, and would only lead to equal histories.
    private var asleep: Set<Move> = []
    /// Whether rooms do not buy, but are given free credit for the purse of their meter.
    private let isFree: Bool
    /// What happened up to here.
    package private(set) var history: [Move] = []

    /// Opens a world of rooms that are alike.
    ///
    /// - Parameters:
    ///   - faults: so many of all moves are faults, at most.
    ///   - allFaults: whether the collector is killed and writes fail too; else only the line is cut and messages are lost.
    ///   - oneOfEqual: whether of histories that differ only in the order of moves in different rooms one is enough.
    ///   - isFree: whether rooms do not buy, but are given free credit for the purse of their meter.
    package init(
        rooms: Int, faults: Int, allFaults: Bool, oneOfEqual: Bool, isFree: Bool, books: any Books & JournalBook
    ) throws {
        self.isFree = isFree
        let meters = (0..<rooms).map { _ in
            RealMeter(
                .init(hasPurse: isFree), count: 4, total: 200_00, left: 30_00, register: 1000_00, free: isFree ? 1_00 : 0,
                freeCount: isFree ? 2 : 0)
        }
        world = try World(meters, books: books)
        faultsLeft = faults
        self.allFaults = allFaults
        self.oneOfEqual = oneOfEqual
        try world.perform(.start)
        try drain()
    }

    /// Everything that can happen next; nothing at the end of a history.
    private func moves() -> [Move] {
        let free = free()
        guard faultsLeft > 0, !free.isEmpty else { return free }
        var all = free
        for place in world.asked.indices where world.asked[place] != nil { all += [.loseQuestion(place), .loseAnswer(place)] }
        if world.isLineUp { all.append(.cut) }
        guard allFaults else { return all }
        all.append(.kill)
        for move in free { all += DiskFault.allCases.map { .failing(move, $0) } }
        return all
    }

    private func free() -> [Move] {
        var free: [Move] = []
        // The rooms are alike: whichever buys first may be called the first.
        if paid < world.places.count { free.append(.pay(paid)) }
        for room in world.places.indices where unsure(room) != nil { free.append(.payAgain(room)) }
        for place in world.asked.indices where world.asked[place] != nil { free.append(.answer(place)) }
        if !world.isLineUp { free.append(.restore) } else if world.desk.wakeAt != nil { free.append(.retry) }
        return free
    }

    private func unsure(_ room: Int) -> Int? {
        world.plans.firstIndex { $0.isUnsure && $0.plan.rows.first?.room == world.places[room].room }
    }

    /// Plays every history that begins like this one. Throws `Failure`.
    package func explore(into worlds: inout SmallWorlds) throws {
        let moves = moves()
        guard !moves.isEmpty else {
            worlds.histories += 1
            return try judged { try $0.end() }
        }
        for next in try following(moves) {
            worlds.moves += 1
            try next.explore(into: &worlds)
        }
    }

    /// The worlds after so many moves, for workers to share.
    package func frontier(_ depth: Int) throws -> [SmallWorld] {
        let moves = moves()
        return depth == 0 || moves.isEmpty ? [self] : try following(moves).flatMap { try $0.frontier(depth - 1) }
    }

    private func following(_ moves: [Move]) throws -> [SmallWorld] {
        var played = asleep
        return try moves.compactMap { move in
            guard !played.contains(move) else { return nil }
            guard var next = try following(move) else { return nil }
            next.asleep = oneOfEqual ? played.filter { $0.commutes(with: move) } : []
            if oneOfEqual { played.insert(move) }
            return next
        }
    }

    /// The world after a move; nil when a write should fail and none was asked for.
    private func following(_ move: Move) throws -> SmallWorld? {
        guard let fork = world.forked() else { return nil }
        var next = self
        next.world = fork
        next.history.append(move)
        return try next.judged { try $0.play(move) ? $0 : nil }
    }

    private func judged<Value>(_ work: (inout SmallWorld) throws -> Value) throws -> Value {
        var copy = self
        do { return try work(&copy) } catch {
            throw Failure(replay: "\(world.places.count) rooms, \(history)", finding: "\(error)")
        }
    }

    /// Answers whether anything happened.
    private mutating func play(_ move: Move) throws -> Bool {
        switch move {
        case .failing(let move, let fault):
            let before = world.writes
            world.disk.arm([before + 1: fault])
            faultsLeft -= 1
            guard try play(move) else { return false }
            return world.writes > before
        case .pay(let room):
            try world.perform(isFree ? .grant(place: room, hundredths: 5_00) : .sell(place: room, fen: 50_00))
            paid += 1
            try world.perform(.look)
        case .payAgain(let room):
            try world.perform(.commit(plan: unsure(room) ?? 0))
            try world.perform(.look)
        case .answer(let place):
            try arrive(place)
            try arrive(place)
        case .loseQuestion(let place):
            faultsLeft -= 1
            try lose(place)
        case .loseAnswer(let place):
            faultsLeft -= 1
            try arrive(place)
            try lose(place)
        case .cut:
            faultsLeft -= 1
            world.wire = []
            try world.perform(.cut)
        case .restore: try world.perform(.restore)
        case .retry:
            let rest = world.desk.wakeAt.map { $0.milliseconds(since: world.clock.now()) } ?? 0
            try world.perform(.wait(max(0, rest)))
            try world.perform(.wake)
        case .kill:
            faultsLeft -= 1
            world.wire = []
            try world.perform(.kill)
        }
        try drain()
        return true
    }

    private mutating func arrive(_ place: Int) throws {
        if let index = world.wire.firstIndex(where: { $0.place == place }) { try world.perform(.arrive(index)) }
    }

    private mutating func lose(_ place: Int) throws {
        if let index = world.wire.firstIndex(where: { $0.place == place }) { try world.perform(.lose(index)) }
        try world.perform(.giveUp(place: place))
    }

    /// Lets the office do all that it does without anybody else.
    private mutating func drain() throws {
        while true {
            if world.isBusy {
                try world.perform(.act)
            } else if !world.isAlive {
                // What was asked by a process that is no more comes to nobody.
                world.wire = []
                try world.perform(.start)
            } else {
                return
            }
        }
    }

    private mutating func end() throws {
        try world.auditor.checkCalm()
        try world.checkWhole()
    }
}
