// Protects: what the office makes of every single fault of the field: no money lost or doubled, no foreign answer taken for a meter's own,
// everything ended, and the other buses as if nothing had happened.
// How: a campus on which one fault strikes one bus very often, with sales to all rooms; the auditor looks after every step.
// SEEDS=1000 plays more seeds, SEED=17 that one alone.

import BooksContract
import Domain
import Foundation
import Operations
import Simulator
import Testing

@Suite struct FaultReplayTests {
    /// The kinds after which the whole concentrator has to be dialled again, so that its other buses notice.
    private static let hangingUp: Set<FaultKind> = [.cut, .gatewayText]

    @Test(arguments: FaultKind.allCases) func aFaultOnOneBus(_ kind: FaultKind) throws {
        try Replays.play("\(kind.rawValue) on a bus", seeds: 2, oneOf: 20) { seed in
            var script = ReplayScript(seed: seed, rooms: 26, unit: seed.isMultiple(of: 2) ? .money : .energy, roundPause: 20_000)
            var faults = Faults()
            // Lines that hang up have to live long enough to sell something.
            faults[kind] = Self.hangingUp.contains(kind) ? 20_000 : 200_000
            script.lineFaults.buses[BusName(concentrator: "C1", number: 1)] = faults
            script.operatorPause = 3_000...9_000
            return script
        } _: { replay in
            try replay.live(seconds: 8 * 60)
            if !Self.hangingUp.contains(kind) { try checkOthers(replay) }
            try replay.finish(withinMinutes: 30)
            let disputes = replay.auditor.words["DISPUTE"] ?? 0
            #expect(kind == .partialWrite ? disputes > 0 : disputes == 0)
            #expect(replay.auditor.words["METER", default: 0] > 20)
            let first = try #require(replay.health.first { $0.id.number == 1 })
            #expect(first.requests > 300)
        }
    }

    /// The buses without the fault have lost nothing, and none of their readings is older than two rounds.
    private func checkOthers(_ replay: CampusReplay) throws {
        let latest = try replay.readings.latest()
        for bus in replay.health where bus.id.number != 1 {
            #expect(bus.timeouts * 50 <= bus.requests && bus.silent.isEmpty, "\(bus)")
            for meter in replay.inventory.meters.values where meter.bus == bus.id {
                let at = try #require(latest[meter.id]?.at)
                #expect(replay.instant.milliseconds(since: at) < 42_000, "\(meter.id) waits for another bus")
            }
        }
    }

    /// All of them at once, on every bus.
    @Test func fivePercentOfAll() throws {
        let totals = try Replays.play("five percent of all", seeds: 3, oneOf: 10) { seed in
            var script = ReplayScript(seed: seed, rooms: 26, unit: seed.isMultiple(of: 2) ? .money : .energy, roundPause: 20_000)
            for kind in FaultKind.allCases { script.lineFaults.everywhere[kind] = 50_000 }
            script.operatorPause = 8_000...40_000
            return script
        } _: { replay in
            try replay.live(seconds: 20 * 60)
            try replay.finish(withinMinutes: 60)
        }
        guard !Replays.isSingle else { return }
        #expect(try #require(totals).words["METER", default: 0] > 50)
    }

    /// Two meters of a bus are put back in each other's place: what is sold to either is disputed and reaches neither.
    @Test func twoMetersInEachOthersPlace() throws {
        try Replays.play("swapped meters", seeds: 4) { seed in
            ReplayScript(seed: seed, rooms: 6, unit: seed.isMultiple(of: 2) ? .money : .energy, roundPause: 20_000)
        } _: { replay in
            let prepaid = replay.roomOfMeter.sorted { $0.key < $1.key }
            let (one, other) = (prepaid[0], prepaid[1])
            for (_, room) in prepaid { try replay.sell(room, fen: 2000) }
            try replay.live(seconds: 60)
            var faults = FaultPlan()
            faults.everywhere.swap(one.key, other.key)
            replay.setLines(faults)
            replay.auditor.exchange(one.key, other.key)
            try replay.live(seconds: 60)
            let sales = try [one, other].map { try replay.sell($0.value, fen: 5000) }
            let third = try replay.sell(prepaid[2].value, fen: 5000)
            try replay.live(seconds: 120)
            let orders = try replay.shownOrders()
            for sale in sales { #expect(orders.first { $0.sale == sale }?.word == "DISPUTE") }
            #expect(orders.first { $0.sale == third }?.word == "METER")
            for meter in [one.key, other.key] { #expect(replay.auditor.meters[meter]?.purchases.isEmpty == true) }
        }
    }
}
