// Protects: what the meters said is kept as it was said, for as long as it is promised, and a lost file harms nobody.
// How: readings of every shape go in and come back; time is handed in; files are damaged, removed and opened by a second reader.

import Domain
import Foundation
import GRDB
import Operations
import Phrases
import Testing

@testable import Store

struct ReadingsTests {
    private let start = Instant(milliseconds: 1_795_266_958_000)
    private let meter = MeterID("000000000418")

    private func full(_ meter: MeterID, at: Instant) -> Reading {
        var reading = Reading(meter: meter, at: at)
        reading.remaining = Credit(.energy, hundredths: 3_25)
        reading.overdraft = Credit(.energy, hundredths: 0)
        reading.subsidy = Credit(.energy, hundredths: -1)
        reading.register = Energy(wattHours: 1_234_567)
        reading.load = Power(watts: -20)
        reading.voltages = [2201, 0, 2195]
        reading.currents = [1, -2, 3]
        reading.powerFactor = -998
        reading.count = 6
        reading.relayClosed = false
        reading.flags = [.relayOpen, .noCredit]
        return reading
    }

    private func simple(_ seconds: Int64, register: Int64, remaining: Int64 = 1000) -> Reading {
        var reading = Reading(meter: meter, at: start.adding(seconds: seconds))
        reading.register = Energy(wattHours: register)
        reading.remaining = Credit(.energy, hundredths: remaining)
        return reading
    }

