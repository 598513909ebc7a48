// Protects the undo of imports over a life: whatever was imported, used, moved and taken back before, an undo brings exactly what stood
// before the import, or changes nothing and says why; the books verify all the way.
// How: seeded files of every kind, sales and adoptions on real books; the whole inventory compared around every undo. A seed prints itself.

import BooksContract
import Domain
import Operations
import Seeded
import Testing

@testable import Store

struct SeededUndoTests {
    @Test(arguments: 0..<Soak.rounds(5))
    func anUndoBringsBackWhatStood(_ number: Int) throws {
        let seed = Soak.seed(1) &+ UInt64(number)
        var random = SeededRandom(seed: seed)
        let bench = try ImportBench()
        var before: Inventory?
        var counts = (undone: 0, held: 0)
        for step in 0..<40 {
            switch random.below(6) {
            case 0, 1, 2:
                let stood = try bench.books.inventory()
                let kind = InventoryFile.allCases[random.below(3)]
                if try !bench.take(kind, Self.lines(kind, &random)).change.isEmpty { before = stood }
            case 3: try Self.adopt(bench, &random)
            case 4:
                let room = RoomID("3-\(418 + random.below(6))")
                let plan = try ContractCampus.plan(bench.books, [(room, Money(fen: 10_00))], id: "P\(step)")
                _ = try bench.books.commit(plan, at: ContractCampus.evening)
            default:
                guard let undo = try bench.books.inventoryUndo() else { continue }
                let now = try bench.books.inventory()
                switch try bench.undo() {
                case .undone:
                    counts.undone += 1
                    try Self.compare(try bench.books.inventory(), before, since: now, undo, "seed \(seed), step \(step)")
                case .held(let held):
                    counts.held += 1
                    #expect(held == undo.held && !held.isEmpty, "seed \(seed), step \(step)")
                    #expect(try bench.books.inventory() == now, "seed \(seed), step \(step)")
                case .stale: Issue.record("nobody else was there; seed \(seed), step \(step)")
                }
            }
        }
        try bench.check("seed \(seed)")
        #expect(counts.undone + counts.held > 0, "seed \(seed) undoes nothing")
    }

    /// Some lines of rooms 418 to 423, of their meters, or of two concentrators.
    private static func lines(_ kind: InventoryFile, _ random: inout SeededRandom) -> String {
        switch kind {
        case .rooms:
            return (418..<424).filter { _ in random.isHit(perThousand: 500) }.map { "3-\($0),3,4,\($0),\(1 + random.below(4)),yes\n" }
                .joined()
        case .meters:
            return (418..<424).filter { _ in random.isHit(perThousand: 400) }.map { door in
                "000000000\(door),3-\(418 + random.below(6)),main,,C\(1 + random.below(2)),\(1 + random.below(2)),dorm645,,,,,\n"
            }.joined()
        case .concentrators:
            let name = "C\(1 + random.below(2))"
            return (1...(2 + random.below(2))).map { "\(name),10.0.0.\(random.below(3)),6450,\($0),9600\n" }.joined()
        }
    }

    /// A meter is read for the first time, as the collector takes it over.
    private static func adopt(_ bench: ImportBench, _ random: inout SeededRandom) throws {
        let waiting = try bench.books.inventory().standingMeters.filter { $0.baseline == nil && $0.room != nil }
        guard var meter = random.pick(waiting) else { return }
        meter.baseline = ContractCampus.energyMeter.baseline
        let change = InventoryChange(version: try bench.books.inventoryVersion(), meters: [meter])
        #expect(try bench.books.take(change, actor: ContractCampus.system, at: ContractCampus.evening) == .taken)
    }

    /// All that the import named is as it stood before it; of the rest the program may have changed something by itself since.
    private static func compare(
        _ after: Inventory, _ before: Inventory?, since now: Inventory, _ undo: InventoryUndo, _ comment: Comment
    ) throws {
        let before = try #require(before, comment)
        #expect(after.rooms == before.rooms && after.concentrators == before.concentrators, comment)
        #expect(Set(after.meters.keys) == Set(before.meters.keys), comment)
        let named = Set(undo.newMeters + undo.back.meters.map(\.id))
        for (id, meter) in after.meters { #expect(meter == (named.contains(id) ? before : now).meters[id], comment) }
    }
}
