// Protects: nothing is lost and nothing is doubled on a whole campus, whatever is lost, late, damaged, cut, full or killed.
// How: replays from seeds with real frames over lines that fail; the auditor looks after every step. SEEDS=1000 plays more of them.

import Domain
import Operations
import Simulator
import Testing

/// Campuses in which things go wrong.
enum Trouble {
    /// Lines that lose, delay and damage several percent, and a network that cuts.
    static func lines(_ seed: UInt64) -> ReplayScript {
        let isMixed = seed.isMultiple(of: 4)
        var script = ReplayScript(seed: seed, rooms: isMixed ? 26 : 10, unit: seed.isMultiple(of: 3) ? .money : .energy)
        script.plainPercent = isMixed ? 30 : 0
        script.hasSubsidyPurse = seed % 5 != 2
        script.operatorPause = 5_000...40_000
        var faults = Faults()
        (faults[.dropRequest], faults[.dropAnswer], faults[.corrupt]) = (30_000, 40_000, 40_000)
        (faults[.delay], faults.delayTime, faults[.cut]) = (30_000, seed.isMultiple(of: 2) ? 3_000 : 900, 4_000)
        script.lineFaults.everywhere = faults
        (script.network.slow, script.network.verySlow, script.network.cut) = (200, 10, 30)
        (script.network.swallow, script.network.flip, script.network.pieces) = (5, 100, 1_000)
        return script
    }

    /// Processes that die between any two steps, on lines without faults.
    static func deaths(_ seed: UInt64) -> ReplayScript {
        var script = ReplayScript(seed: seed, rooms: 8, unit: seed.isMultiple(of: 2) ? .money : .energy)
        script.operatorPause = 4_000...20_000
        (script.crashes.office, script.crashes.field) = (60, 1_000)
        return script
    }

    /// All of it at once, and books that fail.
    static func everything(_ seed: UInt64) -> ReplayScript {
        var script = lines(seed)
        script.operatorPause = 4_000...20_000
        (script.crashes.office, script.crashes.field, script.storeFaults) = (20, 500, 500)
        script.pastDays = seed.isMultiple(of: 5) ? 10 : 0
        return script
    }
}

@Suite struct TroubleReplayTests {
    /// Lives with faults, then without, until everything has ended.
    private func play(_ name: String, seeds: UInt64, minutes: Int64 = 30, _ script: (UInt64) -> ReplayScript) throws -> ReplayTotals {
        let totals = try Replays.play(name, seeds: seeds, script) { replay in
            try replay.live(seconds: minutes * 60)
            try replay.finish(withinMinutes: 40)
        }
        return try #require(totals)
    }

    @Test func linesThatLoseDelayDamageAndCut() throws {
        let totals = try play("bad lines", seeds: 6, Trouble.lines)
        guard !Replays.isSingle else { return }
        #expect(totals.words["METER", default: 0] > 100 && totals.words["UNCONF", default: 0] > 20 && totals.counts.cuts > 10)
    }

    @Test func processesThatDieAtAnyStep() throws {
        let totals = try play("deaths", seeds: 6, Trouble.deaths)
        guard !Replays.isSingle else { return }
        #expect(totals.words["METER", default: 0] > 100 && totals.counts.officeDeaths > 20 && totals.counts.fieldDeaths > 10)
    }

    @Test func booksThatFail() throws {
        let totals = try play("bad books", seeds: 4) { seed in
            var script = ReplayScript(seed: seed, rooms: 8)
            script.operatorPause = 4_000...20_000
            script.storeFaults = 1_500
            return script
        }
        #expect(totals.counts.storeFaults > 20)
    }

    @Test func everythingAtOnce() throws {
        let totals = try play("everything", seeds: 6, Trouble.everything)
        guard !Replays.isSingle else { return }
        #expect(totals.words["METER", default: 0] > 100 && totals.words["WITHDRAWN", default: 0] > 0)
    }

    /// Other systems sell to the same meters and engineers close accounts, while the lines are bad and processes die.
    @Test func strangersInTheMiddleOfTrouble() throws {
        let totals = try play("strangers", seeds: 4) { seed in
            var script = Trouble.everything(seed)
            script.hasStrangers = true
            return script
        }
        guard !Replays.isSingle else { return }
        #expect(totals.words["DISPUTE", default: 0] > 5 && totals.words["REFUSED", default: 0] > 5)
    }

    /// A whole building, three-phase meters too, sold to from one list over bad lines; the same list again sells nothing.
    @Test func aListForAWholeBuilding() throws {
        let totals = try Replays.play("a list", seeds: 1, oneOf: 20) { seed in
            var script = Trouble.everything(seed)
            (script.rooms, script.plainPercent, script.operatorPause) = (108, 20, nil)
            return script
        } _: { replay in
            try replay.live(seconds: 60)
            let rooms = replay.inventory.rooms.keys.sorted()
            let lines = rooms.enumerated().map { TopUpLine(room: $1, money: Money(fen: 2_000 + 50 * Int64($0))) }
            try replay.sellList(lines)
            try replay.live(seconds: 60)
            try replay.sellList(lines)
            try replay.live(seconds: 600)
            try replay.finish(withinMinutes: 40)
            #expect(replay.auditor.sales.count == rooms.count)
        }
        #expect(totals != nil)
    }

    /// The concentrators have no power for an hour; what was sold meanwhile waits, and goes out when they are back.
    @Test func anHourWithoutPower() throws {
        try Replays.play("an hour without power", seeds: 2) { seed in
            var script = ReplayScript(seed: seed, rooms: 8, roundPause: 20_000)
            (script.keepsField, script.operatorPause) = (true, 30_000...90_000)
            return script
        } _: { replay in
            try replay.live(seconds: 300)
            replay.killField(seconds: 3600)
            try replay.live(seconds: 3590)
            #expect(try replay.shownOrders().filter { $0.word == "QUEUED" }.count > 10)
            #expect(replay.health.allSatisfy { $0.isConnected == false && !$0.trouble.isEmpty })
            try replay.live(seconds: 10)
            try replay.finish(withinMinutes: 3)
        }
    }

    @Test func everythingAtOnceOnTheDisk() throws {
        let totals = try play("everything on the disk", seeds: 2, minutes: 6) { seed in
            var script = Trouble.everything(seed &* 7919)
            script.store = .sqlite
            return script
        }
        #expect(totals.words["METER", default: 0] > 20 || Replays.isSingle)
    }
}
