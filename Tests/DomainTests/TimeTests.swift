// Protects: the calendar and the clock of a campus, which decide on what business day money moves.
// How: dates that are known, every day of two centuries walked through, instants at and around midnight, and text that is no date.

import Domain
import Testing

struct TimeTests {
    @Test(arguments: [
        (1970, 1, 1, 0, 4), (1969, 12, 31, -1, 3), (2000, 2, 29, 11016, 2), (2024, 2, 29, 19782, 4), (2024, 3, 1, 19783, 5),
        (2026, 11, 21, 20778, 6), (1, 1, 1, -719_162, 1), (9999, 12, 31, 2_932_896, 5), (1600, 2, 29, -135_081, 2), (2100, 3, 1, 47541, 1),
    ])
    func knownDates(_ year: Int, _ month: Int, _ day: Int, _ number: Int, _ weekday: Int) throws {
        let found = try #require(Day(year: year, month: month, day: day))
        #expect(found.number == number)
        #expect(found.weekday == weekday)
        #expect(found.date == (year, month, day))
    }

    @Test func everyDayFollowsTheOneBefore() throws {
        var day = try #require(Day(year: 1890, month: 1, day: 1))
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for year in 1890..<2110 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for month in 1...12 {
                for number in 1...(lengths[month - 1] + (isLeap && month == 2 ? 1 : 0)) {
                    try #require(day.date == (year, month, number))
                    try #require(Day(day.description) == day)
                    day = day.advanced(by: 1)
                }
            }
        }
    }

    @Test(arguments: [
        "", "2026-11-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "26-11-21", "2026-1-2",
        "2026/11/21", "2026-11-21 ", "+202-11-21", "2026-+1-21", "２０２６-11-21", "2026-11-21-1", "-026-11-21",
    ])
    func whatIsNoDateIsRefused(_ text: String) {
        #expect(Day(text) == nil)
    }

    @Test func aDayBeginsAtMidnightOfTheCampus() throws {
        let day = try #require(Day("2026-11-21"))
        let start = day.start(at: .china)
        #expect(start == Instant(milliseconds: 1_795_190_400_000))
        #expect(Day(of: start, at: .china) == day)
        #expect(Day(of: start.adding(milliseconds: -1), at: .china) == day.advanced(by: -1))
        #expect(Day(of: start, at: UTCOffset(minutes: 0)) == day.advanced(by: -1))
        #expect(Day(of: Instant(milliseconds: -1), at: UTCOffset(minutes: 0)).number == -1)
        #expect(Day(of: Instant(milliseconds: -86_400_001), at: UTCOffset(minutes: 0)).number == -2)
        #expect(Day(of: Instant(milliseconds: 0), at: UTCOffset(minutes: -1)).number == -1)
    }

    @Test func wallTimeIsWhatTheClockShows() {
        let evening = WallTime(Instant(milliseconds: 1_795_266_958_999), at: .china)
        #expect(evening.description == "2026-11-21 21:15:58")
        #expect(evening.minutes == "21:15")
        #expect(WallTime(Instant(milliseconds: -1), at: UTCOffset(minutes: 0)).description == "1969-12-31 23:59:59")
    }

    @Test(arguments: [("+08:00", 480), ("-03:30", -210), ("Z", 0), ("+00:00", 0), ("+14:59", 899)])
    func offsetsAreRead(_ text: String, _ minutes: Int) {
        #expect(UTCOffset(text)?.minutes == minutes)
    }

    @Test(arguments: ["", "z", "08:00", "+8:00", "+08:60", "+15:00", "+0800", "++8:00", "+-8:00", "+08:+1", "+08-00", "CST"])
    func whatIsNoOffsetIsRefused(_ text: String) {
        #expect(UTCOffset(text) == nil)
    }

    @Test func instantsAreCountedInMilliseconds() {
        let instant = Instant(milliseconds: 1500)
        #expect(instant.adding(seconds: 2).milliseconds == 3500)
        #expect(instant.adding(seconds: -2).milliseconds(since: instant) == -2000)
        #expect(instant < instant.adding(milliseconds: 1))
    }
}
