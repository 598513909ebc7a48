// Protects: a failure that comes several times a second for days is told, and does not fill the disk with its lines.
// How: failures are handed in on a clock that is handed in too, and the lines that come of them are counted.

import Domain
import Testing

@testable import Store

struct RepeatedFailuresTests {
    private static let start = Instant(milliseconds: 1_795_266_958_000)
    private static let full = "could not write readings: the disk is full"

    private func at(_ milliseconds: Int64) -> Instant { Self.start.adding(milliseconds: milliseconds) }

    @Test func aDayOfTheSameFailureIsALineAMinute() {
        let failures = Told()
        var lines: [String] = []
        for quarter in Int64(0)..<(86_400 * 4) {
            let now = at(quarter * 250)
            if failures.isNews(Self.full, at: now) { lines.append(Self.full) }
            lines += failures.counts(at: now)
        }
        #expect(lines.count == 1440)
        #expect(lines.prefix(3) == [Self.full, "\(Self.full) (240 times more in 60 s)", "\(Self.full) (240 times more in 60 s)"])
    }

    @Test func otherWordsAreNews() {
        let failures = Told()
        let other = "could not write readings: the file is damaged"
        #expect(failures.isNews(Self.full, at: at(0)))
        #expect(failures.isNews(other, at: at(1)))
        #expect(!failures.isNews(Self.full, at: at(2)))
        #expect(failures.counts(at: at(59_999)) == [])
        #expect(failures.counts(at: at(60_001)) == ["\(Self.full) (1 times more in 60 s)"])
    }

    @Test func whatHasNotComeForAMinuteIsNewsAgain() {
        let failures = Told()
        #expect(failures.isNews(Self.full, at: at(0)))
        #expect(failures.counts(at: at(60_000)) == [])
        #expect(failures.isNews(Self.full, at: at(60_001)))
    }

    @Test func beforeTheEndAllIsSaid() {
        let failures = Told()
        for quarter in Int64(0)..<5 { _ = failures.isNews(Self.full, at: at(quarter * 250)) }
        #expect(failures.counts(at: at(5_000), atOnce: true) == ["\(Self.full) (4 times more in 5 s)"])
        #expect(failures.counts(at: at(5_000), atOnce: true) == [])
    }

    @Test func aClockThatWasSetBackSilencesNothing() {
        let failures = Told()
        #expect(failures.isNews(Self.full, at: at(0)))
        #expect(!failures.isNews(Self.full, at: at(-3_600_000)))
        #expect(failures.counts(at: at(-3_600_000)) == [])
        #expect(failures.counts(at: at(-3_540_000)) == ["\(Self.full) (1 times more in 60 s)"])
        #expect(failures.counts(at: at(-3_480_000)) == [])
        #expect(failures.isNews(Self.full, at: at(-3_480_000)))
    }

    /// The collector takes the time when its look begins, and fails within it.
    @Test func aLookThatBeganBeforeTheFailureForgetsNothing() {
        let failures = Told()
        #expect(failures.isNews(Self.full, at: at(3)))
        #expect(failures.counts(at: at(0)) == [])
        #expect(!failures.isNews(Self.full, at: at(253)))
    }

    @Test func changingWordsFillNeitherLogNorMemory() {
        let failures = Told()
        let news = (0..<5_000).filter { failures.isNews("could not take room \($0)", at: at(0)) }
        #expect(news.count == RepeatedFailures.kinds)
        #expect(failures.counts(at: at(60_000)) == ["\(RepeatedFailures.others) (4900 times more in 60 s)"])
        #expect(failures.isNews("could not take room 4999", at: at(60_001)))
    }
}

/// The value in a box, since the macros of the tests take what they are asked as it stands.
private final class Told {
    private var failures = RepeatedFailures()

    func isNews(_ words: String, at now: Instant) -> Bool { failures.isNews(words, at: now) }
    func counts(at now: Instant, atOnce: Bool = false) -> [String] { failures.counts(at: now, atOnce: atOnce) }
}
