// The parts of the program: each plays something and prints what it was. Throws `Failure` where the auditor found something.

import BooksContract
import DeliverySimulation
import Foundation
import Reality

enum Parts {
    private static let seedsAtOnce: UInt64 = 8

    /// Campuses in rounds that are the same on every machine, until there were enough.
    static func deliveries(_ wanted: Int, from first: UInt64, _ keeping: Keeping) async throws {
        try await campuses(keeping) { figures in
            var next = first
            let round = keeping == .memory ? 16 * seedsAtOnce : seedsAtOnce
            while figures.deliveries < wanted {
                try await play(next..<next + round, keeping, into: &figures)
                next += round
            }
        }
    }

    static func seeds(_ count: UInt64, from first: UInt64, _ keeping: Keeping) async throws {
        try await campuses(keeping) { try await play(first..<first + count, keeping, into: &$0) }
    }

    private static func play(_ seeds: Range<UInt64>, _ keeping: Keeping, into figures: inout Figures) async throws {
        let atOnce = keeping == .memory ? seedsAtOnce : 1
        let pieces = stride(from: seeds.lowerBound, to: seeds.upperBound, by: UInt64.Stride(atOnce)).map {
            $0..<min(seeds.upperBound, $0 + atOnce)
        }
        var sum = Figures()
        let work: @Sendable (Range<UInt64>) throws -> Figures = { seeds in
            var figures = Figures()
            for seed in seeds { figures.add(try campus(seed, keeping)) }
            return figures
        }
        try await Crew.work(on: pieces, work) { sum.add($0) }
        figures.add(sum)
    }

    /// One campus. In SQLite it must have gone exactly as it does in memory, and the folder is proved as `dormwatt verify` proves it.
    private static func campus(_ seed: UInt64, _ keeping: Keeping) throws -> Figures {
        let replay = "simulation --seed \(seed)"
        let inMemory = try Player.played(.ofSeed(seed), replay: replay) { MemoryBooks() }.world
        guard keeping == .folder else { return Figures(inMemory) }
        let folders = SimulatedFolders()
        let world = try Player.played(.ofSeed(seed), replay: replay + " --sqlite") { try folders.books(keeping) }.world
        guard world.digest == inMemory.digest else {
            throw Failure(replay: replay + " --sqlite", finding: "the same seed went otherwise in SQLite than in memory")
        }
        do { try folders.prove() } catch { throw Failure(replay: replay + " --sqlite", finding: "\(error)") }
        return Figures(world)
    }

    private static func campuses(_ keeping: Keeping, _ play: (inout Figures) async throws -> Void) async throws {
        let start = ContinuousClock.now
        var figures = Figures()
        try await play(&figures)
        print(
            "\(figures.deliveries) orders delivered in \(figures.campuses) campuses \(keeping.words), \(figures.steps) steps, "
                + "\(figures.looks) looks of the"
        )
        print(
            "auditor, \(figures.tally.total) faults; \(seconds(since: start)), \(figures.deliveries / max(1, whole(since: start))) a second"
        )
        for word in ShownWord.allCases where figures.ended[word] != nil { line("ended as \(word.rawValue)", figures.ended[word] ?? 0) }
        line("sales whose money was given back", figures.paidBack)
        line("by purses of free credit", figures.fills)
        for fault in Fault.allCases { line(fault.words, figures.tally[fault]) }
        for business in Business.allCases { line(business.words, figures.tally[business]) }
    }

    /// One campus with all that happened in it.
    static func replay(_ seed: UInt64, defect: Defect?, _ keeping: Keeping) throws {
        let folders = SimulatedFolders()
        var player = try Player(.ofSeed(seed), books: try folders.books(keeping), defect: defect, keepsTrace: true)
        defer { for line in player.world.trace { print(line) } }
        do { try player.play() } catch {
            throw Failure(replay: "seed \(seed)", finding: "\(error)")
        }
    }

