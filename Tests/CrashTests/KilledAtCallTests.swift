// Protects the moments that chance seldom hits: the program dies right before a certain write, sync, truncation or byte on the line.
// How: strace kills a sale to a small campus at call after call; the same file is started again, books and meters are compared.
import Foundation
import Seeded
import Testing

struct KilledAtCallTests {
    private static let disk = ["pwrite64", "fdatasync", "ftruncate"]

    /// Every sync and truncation of the commit, and writes all over it.
    @Test func anyCallOfACommitMayBeTheLast() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 12)
            let command = KilledCommand(arguments: campus.topUp(wait: 0))
            let copies = try TemporaryFolder()
            try campus.copyBooks(to: copies.file("before"))
            let calls = try command.counts(of: Self.disk)
            try campus.restoreBooks(from: copies.file("before"))
            var log = try KillLog(campus, name: "a commit killed at its calls")
            for (call, count) in calls {
                for number in KilledCommand.spread(count, about: 24 * Effort.factor) {
                    let finished = try command.run(killedAt: call, number: number)
                    #expect(finished.wasKilled, "\(call) \(number): \(finished.words)")
                    let books = try log.look("before \(call) \(number)")
                    if books.orders.count == campus.rooms { try campus.restoreBooks(from: copies.file("before")) }
                }
            }
            _ = try Reckoning(campus: campus, name: log.name).settle()
            print(log.summary)
            #expect(log.count(.inCommit) > 10 && log.count(.beforeCommit) > 1, "\(log.summary)")
        }
    }

    /// `write` is what goes out on the line, and the log.
    @Test func anyCallOfADeliveryMayBeTheLast() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 100, faults: CrashCampus.badLine, speed: 100)
            let committed = try Program.run(Program.path, campus.topUp(wait: 0))
            #expect(committed.status == 3, "\(committed.words)")
            let command = KilledCommand(arguments: campus.topUp(wait: 5))
            var random = SeededRandom(seed: Effort.firstSeed)
            var log = try KillLog(campus, name: "SEED=\(Effort.firstSeed) a delivery killed at its calls")
            for _ in 0..<Effort.factor {
                for call in (Self.disk + ["write", "write"]) {
                    for _ in 0..<8 {
                        let number = Int.random(in: 1...(call == "ftruncate" ? 6 : 30), using: &random)
                        let finished = try command.run(killedAt: call, number: number)
                        try log.look("before \(call) \(number)", wasKilled: finished.wasKilled)
                    }
                }
            }
            let sent = try Reckoning(campus: campus, name: log.name).settle()
            print("\(log.summary); \(sent) orders sent for \(campus.rooms) purchases")
            #expect(log.count(.whileSent) > 5 && log.count(.inStep) > 5, "\(log.summary)")
        }
    }
}
