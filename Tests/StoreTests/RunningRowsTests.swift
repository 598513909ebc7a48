// Protects: hours and days answer as if every reading were written into them, though the running ones wait in another table; evidence is kept.
// How: written-down and seeded random sequences go into the file and into a plain list, and every question is put to both.

import Domain
import Foundation
import GRDB
import Operations
import Seeded
import Testing

@testable import Store

struct RunningRowsTests {
    /// 2026-11-21 21:15:58 on the clocks of the campus.
    static let start = Instant(milliseconds: 1_795_266_958_000)

    enum Step: Sendable {
        /// So many minutes after the start; a register, a remaining, or a load alone.
        case says(Int64, register: Int64? = nil, remaining: Int64? = nil, load: Int64? = nil)
        /// The same of a meter whose credit was kept in energy before.
        case saysInMoney(Int64, remaining: Int64)
        case overdraftInMoney(Int64)
        case restarts
        case prunes(Int64)
        /// An older collector holds the lease for one reading.
        case olderSays(Int64, register: Int64? = nil, remaining: Int64? = nil)
    }

    static let sequences: [(name: String, steps: [Step])] = [
        ("parts within an hour", [.says(0, register: 100), .says(1, remaining: 50), .says(2, load: 7), .says(3, remaining: 40)]),
        ("a part in the next hour", [.says(0, register: 100, remaining: 50), .says(60, remaining: 40), .says(120, register: 110)]),
        ("a load alone is of no hour", [.says(0, load: 7), .says(60, load: 8), .says(61, register: 1), .says(130, load: 9)]),
        (
            "the turn of the day",
            [.says(0, register: 1), .says(164, register: 2, remaining: 9), .says(165, remaining: 8), .says(166, register: 3)]
        ),
        (
            "an hour comes back",
            [.says(0, register: 1), .says(60, register: 2), .says(1, remaining: 5), .says(61, remaining: 4), .says(2, register: 0)]
        ),
        (
            "a day comes back",
            [.says(0, register: 1), .says(1440, register: 2), .says(-1440, register: 0), .says(5, remaining: 5), .says(1441, remaining: 4)]
        ),
        ("silent for days", [.says(0, register: 1, remaining: 9), .says(9 * 1440, remaining: 5), .says(9 * 1440 + 70, register: 8)]),
        ("a new process", [.says(0, register: 1), .restarts, .says(1, remaining: 5), .restarts, .says(60, register: 2), .restarts]),
        (
            "the unit changes",
            [
                .says(0, register: 1, remaining: 9), .overdraftInMoney(1), .says(2, register: 2), .saysInMoney(3, remaining: 7),
                .says(70, register: 3),
            ]
        ),
        (
            "hours that are old",
            [.says(0, register: 1), .prunes(500 * 1440), .says(1, remaining: 3), .says(2, register: 4), .says(600 * 1440, register: 5)]
        ),
        (
            "an older collector, same hour",
            [.says(0, register: 1, remaining: 9), .olderSays(1, register: 2), .says(2, remaining: 8), .says(70, register: 3)]
        ),
        (
            "an older collector, other hours",
            [
                .says(0, register: 1), .olderSays(60, register: 2), .olderSays(1500, register: 3), .says(1501, remaining: 1),
                .says(1600, register: 4),
            ]
        ),
    ]

    @Test(arguments: sequences.indices) func aSequenceIsToldAsIfAllWereWritten(_ index: Int) throws {
        for isOlder in [false, true] {
            let bench = try Bench(isOlder: isOlder)
            let (name, steps) = Self.sequences[index]
            for (number, step) in steps.enumerated() {
                try bench.take(step)
                try bench.compare("\(name), \(isOlder ? "older file, " : "")step \(number)")
            }
        }
    }

