// Protects: dropping old readings never keeps the collector from its work, however many there are, and drops nothing else.
// How: files of many old rows and a few new ones, looks on a clock that is handed in, and SQLite's own word on how it finds the rows.

import Domain
import GRDB
import Operations
import Testing

@testable import Store

struct PruningTests {
    /// Noon on the clocks of the campus.
    private static let now = Instant(milliseconds: 1_795_233_600_000)
    private static let rawEnd = now.adding(seconds: -48 * 3600).milliseconds
    private static let hourlyEnd = Int64(History.monthsBefore(Day(of: now, at: .china)).number) * 24

    private let campus: TemporaryCampus
    private let readings: SQLiteReadings
    private let queue: DatabaseQueue

    init() throws {
        campus = try TemporaryCampus()
        readings = try SQLiteReadings.open(in: campus.folder, readOnly: false)
        queue = try DatabaseQueue(path: campus.folder.readings)
    }

    /// Rows of `raw`, a millisecond apart, the newest of them just too old.
    private func addRaw(_ count: Int, endingAt end: Int64 = rawEnd) throws {
        try queue.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
                    INSERT INTO raw (meter, at) SELECT 'M' || (n % 1000), ?2 - n FROM n
                    """, arguments: [count, end])
        }
    }

    /// Rows of `hourly`, so many meters in each of the hours before.
    private func addHourly(_ meters: Int, before end: Int64, hours: Int) throws {
        try queue.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < ?1 * ?3)
                    INSERT INTO hourly (hour, meter) SELECT ?2 - 1 - n / ?1, 'M' || (n % ?1) FROM n
                    """, arguments: [meters, end, hours])
        }
    }

    private func count(_ rows: String) throws -> Int { try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(rows)") ?? -1 } }

    private func old() throws -> [Int] { [try count("raw WHERE at < \(Self.rawEnd)"), try count("hourly WHERE hour < \(Self.hourlyEnd)")] }

    @Test func aLookDropsAPartTheOldestFirst() throws {
        try addRaw(25_000)
        try addRaw(50, endingAt: Self.rawEnd + 51)
        try addHourly(4_000, before: Self.hourlyEnd, hours: 3)
        try addHourly(40, before: Self.hourlyEnd + 2, hours: 2)
        var pruning = Pruning()
        for left in [[15_000, 12_000], [5_000, 12_000], [0, 7_000], [0, 0]] {
            try pruning.look(readings, now: Self.now)
            #expect(try old() == left)
            let oldest = try queue.read { try Int64.fetchOne($0, sql: "SELECT min(at) FROM raw") }
            #expect(oldest == (left[0] == 0 ? Self.rawEnd + 1 : Self.rawEnd - Int64(left[0])))
        }
        #expect(try count("raw") == 50)
        #expect(try count("hourly") == 80)
    }

    @Test func afterTheLastPartItRestsForAnHour() throws {
        var pruning = Pruning()
        try pruning.look(readings, now: Self.now)
        try addRaw(3)
        try pruning.look(readings, now: Self.now.adding(seconds: 3600))
        #expect(try old()[0] == 3)
        try pruning.look(readings, now: Self.now.adding(seconds: 3601))
        #expect(try old()[0] == 0)
    }

    @Test func itDoesNotRestBetweenPartsNorAfterAClockWasSetBack() throws {
        try addRaw(OldRows.part)
        var pruning = Pruning()
        try pruning.look(readings, now: Self.now)
        #expect(try old()[0] == 0)
        try addRaw(1)
        // A part that was full may have left something.
        try pruning.look(readings, now: Self.now)
        #expect(try old()[0] == 0)
        try addRaw(1, endingAt: Self.rawEnd - 90_000_000)
        try pruning.look(readings, now: Self.now.adding(seconds: -86_400))
        #expect(try old()[0] == 0)
    }

    @Test func meansThatFailAreTriedAgain() throws {
        let reader = try SQLiteReadings.open(in: campus.folder, readOnly: true)
        var pruning = Pruning()
        for _ in 0..<2 { #expect(throws: ReadingsError.notTheWriter) { try pruning.look(reader, now: Self.now) } }
    }

    /// What a part costs is what it drops: no table is read from end to end and nothing is sorted.
    @Test(arguments: [OldRows.raw, OldRows.lastHourly, OldRows.hourlyUpTo, OldRows.hourlyBefore])
    func aPartIsFoundByTheOrderOfItsTime(_ sql: String) throws {
        let plan = try queue.read { database in
            let values: StatementArguments = sql.contains("?2") ? [1, 2] : [1]
            return try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: values).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.hasPrefix("SEARCH") })
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
        if sql == OldRows.raw { #expect(plan.contains { $0.contains("INDEX rawByTime (at<?)") }, "\(plan)") }
        if sql == OldRows.hourlyUpTo { #expect(plan.contains { $0.contains("meter") }, "by both columns: \(plan)") }
    }
}