    @Test func aReadingComesBackAsItWas() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let one = full(meter, at: start)
        var money = Reading(meter: MeterID("000000000419"), at: start)
        money.remaining = Credit(.money, hundredths: 12_00)
        money.flags = []
        money.relayClosed = true
        let bare = Reading(meter: MeterID("000000000420"), at: start)
        try readings.record([one, money, bare])
        #expect(try readings.latest() == [one.meter: one, money.meter: money, bare.meter: bare])
        #expect(try SQLiteReadings.open(in: campus.folder, readOnly: true).latest()[meter] == one)
        #expect(readings.takeNotes() == [])
    }

    @Test func theLatestIsCompletedWithWhatWasSaidBefore() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let one = full(meter, at: start)
        var poll = Reading(meter: meter, at: start.adding(seconds: 60))
        poll.remaining = Credit(.energy, hundredths: 3_20)
        poll.relayClosed = true
        try readings.record([one, poll])
        #expect(try readings.latest()[meter] == poll.filled(from: one))
        // A clock that is set back does not freeze the screen: what arrives last counts.
        var late = Reading(meter: meter, at: start.adding(seconds: -3600))
        late.remaining = Credit(.energy, hundredths: 3_10)
        try readings.record([late])
        #expect(try readings.latest()[meter] == late.filled(from: poll.filled(from: one)))
    }

    @Test func followersGetWhatIsNewOnce() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let follower = try SQLiteReadings.open(in: campus.folder, readOnly: true)
        #expect(try follower.changes(since: 0).readings == [])
        try readings.record([full(meter, at: start), full(MeterID("000000000419"), at: start)])
        let first = try follower.changes(since: 0)
        #expect(first.readings.map(\.meter.text) == ["000000000418", "000000000419"])
        #expect(try follower.changes(since: first.mark).readings == [])
        try readings.record([full(meter, at: start.adding(seconds: 1)), full(meter, at: start.adding(seconds: 2))])
        let second = try follower.changes(since: first.mark)
        #expect(second.readings == [full(meter, at: start.adding(seconds: 2))])
        #expect(second.mark > first.mark)
        // A mark from before the file was begun anew is noticed.
        #expect(try follower.changes(since: 1000).mark == 0)
    }

    @Test func registersAtTheEndOfHoursAndDaysAreFoundInTheirOrder() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let other = MeterID("it's \"odd\"")
        let (day, hour) = (Day(of: start, at: .china), WallTime(start, at: .china).hour)
        try readings.record([simple(0, register: 100), simple(1800, register: 150), simple(3600, register: 200)])
        var second = simple(3600, register: 7)
        second.meter = other
        try readings.record([second])
        let meters = [other, meter, MeterID("000000000999")]
        #expect(try readings.registers(of: meters, at: .hour(hour)) == [nil, Energy(wattHours: 150), nil])
        #expect(try readings.registers(of: meters, at: .hour(hour + 1)) == [Energy(wattHours: 7), Energy(wattHours: 200), nil])
        #expect(try readings.registers(of: meters, at: .day(day, orBefore: 0)) == [Energy(wattHours: 7), Energy(wattHours: 200), nil])
        let later = day.advanced(by: 2)
        #expect(try readings.registers(of: meters, at: .day(later, orBefore: 1)) == [nil, nil, nil])
        #expect(try readings.registers(of: meters, at: .day(later, orBefore: 2)) == [Energy(wattHours: 7), Energy(wattHours: 200), nil])
        #expect(try readings.registers(of: [], at: .hour(hour)) == [])
    }

    @Test func daysKeepTheirLastRegister() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let day = Day(of: start, at: .china)
        let midnight = day.advanced(by: 1).start(at: .china)
        try readings.record([
            simple(0, register: 100), simple(60, register: 200, remaining: 900),
            simple((midnight.milliseconds - start.milliseconds) / 1000 - 1, register: 300, remaining: 800),
            simple((midnight.milliseconds - start.milliseconds) / 1000, register: 301, remaining: 799),
        ])
        var bare = Reading(meter: meter, at: midnight.adding(seconds: 9 * 86_400))
        bare.remaining = Credit(.energy, hundredths: 1)
        try readings.record([bare])
        let expected = [
            DailyReading(day: day, register: Energy(wattHours: 300), remaining: Credit(.energy, hundredths: 800)),
            DailyReading(day: day.advanced(by: 1), register: Energy(wattHours: 301), remaining: Credit(.energy, hundredths: 799)),
        ]
        #expect(try readings.daily(of: meter, from: day) == expected)
        #expect(try readings.daily(of: meter, from: Day(number: 0)) == expected)
        #expect(try readings.daily(of: meter, from: day.advanced(by: 1)) == [expected[1]])
        #expect(try readings.daily(of: meter, from: day.advanced(by: 2)) == [])
        #expect(try readings.daily(of: MeterID("000000000999"), from: day) == [])
        #expect(try readings.daily(from: day) == [meter: expected])
        #expect(try readings.daily(from: day.advanced(by: 2)) == [:])
    }

    /// Raw 48 hours, hourly 13 months, daily for ever.
    @Test func whatIsOldIsDroppedAndNothingElse() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let now = try #require(Day(year: 2026, month: 11, day: 21)).start(at: .china).adding(seconds: 12 * 3600)
        let hourlyEnd = try #require(Day(year: 2025, month: 10, day: 21)).start(at: .china)
        let times = [
            hourlyEnd.adding(milliseconds: -1), hourlyEnd, now.adding(seconds: -48 * 3600).adding(milliseconds: -1),
            now.adding(seconds: -48 * 3600), now,
        ]
        try readings.record(
            times.enumerated().map { index, at in
                var reading = Reading(meter: meter, at: at)
                reading.register = Energy(wattHours: Int64(index))
                return reading
            })
        #expect(try !readings.prune(now: now))
        let queue = try DatabaseQueue(path: campus.folder.readings)
        let raw = try queue.read { try Int64.fetchAll($0, sql: "SELECT register FROM raw ORDER BY at") }
        let hourly = try readings.hourly(of: meter, since: Instant(milliseconds: 0)).map(\.register.wattHours)
        #expect(raw == [3, 4])
        // The third and fourth fall into two hours: 48 hours before noon is the border between them.
        #expect(hourly == [1, 2, 3, 4])
        #expect(try readings.daily(of: meter, from: Day(number: 0)).map(\.register.wattHours) == [0, 1, 3, 4])
        #expect(try readings.latest()[meter]?.at == now)
        #expect(try !readings.prune(now: now))
        #expect(try queue.read { try Int64.fetchAll($0, sql: "SELECT register FROM raw ORDER BY at") } == raw)
    }

    @Test(arguments: [
        ("2026-11-21", "2025-10-21"), ("2027-03-31", "2026-02-28"), ("2025-03-29", "2024-02-29"), ("2026-01-31", "2024-12-31"),
    ])
    func thirteenMonthsBefore(_ day: String, _ before: String) throws {
        #expect(History.monthsBefore(try #require(Day(day))) == Day(before))
    }

    @Test func theHealthOfBusesIsReplacedAsAWhole() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        var bus = BusHealth(id: BusID(concentrator: ConcentratorID("C1"), number: 2), meters: 12, since: start)
        let fresh = BusHealth(id: BusID(concentrator: ConcentratorID("C1"), number: 1), meters: 0, since: start)
        bus.isConnected = false
        bus.trouble = "connection refused, 拒绝"
        bus.silent = [MeterID("000000000418"), MeterID("000000000419")]
        (bus.waiting, bus.requests, bus.answers, bus.timeouts, bus.broken, bus.noise) = (1, 2, 3, 4, 5, 6)
        (bus.lastRound, bus.roundMilliseconds) = (start, 1234)
        try readings.record([bus, fresh])
        #expect(try SQLiteReadings.open(in: campus.folder, readOnly: true).health() == [fresh, bus])
        try readings.record([fresh])
        #expect(try readings.health() == [fresh])
        try readings.record([BusHealth]())
        #expect(try readings.health() == [])
    }

    @Test func aReaderWithoutAFileSeesNothingYetAndFindsItLater() throws {
        let campus = try TemporaryCampus()
        let reader = try SQLiteReadings.open(in: campus.folder, readOnly: true)
        #expect(try reader.latest() == [:])
        #expect(try reader.changes(since: 5).mark == 5)
        #expect(try reader.daily(from: Day(number: 0)) == [:])
        #expect(try reader.daily(of: meter, from: Day(number: 0)) == [])
        #expect(try reader.health() == [])
        #expect(!FileManager.default.fileExists(atPath: campus.folder.readings))
        #expect(throws: ReadingsError.notTheWriter) { try reader.record([full(meter, at: start)]) }
        #expect(throws: ReadingsError.notTheWriter) { try reader.prune(now: start) }
        try SQLiteReadings.open(in: campus.folder, readOnly: false).record([full(meter, at: start)])
        #expect(try reader.latest()[meter] == full(meter, at: start))
    }

    @Test(arguments: ["garbage", "cut", "version", "foreign", "empty"])
    func aDamagedFileIsBegunAnewAndSaidOnce(_ kind: String) throws {
        let campus = try TemporaryCampus()
        let path = campus.folder.readings
        try SQLiteReadings.open(in: campus.folder, readOnly: false).record([full(meter, at: start)])
        switch kind {
        case "garbage": try Data(repeating: 0xA5, count: 20_000).write(to: URL(fileURLWithPath: path))
        case "cut": try Data(contentsOf: URL(fileURLWithPath: path)).prefix(5000).write(to: URL(fileURLWithPath: path))
        case "empty": try Data().write(to: URL(fileURLWithPath: path))
        case "version": try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        default: try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = 7") }
        }
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let notes = readings.takeNotes()
        #expect(notes.count == 1)
        #expect(notes.first?.contains("begun anew") == true)
        #expect(readings.takeNotes() == [])
        #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
        #expect(try readings.latest() == [:])
        try readings.record([full(meter, at: start)])
        #expect(try readings.latest()[meter] == full(meter, at: start))
    }

    @Test func aFileThatGoesBadWhileItIsUsedIsBegunAnew() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        try readings.record((0..<500).map { full(MeterID("\(100_000_000_000 + $0)"), at: start) })
        _ = try DatabaseQueue(path: campus.folder.readings).writeWithoutTransaction { try $0.checkpoint(.truncate) }
        let file = try #require(FileHandle(forUpdatingAtPath: campus.folder.readings))
        try file.seek(toOffset: 4096)
        file.write(Data(repeating: 0xA5, count: 60_000))
        try file.close()
        let readingsAgain = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        try readingsAgain.record([full(meter, at: start)])
        #expect(readingsAgain.takeNotes().count == 1)
        // The first one had pages in memory; it goes on with whatever file stands there or begins anew, and never stops.
        try readings.record([full(meter, at: start.adding(seconds: 1))])
    }

    @Test func aFolderThatIsNotThereIsSaid() throws {
        let campus = try TemporaryCampus()
        let missing = CampusFolder(campus.folder.path + "/missing")
        #expect(throws: ReadingsError.unwritable(missing.readings)) { try SQLiteReadings.open(in: missing, readOnly: false) }
    }

    @Test func theFileIsInTheWriteAheadLogWithoutWaitingForTheDisk() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let settings = try readings.read(empty: []) { database in
            try ["journal_mode", "synchronous", "wal_autocheckpoint", "page_size"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        // The log is 16 MB at most while nobody reads for long.
        #expect(settings == ["wal", "1", "4000", "4096"])
    }

    @Test func theHealthOfBusesComesBackWithItsLastMinutes() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let id = BusID(concentrator: ConcentratorID("C1"), number: 2)
        var bus = BusHealth(id: id, meters: 40, since: start)
        bus.isConnected = true
        bus.troubledSince = start.adding(seconds: 60)
        bus.stale = 3
        (bus.recent.requests, bus.recent.answers, bus.recent.timeouts, bus.recent.repeats) = (100, 80, 20, 15)
        (bus.recent.broken, bus.recent.noise, bus.recent.busy, bus.recent.lost) = (4, 99, 20_000, 16_000)
        var node = NodeHealth(id: meter, since: start)
        (node.lost, node.broken, node.isSilent, node.last) = (7, 2, true, start.adding(seconds: 90))
        bus.nodes = [node, NodeHealth(id: MeterID("000000000419"), since: start)]
        let quiet = BusHealth(id: BusID(concentrator: ConcentratorID("C2"), number: 1), meters: 1, since: start)
        try readings.record([bus, quiet])
        #expect(try SQLiteReadings.open(in: campus.folder, readOnly: true).health() == [bus, quiet])
        try readings.record([quiet])
        #expect(try readings.health() == [quiet])
    }

    /// A file of before there was a diary goes on, with all its readings.
    @Test func anOlderFileGetsWhatWasAdded() throws {
        let campus = try TemporaryCampus()
        try SQLiteReadings.open(in: campus.folder, readOnly: false).record([full(meter, at: start)])
        try DatabaseQueue(path: campus.folder.readings).write { database in
            for table in ["busRecent", "busNode", "trace"] { try database.execute(sql: "DROP TABLE \(table)") }
        }
        let reader = try SQLiteReadings.open(in: campus.folder, readOnly: true)
        #expect(try reader.health().isEmpty && reader.frames(since: nil).mark == 0 && reader.latest().count == 1)
        let writer = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        #expect(writer.takeNotes().isEmpty)
        try writer.record([TracedFrame]())
        #expect(try writer.latest().count == 1)
    }

    @Test func framesOfATraceAreFollowedByTheirMark() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        let follower = try SQLiteReadings.open(in: campus.folder, readOnly: true)
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 2)
        let frames = TracedFrame.Mark.allCases.enumerated().map { index, mark in
            TracedFrame(
                at: start.adding(milliseconds: Int64(index)), bus: bus, direction: index == 0 ? .sent : .received, mark: mark,
                bytes: [0x68, UInt8(index)], words: "frame \(index)")
        }
        #expect(try follower.frames(since: nil).mark == 0)
        try readings.record(frames)
        let first = try follower.frames(since: 0, limit: 2)
        #expect(first.frames == Array(frames.prefix(2)))
        #expect(try follower.frames(since: first.mark).frames == Array(frames.dropFirst(2)))
        let mark = try follower.frames(since: nil).mark
        for _ in 0..<9 { try readings.record(Array(repeating: frames[0], count: 2_500)) }
        #expect(try follower.frames(since: mark, limit: .max).frames.count == SQLiteReadings.keptFrames, "older ones give way")
    }
}