    @Test(arguments: 0..<8) func randomSequencesAreToldAsIfAllWereWritten(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let bench = try Bench(isOlder: seed % 3 == 0)
        var now = Self.start
        for step in 0..<50 {
            now = now.adding(milliseconds: Bench.pause(&random))
            let batch = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                now = now.adding(milliseconds: Int64.random(in: 1...400_000, using: &random))
                return Bench.reading(at: now, &random)
            }
            switch Int.random(in: 0..<20, using: &random) {
            case 0: try bench.restart()
            case 1: try bench.prune(now)
            case 2:
                try bench.olderRecord(batch)
                continue
            default: break
            }
            try bench.record(batch)
            if step % 5 == 4 { try bench.compare("seed \(seed), step \(step)") }
        }
    }

    @Test(arguments: 0..<6) func whatIsNewsIsKeptAndNothingElse(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let bench = try Bench(isOlder: false)
        var now = Self.start
        for _ in 0..<100 {
            now = now.adding(milliseconds: Int64.random(in: -200_000...400_000, using: &random))
            var batch = [Bench.reading(at: now, &random)]
            // Most meters say what they said.
            for _ in 0..<4 {
                guard var again = bench.plain.latest.values.sorted(by: { $0.meter < $1.meter }).randomElement(using: &random) else { break }
                now = now.adding(milliseconds: Int64.random(in: 1...90_000, using: &random))
                (again.at, again.load, again.voltages) = (now, Power(watts: Int64.random(in: 0...500, using: &random)), [])
                batch.append(again)
            }
            try bench.record(batch)
        }
        let kept = try DatabaseQueue(path: bench.campus.folder.readings).read { database in
            try Row.fetchAll(database, sql: "SELECT \(ReadingRow.columns) FROM raw ORDER BY rowid").map(ReadingRow.reading)
        }
        for meter in Bench.meters {
            #expect(kept.filter { $0.meter == meter } == bench.plain.evidence.filter { $0.meter == meter }, "seed \(seed), meter \(meter)")
        }
        #expect(kept.count < 500)
    }

    /// What the running hour costs: no row of `hourly` or `daily` is written before another hour comes.
    @Test func theTablesWaitForTheEndOfTheHour() throws {
        let bench = try Bench(isOlder: false)
        func rows() throws -> [Int64?] {
            try DatabaseQueue(path: bench.campus.folder.readings).read { database in
                try ["hourly", "daily"].map { try Int64.fetchOne(database, sql: "SELECT count(*) FROM \($0)") }
            }
        }
        for minute in Int64(0)..<40 { try bench.take(.says(minute, register: minute, remaining: 9)) }
        #expect(try rows() == [0, 0])
        try bench.take(.says(60, register: 60))
        #expect(try rows() == [1, 0])
        try bench.take(.says(1440, register: 60))
        #expect(try rows() == [2, 1])
    }
}

/// A file and a plain list that take the same readings.
private final class Bench {
    static let meters = ["000000000417", "000000000418", "it's \"odd\""].map { MeterID($0) }

    let campus: TemporaryCampus
    private(set) var writer: SQLiteReadings
    private(set) var plain = PlainReadings()
    private let reader: SQLiteReadings

    init(isOlder: Bool) throws {
        campus = try TemporaryCampus()
        writer = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        reader = try SQLiteReadings.open(in: campus.folder, readOnly: true)
        guard isOlder else { return }
        // Its readings stand in the tables before this collector comes.
        let older = OlderCollector(path: campus.folder.readings)
        try older.make()
        var random = SeededRandom(seed: 7)
        let past = (0..<6).map { Self.reading(at: RunningRowsTests.start.adding(seconds: -600 + $0 * 90), &random) }
        try older.record(past)
        plain.record(past)
        try compare("by an older collector")
        try restart()
    }

    func restart() throws { writer = try SQLiteReadings.open(in: campus.folder, readOnly: false) }

    func record(_ readings: [Reading]) throws {
        try writer.record(readings)
        plain.record(readings)
    }

    func olderRecord(_ readings: [Reading]) throws {
        try OlderCollector(path: campus.folder.readings).record(readings)
        plain.record(readings)
        try compareRegisters("after an older collector at \(readings.last?.at.milliseconds ?? 0), before a newer one")
        try restart()
    }

    /// What a follower is told before a newer collector has joined what an older one wrote: each day and hour once, with its last register.
    private func compareRegisters(_ when: String) throws {
        func registers(_ days: [DailyReading]) -> [RegisterSpan] { days.map { RegisterSpan(day: $0.day, register: $0.register) } }
        let everything = try reader.daily(from: Day(number: 0))
        for meter in Self.meters {
            let days = registers(plain.daily(of: meter))
            #expect(registers(try reader.daily(of: meter, from: Day(number: 0))) == days, "\(when)")
            #expect(registers(everything[meter] ?? []) == days, "\(when)")
            #expect(try reader.hourly(of: meter, since: Instant(milliseconds: 0)) == plain.hourly(of: meter), "\(when)")
            for reach in [1, 3, 900] {
                let span = Day(of: RunningRowsTests.start, at: .china).advanced(by: -1)
                let range = span..<span.advanced(by: reach)
                let known = RegisterSpan(plain.daily(of: meter).filter { range.contains($0.day) })
                #expect(try reader.registers(of: Self.meters, in: range)[meter] == known, "\(when)")
            }
        }
    }

    func prune(_ now: Instant) throws {
        #expect(try !writer.prune(now: now))
        plain.prune(now: now)
    }

