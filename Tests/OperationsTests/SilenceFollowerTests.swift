// Protects what the console is told of silent meters: each one once, since its last word, and never so many at a time that a key waits.
// How: meters fall silent and come back between parts of what is told; a look into the readings fails.
import Domain
import Operations
import Testing

struct SilenceFollowerTests {
    private static let now = Instant(milliseconds: 1_795_266_958_000)
    private static let meters = (1...5).map { MeterID("20270000000\($0)") }

    private func nobody(_: [MeterID]) -> [MeterID: Instant] { [:] }

    @Test func manyAreToldAPartAtATime() {
        var silence = SilenceFollower(atOnce: 2)
        silence.take(Self.meters)
        var parts: [[MeterID]] = []
        while silence.isBehind { parts.append(silence.next(at: Self.now, lastWords: nobody).keys.sorted()) }
        #expect(parts == [Array(Self.meters[0...1]), Array(Self.meters[2...3]), [Self.meters[4]]])
        #expect(silence.since.count == 5)
        #expect(silence.next(at: Self.now, lastWords: nobody).isEmpty, "nothing is told twice")
        silence.take(Self.meters + Self.meters)
        #expect(!silence.isBehind)
        var doubled = SilenceFollower()
        doubled.take([Self.meters[0], Self.meters[0]])
        #expect(doubled.next(at: Self.now, lastWords: nobody) == [Self.meters[0]: Self.now])
    }

    @Test func silenceBeginsWithTheLastWord() {
        var silence = SilenceFollower()
        silence.take(Array(Self.meters[0...1]))
        let word = Self.now.adding(seconds: -90)
        let told = silence.next(at: Self.now) { asked in
            #expect(asked.sorted() == Array(Self.meters[0...1]))
            return [Self.meters[0]: word]
        }
        #expect(told == [Self.meters[0]: word, Self.meters[1]: Self.now], "one was never read")
    }

    @Test func whoAnswersAgainIsTold() {
        var silence = SilenceFollower(atOnce: 2)
        silence.take(Array(Self.meters[0...2]))
        _ = silence.next(at: Self.now, lastWords: nobody)
        // The third answers before it was told to be silent, the first after it.
        silence.take([Self.meters[1]])
        let told = silence.next(at: Self.now) { asked in
            #expect(asked.isEmpty)
            return [:]
        }
        #expect(told == [Self.meters[0]: Instant?.none])
        #expect(Array(silence.since.keys) == [Self.meters[1]] && !silence.isBehind)
    }

    @Test func aLookThatFailsHasToldNothing() {
        struct Unreadable: Error {}
        var silence = SilenceFollower()
        silence.take(Self.meters)
        #expect(throws: Unreadable.self) { try silence.next(at: Self.now) { _ in throw Unreadable() } }
        #expect(silence.isBehind && silence.since.isEmpty)
        #expect(silence.next(at: Self.now, lastWords: nobody).count == 5)
    }
}
