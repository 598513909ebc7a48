// Protects: a console whose terminal takes no output for hours costs no more memory for it, and has missed nothing when it goes on.
// How: a follower of a growing number posts looks of several messages; the loop is held up, and its box is filled by others as well.

import Seeded
import Testing

@testable import Curses

struct OutboxTests {
    /// Follows a number as the feed follows the stores: a look tells what has come since the last one, a part at a time.
    private struct Follower {
        var outbox: Outbox<Int>
        var told = 0

        /// Looks if it is time for it; answers how many messages that brought.
        mutating func look(at number: Int) -> Int {
            guard outbox.isClear() else { return 0 }
            let news = Array((told + 1)..<(min(number, told + 9) + 1))
            outbox.post(news)
            told += news.count
            return news.count
        }
    }

    @Test func aLoopThatIsHeldUpHasAFewMessagesWaitingAndMissesNothing() {
        let inbox = Inbox<Int>(capacity: ConsoleLoop.inboxCapacity) {}
        var follower = Follower(outbox: Outbox(Poster(inbox: inbox)))
        var (number, taken, most) = (0, [Int](), 0)
        for round in 0..<5000 {
            number += 3
            _ = follower.look(at: number)
            most = max(most, inbox.waiting)
            // The loop goes on now and then, and for the last rounds.
            if round % 1000 == 999 || round > 4000 { taken += inbox.takeAll() }
        }
        #expect(most <= Outbox<Int>.few + 9)
        #expect(taken.count > 3000 && taken == Array(1...taken.count))
        while follower.look(at: number) > 0 { taken += inbox.takeAll() }
        #expect(taken == Array(1...number))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func whatAFullBoxRefusesIsPostedBeforeTheNextLook(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let inbox = Inbox<Int>(capacity: 12) {}
        let poster = Poster(inbox: inbox)
        var follower = Follower(outbox: Outbox(poster))
        var (number, taken, refused) = (0, [Int](), 0)
        for _ in 0..<2000 {
            number += random.below(4)
            let looked = follower.look(at: number)
            // Others fill what is left; zero is none of the follower's numbers.
            for _ in 0..<random.below(12) { refused += poster.post(0) ? 0 : 1 }
            #expect(looked <= 9 && inbox.waiting <= 12)
            if random.below(6) == 0 { taken += inbox.takeAll().filter { $0 > 0 } }
        }
        #expect(refused > 0, "seed \(seed)")
        repeat {
            taken += inbox.takeAll().filter { $0 > 0 }
        } while follower.look(at: number) > 0 || inbox.waiting > 0
        #expect(taken == Array(1...number), "seed \(seed)")
    }
}
