// Protects the copies of the books: one that was being made when the program died is none, and never stands in the way of the next.
// How: strace kills `backup` at call after call; the books, every copy with a name for good and the next copy are verified.
import Foundation
import Testing

struct KilledCopyTests {
    private static let calls = ["pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "copy_file_range", "sendfile"]

    @Test func aCopyIsWholeOrNotThere() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 40)
            let medium = try TemporaryFolder()
            try campus.addSettings("[backup]\npath = \"\(medium.path)\"\n")
            let sold = try Program.run(Program.path, campus.topUp(wait: 0))
            #expect(sold.status == 3, "\(sold.words)")
            let command = KilledCommand(arguments: ["backup", "--campus", campus.path])
            let counts = try command.counts(of: Self.calls)
            let second = try #require(Copies.names(in: medium.path).first.map(medium.file))
            var log = try KillLog(campus, name: "a copy killed at its calls")
            for (call, count) in counts {
                for number in KilledCommand.spread(count, about: 5 * Effort.factor) {
                    let finished = try command.run(killedAt: call, number: number)
                    try log.look("before \(call) \(number)", wasKilled: finished.wasKilled)
                    for place in [campus.path + "/backups", second] { _ = try Copies.verify(in: place, "\(log.name) \(call) \(number)") }
                }
            }
            let again = try Program.run(Program.path, command.arguments)
            #expect(again.status == 0, "\(again.words)")
            for place in [campus.path + "/backups", second] {
                #expect(try Copies.verify(in: place, log.name) > 0)
                #expect(!Copies.names(in: place).contains { $0.contains("copying") }, "\(Copies.names(in: place))")
            }
            print("\(log.name): \(log.kills) kills")
            #expect(log.kills > 15)
        }
    }
}
