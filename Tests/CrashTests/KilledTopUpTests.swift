// Protects the promise that nothing is lost and nothing doubled when the program is killed: `topup --file` for 1,000 rooms on bad lines.
// How: SIGKILL at seeded moments, the same file started again each time; books and meters are read without the product's code.
import Foundation
import Seeded
import Testing

struct KilledTopUpTests {
    /// Kills while the sale is committed, then while it is delivered.
    private static let kills = (commit: 30 * Effort.factor, delivery: 40 * Effort.factor)

    @Test(arguments: ["energy", "money"])
    func theSameFileStartedAgainEndsWithEverythingOnce(_ unit: String) async throws {
        try await elsewhere { try KilledTopUp(unit: unit, seed: Effort.firstSeed).run(Self.kills) }
    }
}

/// One campus that is sold to once, however often the program dies.
private final class KilledTopUp {
    private let campus: CrashCampus
    private let copies: TemporaryFolder
    private var log: KillLog
    private var random: SeededRandom

    init(unit: String, seed: UInt64) throws {
        campus = try CrashCampus(rooms: 1000, seed: seed, unit: unit, faults: CrashCampus.badLine)
        copies = try TemporaryFolder()
        log = try KillLog(campus, name: "SEED=\(seed) \(unit)")
        random = SeededRandom(seed: seed)
    }

    func run(_ wanted: (commit: Int, delivery: Int)) throws {
        var commit = try commitTime()
        while log.kills < wanted.commit { commit = try killCommitting(within: commit) }
        while log.kills < wanted.commit + wanted.delivery { try killDelivering(within: commit + 500) }
        let sent = try Reckoning(campus: campus, name: "\(log.name) after \(log.kills) kills").settle()
        print("\(log.summary); \(sent) orders sent for \(campus.rooms) purchases")
        #expect(log.count(.inCommit) > wanted.commit / 10, "the kills miss the commit: \(log.summary)")
        #expect(log.count(.whileSent) > wanted.delivery / 10, "the kills miss the delivery: \(log.summary)")
    }

    /// How long a sale takes here and now, milliseconds. It is taken back afterwards: the books are put back, no meter has heard of it.
    private func commitTime() throws -> Int {
        try campus.copyBooks(to: copies.file("before"))
        var finished: Finished?
        let time = try ContinuousClock().measure { finished = try Program.run(Program.path, campus.topUp(wait: 0)) }
        #expect(finished?.status == 3, "\(log.name): \(finished?.words ?? "")")
        try campus.restoreBooks(from: copies.file("before"))
        return max(50, Int(time / .milliseconds(1)))
    }

    /// Nothing is sent yet, so a sale that got through before the kill can be taken back for the next one.
    ///
    /// Answers within which time the next one is killed: the machine may have become faster or slower since a sale was measured.
    private func killCommitting(within time: Int) throws -> Int {
        let moment = Int.random(in: time / 4...time, using: &random)
        let start = ContinuousClock.now
        let finished = try Program.run(campus.topUp(wait: 0), killedAfter: moment)
        let passed = Int((ContinuousClock.now - start) / .milliseconds(1))
        let books = try log.look("after \(moment) ms", wasKilled: finished.wasKilled)
        if books.orders.count == campus.rooms { try campus.restoreBooks(from: copies.file("before")) }
        return max(50, finished.wasKilled ? time + time / 20 : passed)
    }

    private func killDelivering(within time: Int) throws {
        let moment = Int.random(in: 20...time, using: &random)
        let finished = try Program.run(campus.topUp(wait: 600), killedAfter: moment)
        #expect(finished.wasKilled, "\(log.name): everything was delivered before kill \(log.kills + 1); \(finished.words)")
        try log.look("after \(moment) ms")
    }
}