    func take(_ step: RunningRowsTests.Step) throws {
        func reading(_ minutes: Int64) -> Reading {
            Reading(meter: Self.meters[0], at: RunningRowsTests.start.adding(seconds: minutes * 60))
        }
        switch step {
        case .says(let minutes, let register, let remaining, let load):
            var reading = reading(minutes)
            reading.register = register.map(Energy.init(wattHours:))
            reading.remaining = remaining.map { Credit(.energy, hundredths: $0) }
            reading.load = load.map(Power.init(watts:))
            try record([reading])
        case .saysInMoney(let minutes, let remaining):
            var reading = reading(minutes)
            reading.remaining = Credit(.money, hundredths: remaining)
            try record([reading])
        case .overdraftInMoney(let minutes):
            var reading = reading(minutes)
            reading.overdraft = Credit(.money, hundredths: 0)
            try record([reading])
        case .olderSays(let minutes, let register, let remaining):
            var reading = reading(minutes)
            reading.register = register.map(Energy.init(wattHours:))
            reading.remaining = remaining.map { Credit(.energy, hundredths: $0) }
            try olderRecord([reading])
        case .restarts: try restart()
        case .prunes(let minutes): try prune(RunningRowsTests.start.adding(seconds: minutes * 60))
        }
    }

    /// Puts every question to a follower's end of the file and to the list.
    func compare(_ when: String) throws {
        let today = Day(of: RunningRowsTests.start, at: .china)
        let everything = try reader.daily(from: Day(number: 0))
        for meter in Self.meters {
            let (days, hours) = (plain.daily(of: meter), plain.hourly(of: meter))
            #expect(try reader.daily(of: meter, from: Day(number: 0)) == days, "\(when)")
            #expect(try writer.daily(of: meter, from: today) == days.filter { $0.day >= today }, "\(when)")
            #expect(everything[meter] ?? [] == days, "\(when)")
            #expect(try reader.hourly(of: meter, since: Instant(milliseconds: 0)) == hours, "\(when)")
            let hour = History.start(ofHour: WallTime(RunningRowsTests.start, at: .china).hour, at: .china)
            #expect(try writer.hourly(of: meter, since: RunningRowsTests.start) == hours.filter { $0.at >= hour }, "\(when)")
            for span in [today..<today.advanced(by: 1), today.advanced(by: -2)..<today.advanced(by: 3), today..<today.advanced(by: 900)] {
                #expect(
                    try reader.registers(of: Self.meters, in: span)[meter] == RegisterSpan(days.filter { span.contains($0.day) }), "\(when)"
                )
            }
        }
        for time in times(today) {
            #expect(
                try reader.registers(of: Self.meters, at: time) == Self.meters.map { plain.register(of: $0, at: time) }, "\(when), \(time)")
        }
    }

    private func times(_ today: Day) -> [ReadingTime] {
        let hour = WallTime(RunningRowsTests.start, at: .china).hour
        let last = plain.latest.values.map(\.at).max() ?? RunningRowsTests.start
        let hours = [hour - 1, hour, hour + 1, hour + 2, WallTime(last, at: .china).hour]
        let days = [today, today.advanced(by: 1), today.advanced(by: 9), Day(of: last, at: .china)]
        return hours.map { .hour($0) } + days.flatMap { day in [0, 3].map { .day(day, orBefore: $0) } }
    }

    /// Minutes mostly, hours often, days now and then; sometimes the clock goes back.
    static func pause(_ random: inout SeededRandom) -> Int64 {
        let hour: Int64 = 3_600_000
        return switch Int.random(in: 0..<20, using: &random) {
        case 0: -Int64.random(in: 0...3 * hour, using: &random)
        case 1: -Int64.random(in: 0...50 * hour, using: &random)
        case 2: Int64.random(in: 0...50 * hour, using: &random)
        case 3: Int64.random(in: 0...2_000 * hour, using: &random)
        case 4...7: Int64.random(in: 0...3 * hour, using: &random)
        default: Int64.random(in: 0...600_000, using: &random)
        }
    }

    /// A reading of which any part may be missing.
    static func reading(at: Instant, _ random: inout SeededRandom) -> Reading {
        let number = Int.random(in: 0..<meters.count, using: &random)
        let unit: CreditUnit = number == 1 ? .money : .energy
        func maybe<Value>(_ value: Value) -> Value? { Int.random(in: 0..<3, using: &random) > 0 ? value : nil }
        var reading = Reading(meter: meters[number], at: at)
        reading.register = maybe(Energy(wattHours: Int64.random(in: 0...9_999, using: &random)))
        reading.remaining = maybe(Credit(unit, hundredths: Int64.random(in: -50...999, using: &random)))
        reading.overdraft = maybe(Credit(unit, hundredths: Int64.random(in: 0...1, using: &random)))
        reading.subsidy = maybe(Credit(unit, hundredths: 0))
        reading.load = maybe(Power(watts: Int64.random(in: 0...9, using: &random)))
        reading.count = maybe(Int.random(in: 3...4, using: &random))
        reading.relayClosed = maybe(Bool.random(using: &random))
        reading.flags = maybe(Bool.random(using: &random) ? [.noCredit] : [])
        return reading
    }
}