    /// Small worlds: how many rooms and faults, of which kind, and whether equal histories are played once.
    private static let smallWorlds: [(rooms: Int, faults: Int, isAll: Bool, isOnce: Bool, isFree: Bool)] = [
        (1, 3, true, false, false), (2, 2, false, false, false), (3, 1, false, false, false), (2, 2, true, true, false),
        (3, 1, true, true, false), (3, 2, false, true, false), (1, 3, true, false, true), (2, 1, true, true, true),
    ]

    /// More faults at once: too many histories for every day.
    private static let longWorlds = [
        (3, 3, false, true, false), (2, 3, true, true, false), (3, 2, true, true, false), (2, 2, true, true, true),
        (3, 2, false, true, true),
    ]

    static func worlds(withLong: Bool) async throws {
        for (rooms, faults, isAll, isOnce, isFree) in smallWorlds + (withLong ? longWorlds : []) {
            let start = ContinuousClock.now
            let world = try SmallWorld(
                rooms: rooms, faults: faults, allFaults: isAll, oneOfEqual: isOnce, isFree: isFree, books: MemoryBooks())
            var worlds = SmallWorlds()
            let work: @Sendable (SmallWorld) throws -> SmallWorlds = { world in
                var worlds = SmallWorlds()
                try world.explore(into: &worlds)
                return worlds
            }
            try await Crew.work(on: world.frontier(5), work) { worlds.add($0) }
            print(
                "\(rooms) rooms\(isFree ? " with purses" : ""), up to \(faults) faults \(isAll ? "of all kinds" : "of the line"): "
                    + "all \(worlds.histories) histories"
                    + "\(isOnce ? ", of equal ones one" : ""), \(worlds.moves) moves, \(seconds(since: start))")
        }
    }

    /// Every write of small campuses fails once; in memory also every two of them.
    static func writes(_ keeping: Keeping) async throws {
        let start = ContinuousClock.now
        var cases = 0, deliveries = 0
        for seed in 1...UInt64(keeping == .memory ? 5 : 1) {
            let quiet = try FailingWrites.play(.init(writes: [:]), seed: seed) { MemoryBooks() }.writes
            let all = FailingWrites.singles(of: quiet) + (seed == 1 && keeping == .memory ? FailingWrites.pairs(of: quiet) : [])
            let work: @Sendable (FailingWrites.Case) throws -> Int = { failing in
                let folders = SimulatedFolders()
                let played = try FailingWrites.play(failing, seed: seed) { try folders.books(keeping) }
                try folders.prove()
                return played.figures.deliveries
            }
            try await Crew.work(on: all, work) { deliveries += $0 }
            cases += all.count
        }
        print("\(cases) campuses \(keeping.words) in which chosen writes fail, \(deliveries) orders delivered, \(seconds(since: start))")
    }

    static func defects() async throws {
        let start = ContinuousClock.now
        var caught: [Catch] = []
        let work: @Sendable (Defect) throws -> Catch = { defect in
            if let found = try defect.hunt(books: { MemoryBooks() }) { return found }
            throw Failure(
                replay: defect.rawValue, finding: "this planted defect was not found in \(Defect.mostCampuses) campuses")
        }
        try await Crew.work(on: Defect.allCases, work) { caught.append($0) }
        for found in caught.sorted(by: { $0.defect.rawValue < $1.defect.rawValue }) {
            print("  \(found.defect.rawValue): campus \(found.campus), \(found.finding.prefix(100))")
        }
        print("\(caught.count) planted defects were all found within \(Defect.mostCampuses) campuses, \(seconds(since: start))")
    }

    private static func line(_ words: String, _ count: Int) {
        print("  \(String(repeating: " ", count: max(0, 9 - "\(count)".count)))\(count) \(words)")
    }

    private static func whole(since start: ContinuousClock.Instant) -> Int { Int((ContinuousClock.now - start).components.seconds) }

    private static func seconds(since start: ContinuousClock.Instant) -> String { "\(whole(since: start)) s" }
}
