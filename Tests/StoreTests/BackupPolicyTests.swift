// Protects: which copies are kept and when one is due: after batches, at the day's end, never for each single sale.
// How: names and growths as values, days walked through; the watch over real books.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

struct BackupPolicyTests {
    private func name(_ day: String, _ second: Int) throws -> BackupName {
        BackupName(day: try #require(Day(day)), second: second, entries: 1, head: [UInt8](repeating: 7, count: 32))
    }

    @Test func allOfTheNewestDayOneADayAndOneAMonthAreKept() throws {
        let kept = [
            try name("2026-11-21", 1), try name("2026-11-21", 2), try name("2026-11-21", 86_400), try name("2026-11-20", 9),
            try name("2026-10-31", 5), try name("2025-01-05", 5),
        ]
        let dropped = [try name("2025-01-04", 9), try name("2026-10-30", 5), try name("2026-11-20", 8)]
        #expect(GenerationPolicy(days: 2).superfluous((kept + dropped).shuffled()) == dropped)
        #expect(GenerationPolicy(days: 2, months: 2).superfluous(kept) == [kept[5]])
        #expect(GenerationPolicy(days: 0, months: 1).superfluous([kept[0]]) == [])
        #expect(GenerationPolicy().superfluous([]) == [])
    }

    /// A year of copies, cleared after each: never the newest, and of days and months what is promised.
    @Test func aYearOfCopies() throws {
        let first = try #require(Day("2025-12-01"))
        let policy = GenerationPolicy(days: 30)
        var names: [BackupName] = []
        for day in 0..<365 {
            for hour in [8, 12, 24] {
                names.append(BackupName(day: first.advanced(by: day), second: hour * 3600, entries: Int64(day), head: []))
                let dropped = Set(policy.superfluous(names))
                names.removeAll { dropped.contains($0) }
                #expect(names.last?.second == hour * 3600)
            }
        }
        #expect(Set(names.map { $0.day.date.month }).count == 12)
        #expect(
            names.suffix(32).map(\.day.number) == Array(first.number + 335..<first.number + 365) + [364, 364].map { first.number + $0 })
        #expect(names.count == 11 + 29 + 3)
    }

    private let today = Day(number: 20_000)
    private func growth(_ change: Int64, _ entries: Int64 = 10, largest: Int = 1) -> BooksGrowth {
        BooksGrowth(change: change, entries: entries, lastDay: today, largestPlan: largest)
    }

    private var start: Instant { today.start(at: .china).adding(seconds: 8 * 3600) }

    @Test func singleSalesShareOneCopyAnHour() {
        var schedule = BackupSchedule(BackupPolicy(), newest: nil, offset: .china)
        #expect(schedule.due(growth(1), now: start, today: today) == .first)
        schedule.succeeded(growth(1), now: start, today: today)
        #expect(schedule.due(growth(1), now: start.adding(seconds: 7200), today: today) == nil)
        var copies = 0
        for minute in 1...180 {
            let now = start.adding(seconds: 7200 + Int64(minute) * 60)
            let grown = growth(1 + Int64(minute), 10 + Int64(minute))
            guard let reason = schedule.due(grown, now: now, today: today) else { continue }
            #expect(reason == .changed)
            schedule.succeeded(grown, now: now, today: today)
            copies += 1
        }
        #expect(copies == 2)
    }

    @Test func batchesBringACopyAndFollowEachOtherInOne() {
        var schedule = BackupSchedule(BackupPolicy(), newest: nil, offset: .china)
        schedule.succeeded(growth(1), now: start, today: today)
        #expect(schedule.due(growth(2, 400, largest: 390), now: start.adding(seconds: 30), today: today) == nil)
        #expect(schedule.due(growth(3, 700, largest: 390), now: start.adding(seconds: 60), today: today) == .batch)
        // A clock that is set back puts no copy off.
        #expect(schedule.due(growth(3, 700, largest: 390), now: start.adding(seconds: -86_400), today: today) == .batch)
        var never = BackupSchedule(BackupPolicy(batchRooms: 0), newest: nil, offset: .china)
        never.succeeded(growth(1), now: start, today: today)
        #expect(never.due(growth(2, 400, largest: 390), now: start.adding(seconds: 60), today: today) == nil)
    }

    @Test func aDaysEndBringsOneCopyWhenAnythingChanged() {
        var schedule = BackupSchedule(BackupPolicy(changedMinutes: 0), newest: nil, offset: .china)
        schedule.succeeded(growth(1), now: start, today: today)
        let tomorrow = today.advanced(by: 1)
        let midnight = tomorrow.start(at: .china)
        var quiet = schedule
        #expect(quiet.due(growth(1), now: midnight, today: tomorrow) == nil)
        #expect(schedule.due(growth(2), now: midnight.adding(milliseconds: -1), today: today) == nil)
        #expect(schedule.due(growth(2), now: midnight, today: tomorrow) == .dayEnd)
        schedule.succeeded(growth(2), now: midnight, today: tomorrow)
        #expect(schedule.due(growth(3), now: midnight.adding(seconds: 1), today: tomorrow) == nil)
    }

    @Test func failuresAreTriedAgainAfterAPause() {
        var schedule = BackupSchedule(BackupPolicy(retrySeconds: 300), newest: nil, offset: .china)
        schedule.failed(now: start)
        #expect(schedule.due(growth(1), now: start.adding(seconds: 299), today: today) == nil)
        #expect(schedule.due(growth(1), now: start.adding(seconds: 300), today: today) == .first)
        #expect(schedule.due(growth(1), now: start.adding(seconds: -1), today: today) == .first)
    }

    /// A command that holds the lease for its own run makes no copy of its own accord, unless one is due.
    @Test func aNewProcessBeginsWithTheNewestCopy() throws {
        let newest = BackupName(day: today, second: 8 * 3600, entries: 10, head: [])
        var schedule = BackupSchedule(BackupPolicy(), newest: newest, offset: .china)
        #expect(schedule.since == 10)
        #expect(schedule.due(growth(1, 11), now: start.adding(seconds: 600), today: today) == nil)
        #expect(schedule.due(growth(1, 11, largest: 2), now: start.adding(seconds: 600), today: today) == .batch)
        #expect(schedule.due(growth(1, 11), now: start.adding(seconds: 3600), today: today) == .changed)
        let end = BackupName(day: today, second: 86_400, entries: 10, head: [])
        var morning = BackupSchedule(BackupPolicy(changedMinutes: 0), newest: end, offset: .china)
        #expect(morning.due(growth(1, 11), now: end.at(.china), today: today.advanced(by: 1)) == nil)
    }

    @Test func theWatchSeesEveryChangeAndTheLargestPlan() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let watch = try BooksWatch(books)
        let first = try watch.growth(since: .max)
        #expect(first.largestPlan == 0)
        #expect(try watch.growth(since: .max) == first)
        try books.request(ReadRequest(id: "R9", meter: ContractCampus.energyMeter.id, at: ContractCampus.evening))
        let second = try watch.growth(since: first.entries)
        #expect(second.change > first.change && second.entries == first.entries)
        let plan = try ContractCampus.plan(
            books, [(ContractCampus.energyRoom, Money(fen: 20_00)), (ContractCampus.plainRoom, Money(fen: 20_00))], id: "B1")
        _ = try books.commit(plan, at: ContractCampus.evening)
        let third = try watch.growth(since: first.entries)
        #expect(third.largestPlan == 2 && third.entries == first.entries + 2 && third.change > second.change)
        #expect(third.lastDay == Day(of: ContractCampus.evening, at: .china))
    }
}
