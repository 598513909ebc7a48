// Protects the health of buses: how much was lost lately, since when, with which meters, what it cost, and that the memory of it is bounded.
// How: a diary is told what happens on a simulated clock; a concentrator machine with a lossy and a dead meter is looked at.
import Domain
import Operations
import Testing

@testable import Concentrator

struct BusDiaryTests {
    private let first = MeterID("100000000000")
    private let second = MeterID("100000000001")

    private func told(_ diary: BusDiary, silent: Set<MeterID> = [], at now: Instant) -> BusHealth {
        var health = BusHealth(id: BusID(concentrator: ConcentratorID("C1"), number: 1), meters: 2, since: .start)
        diary.tell(&health, silent: silent, at: now)
        return health
    }

    @Test func tenMinutesAreRemembered() {
        var diary = BusDiary()
        for minute in 0..<30 {
            let now = Instant.start.adding(milliseconds: Int64(minute) * 60_000)
            diary.asked(isRepeat: false, at: now)
            diary.asked(isRepeat: true, at: now)
            diary.lost(first, after: 900, at: now)
            diary.answered(after: 100, at: now)
        }
        let now = Instant.start.adding(milliseconds: 29 * 60_000)
        let tally = told(diary, at: now).recent
        #expect(tally.requests == 20 && tally.repeats == 10 && tally.timeouts == 10 && tally.answers == 10)
        #expect(tally.lost == 9_000 && tally.busy == 10_000)
        #expect(tally.lostPerMille == 500 && tally.slowerPercent == 900)
        #expect(told(diary, at: now.adding(milliseconds: 600_000)).recent == BusTally())
    }

    @Test func aClockThatIsSetBackLeavesTroubleAsLongAgoAsItWas() {
        var diary = BusDiary()
        let (now, back) = (Instant.start.adding(milliseconds: 7_200_000), Int64(-3_600_000))
        diary.lost(first, after: 1, at: now)
        diary.shift(by: back)
        let later = now.adding(milliseconds: back + 60_000)
        #expect(told(diary, at: later).troubledSince == now.adding(milliseconds: back))
        #expect(told(diary, at: later).nodes.map(\.last) == [now.adding(milliseconds: back)])
        #expect(told(diary, at: later.adding(milliseconds: 600_000)).troubledSince == nil, "it ends ten minutes later, not an hour later")
        diary.prune(silent: [], isMember: { _ in true }, at: later.adding(milliseconds: 600_000))
        #expect(told(diary, silent: [first], at: later).nodes.isEmpty)
    }

    @Test func troubleBeginsAndEnds() {
        var diary = BusDiary()
        func at(_ minutes: Int64) -> Instant { Instant.start.adding(milliseconds: minutes * 60_000) }
        #expect(told(diary, at: at(1)).troubledSince == nil)
        diary.lost(first, after: 1, at: at(3))
        diary.damaged(second, noise: 4, broken: 1, at: at(12))
        #expect(told(diary, at: at(13)).troubledSince == at(3))
        #expect(told(diary, at: at(12)).nodes.map(\.id) == [first, second])
        #expect(told(diary, at: at(13)).nodes.map(\.id) == [second], "the first was sound for ten minutes")
        #expect(told(diary, at: at(22)).troubledSince == nil)
        diary.damaged(nil, noise: 9, broken: 0, at: at(23))
        #expect(told(diary, at: at(23)).troubledSince == nil, "noise alone is no trouble")
        diary.lost(first, after: 1, at: at(40))
        #expect(told(diary, at: at(40)).troubledSince == at(40))
    }

    @Test func silentMetersComeFirstAndSoundOnesAreForgotten() {
        var diary = BusDiary()
        for index in 0..<500 {
            let meter = MeterID(String(100_000_000_000 + index))
            for _ in 0...index { diary.lost(meter, after: 1, at: .start) }
        }
        let nodes = told(diary, silent: [first], at: .start).nodes
        #expect(nodes.count == 32 && nodes[0].id == first && nodes[0].isSilent && nodes[1].lost == 500)
        let later = Instant.start.adding(milliseconds: 600_000)
        diary.prune(silent: [first], isMember: { _ in true }, at: later)
        #expect(told(diary, silent: [first], at: later).nodes.map(\.id) == [first])
        diary.prune(silent: [first], isMember: { _ in false }, at: later)
        #expect(told(diary, silent: [first], at: later).nodes.isEmpty)
    }

    @Test func aLossyBusSaysWhatItCosts() throws {
        var field = SimulatedField(MeterPoint.row(4))
        field.dead = ["100000000001"]
        field.run(milliseconds: 20_000)
        let dead = try #require(field.machine.health.first)
        #expect(dead.condition == .bad && dead.nodes.map(\.id.text) == ["100000000001"] && dead.nodes[0].isSilent)
        #expect(dead.recent.timeouts == dead.timeouts && dead.recent.requests == dead.requests && dead.recent.lost > 700)
        #expect(dead.troubledSince.map { $0 < .start.adding(milliseconds: 2_000) } == true)
        field.dead = []
        field.run(milliseconds: 20 * 60_000)
        let sound = try #require(field.machine.health.first)
        #expect(sound.condition == .good && sound.nodes.isEmpty && sound.troubledSince == nil && sound.recent.timeouts == 0)
    }

    @Test func metersThatWereNotReadForLongAreCounted() throws {
        var field = SimulatedField(MeterPoint.row(3))
        field.run(milliseconds: 1_000)
        field.dead = ["100000000002"]
        field.run(milliseconds: 11 * 60_000)
        #expect(staleness(&field) == 1)
        field.dead = Set(field.meters.keys)
        field.run(milliseconds: 11 * 60_000)
        #expect(staleness(&field) == 3)
    }

    private func staleness(_ field: inout SimulatedField) -> Int? { field.machine.health(at: field.now).first?.stale }

    @Test func theWorstComesFirst() {
        func bus(_ number: Int, _ change: (inout BusHealth) -> Void) -> BusHealth {
            var health = BusHealth(id: BusID(concentrator: ConcentratorID("C1"), number: number), meters: 10, since: .start)
            health.isConnected = true
            change(&health)
            return health
        }
        let buses = [
            bus(1) { _ in }, bus(2) { $0.isConnected = nil }, bus(3) { $0.isConnected = false },
            bus(4) { ($0.recent.answers, $0.recent.timeouts) = (90, 10) }, bus(5) { $0.silent = [first] },
            bus(6) { ($0.recent.answers, $0.recent.timeouts) = (981, 19) },
        ]
        #expect(BusHealth.worstFirst(buses.shuffled()).map(\.id.number) == [3, 4, 5, 1, 6, 2])
        let names = ["K10", "K2", "K1"].map { BusHealth(id: BusID(concentrator: ConcentratorID($0), number: 1), meters: 0, since: .start) }
        #expect(BusHealth.worstFirst(names).map(\.id.concentrator.text) == ["K1", "K2", "K10"])
    }
}
