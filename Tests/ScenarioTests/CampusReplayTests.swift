// Protects: that a whole campus, lived through from one seed, brings every sale to its meter exactly once and tells nothing but the truth.
// How: the office's machines and the simulated field in one process on a simulated clock, with an auditor that shares no code with them.
// SEEDS=1000 plays more seeds, SEED=17 that one alone.

import BooksContract
import Domain
import Operations
import Simulator
import Testing

@Suite struct CampusReplayTests {
    @Test func aDayOfLife() throws {
        try Replays.play("a day of life", seeds: 1, oneOf: 20) { seed in
            var script = ReplayScript(seed: seed, rooms: 40)
            script.plainPercent = 20
            script.roundPause = 300_000
            script.operatorPause = 300_000...1_500_000
            return script
        } _: { replay in
            try replay.live(seconds: 24 * 3600)
            try checkSweep(replay)
            try replay.finish(withinMinutes: 2)
            try replay.closeDay()
            #expect(replay.auditor.words["UNCONF"] == nil && replay.auditor.words["DISPUTE"] == nil)
            #expect(replay.counts.sales > 40)
            #expect(replay.counts.slowest < 20_000, "a sale reaches its meter while the student still stands at the desk")
        }
    }

    @Test func aDayOfLifeInYuan() throws {
        try Replays.play("a day of life in yuan", seeds: 1, oneOf: 20) { seed in
            var script = ReplayScript(seed: seed, rooms: 12, unit: .money)
            script.pastDays = 2
            script.roundPause = 120_000
            script.operatorPause = 300_000...1_500_000
            return script
        } _: { replay in
            try replay.live(seconds: 24 * 3600)
            try checkSweep(replay)
            try replay.finish(withinMinutes: 2)
            try replay.closeDay()
            #expect(replay.auditor.words["UNCONF"] == nil && replay.auditor.words["DISPUTE"] == nil)
        }
    }

    /// Rooms live on credit that their meters lend; what they buy then pays the debt first.
    @Test func roomsInDebt() throws {
        try Replays.play("rooms in debt", seeds: 2, oneOf: 20) { seed in
            var script = ReplayScript(seed: seed, rooms: 6, unit: seed.isMultiple(of: 2) ? .money : .energy)
            (script.overdraftLimit, script.roundPause) = (50_00, 600_000)
            return script
        } _: { replay in
            try replay.live(seconds: 5 * 24 * 3600)
            let inDebt = try replay.readings.latest().values.filter { ($0.remaining?.hundredths ?? 0) < 0 }
            #expect(!inDebt.isEmpty && inDebt.allSatisfy { ($0.overdraft?.hundredths ?? 0) > 0 })
            try replay.closeDay()
            for room in replay.inventory.rooms.keys.sorted() { try replay.sell(room, fen: 2_000) }
            try replay.live(seconds: 600)
            try replay.finish(withinMinutes: 1)
            try replay.closeDay()
        }
    }

    /// Every meter was read in the last round, and no line had any trouble.
    private func checkSweep(_ replay: CampusReplay) throws {
        let latest = try replay.readings.latest()
        let oldest = replay.instant.adding(milliseconds: -2 * replay.script.roundPause)
        for meter in replay.inventory.meters.keys {
            let at = try #require(latest[meter]?.at, "\(meter) was never read")
            #expect(at >= oldest, "\(meter) was last read at \(at)")
        }
        let health = replay.health
        #expect(health.count == replay.campus.concentrators.flatMap(\.buses).count)
        for bus in health {
            #expect(bus.lastRound != nil && bus.silent.isEmpty && bus.timeouts == 0 && bus.broken == 0 && bus.noise == 0, "\(bus)")
            // The round may be under way just now.
            #expect(bus.requests - bus.answers <= 1, "\(bus)")
        }
    }

    @Test func severalOrdersInLineOnOneMeter() throws {
        try Replays.play("orders in line", seeds: 3) { seed in
            ReplayScript(seed: seed, rooms: 8, unit: seed.isMultiple(of: 2) ? .money : .energy)
        } _: { replay in
            try replay.live(seconds: 5)
            let room = try #require(replay.inventory.rooms.keys.min())
            for fen: Int64 in [5000, 1000, 2500, 2500, 49_999] { try replay.sell(room, fen: fen) }
            try replay.live(seconds: 1)
            let words = try replay.shownOrders().map(\.word)
            #expect(words.contains("QUEUED") && words.count == 5, "the others wait for the first: \(words)")
            try replay.live(seconds: 30)
            let orders = try replay.shownOrders()
            #expect(orders.map(\.word) == Array(repeating: "METER", count: 5))
            #expect(orders.map(\.count) == Array(orders[0].count...orders[0].count + 4), "in the order in which they were sold")
            try replay.finish(withinMinutes: 1)
        }
    }

    @Test func theSameSeedIsTheSameToTheByte() throws {
        func play(_ seed: UInt64) throws -> ReplayLog {
            var script = Trouble.everything(seed)
            script.keepsLog = true
            let replay = try CampusReplay(script)
            try replay.live(seconds: 600)
            try replay.finish(withinMinutes: 40)
            return replay.log
        }
        let first = try play(4711)
        let second = try play(4711)
        let other = try play(4712)
        #expect(first.lines.count > 3_000)
        #expect(first.text.utf8.elementsEqual(second.text.utf8))
        #expect(first.lines != other.lines)
        let digest = first.text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        print("replay of seed 4711: \(first.lines.count) lines, digest \(String(digest, radix: 16))")
    }
}
