// Protects what comes before the first sale, and the copies: making a campus, taking lists over and back and copying the books die at any call.
// How: strace kills each command at call after call; then the same command is given again and everything must be whole.
import Foundation
import GRDB
import Operations
import Store
import Testing

struct KilledSetUpTests {
    private static let calls = ["pwrite64", "fdatasync", "ftruncate", "rename", "unlink"]

    @Test func aCampusThatWasCutOffIsMadeAgain() async throws {
        try await elsewhere {
            for (call, number) in try Self.moments(of: { ["init", $0.file("campus")] }, about: 8) {
                let folder = try TemporaryFolder()
                let path = folder.file("campus")
                let killed = try KilledCommand(arguments: ["init", path]).run(killedAt: call, number: number)
                #expect(killed.wasKilled, "\(call) \(number): \(killed.words)")
                try Self.makeAgain(path, "init killed before \(call) \(number)")
                #expect(try Program.run("verify", "--campus", path).status == 0, "init killed before \(call) \(number)")
            }
        }
    }

    /// What a person does: the same again, and what he is told where that is refused.
    private static func makeAgain(_ path: String, _ name: String) throws {
        let again = try Program.run("init", path)
        guard again.status != 0 else { return }
        #expect(again.errors.contains("holds a campus already"), "\(name): \(again.words)")
        // Where there is a campus it is a whole one: verify follows.
    }

    @Test func aListIsTakenOverAsAWholeOrNot() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 40)
            let fresh = try TemporaryFolder()
            try #require(try Program.run("init", fresh.file("campus")).status == 0)
            for kind in ["concentrators", "rooms", "meters"] {
                let command = ["import", kind, "\(campus.field)/\(kind).csv", "--campus", fresh.file("campus")]
                let all = try MeterMemory.table("\(campus.field)/\(kind).csv").count
                let pattern = try TemporaryFolder()
                try FileManager.default.copyItem(atPath: fresh.file("campus"), toPath: pattern.file("campus"))
                let counts = try KilledCommand(arguments: command).counts(of: Self.calls)
                for (call, count) in counts {
                    for number in KilledCommand.spread(count, about: 6 * Effort.factor) {
                        try FileManager.default.removeItem(atPath: fresh.file("campus"))
                        try FileManager.default.copyItem(atPath: pattern.file("campus"), toPath: fresh.file("campus"))
                        let name = "import \(kind) killed before \(call) \(number)"
                        let killed = try KilledCommand(arguments: command).run(killedAt: call, number: number)
                        #expect(killed.wasKilled, "\(name): \(killed.words)")
                        let taken = try Self.rows(kind, fresh.file("campus"))
                        #expect(taken == 0 || taken == all, "\(name): \(taken) of \(all)")
                        let again = try Program.run(Program.path, command)
                        #expect(again.status == 0, "\(name): \(again.words)")
                        #expect(try Self.rows(kind, fresh.file("campus")) == all, "\(name)")
                    }
                }
            }
            #expect(try Program.run("verify", "--campus", fresh.file("campus")).status == 0)
        }
    }

    @Test func anImportIsTakenBackAsAWholeOrNot() async throws {
        try await elsewhere {
            let fresh = try TemporaryFolder()
            let campus = fresh.file("campus")
            try #require(try Program.run("init", campus).status == 0)
            let lines = (1...400).map { "7-\($0),7,1,\($0),4\n" }.joined()
            try fresh.write("rooms.csv", "room,building,floor,number,beds\n" + lines)
            try #require(try Program.run("import", "rooms", fresh.file("rooms.csv"), "--campus", campus).status == 0)
            let command = ["import", "--undo", "--campus", campus]
            let pattern = try TemporaryFolder()
            try FileManager.default.copyItem(atPath: campus, toPath: pattern.file("campus"))
            let counts = try KilledCommand(arguments: command).counts(of: Self.calls)
            for (call, count) in counts {
                for number in KilledCommand.spread(count, about: 2 * Effort.factor) {
                    try FileManager.default.removeItem(atPath: campus)
                    try FileManager.default.copyItem(atPath: pattern.file("campus"), toPath: campus)
                    let name = "undo killed before \(call) \(number)"
                    let killed = try KilledCommand(arguments: command).run(killedAt: call, number: number)
                    #expect(killed.wasKilled, "\(name): \(killed.words)")
                    let left = try Self.rows("rooms", campus)
                    #expect(left == 0 || left == 400, "\(name): \(left) of 400")
                    let again = try Program.run(Program.path, command)
                    #expect((again.status == 0) == (left == 400), "\(name): \(again.words)")
                    #expect(try Self.rows("rooms", campus) == 0, "\(name)")
                    #expect(try Program.run("verify", "--campus", campus).status == 0, "\(name)")
                }
            }
        }
    }

    /// Each call of a command on a new folder, and some of its numbers.
    private static func moments(of command: (TemporaryFolder) -> [String], about wanted: Int) throws -> [(String, Int)] {
        try KilledCommand(arguments: command(try TemporaryFolder())).counts(of: calls).flatMap { call, count in
            KilledCommand.spread(count, about: wanted * Effort.factor).map { (call, $0) }
        }
    }

    private static func rows(_ kind: String, _ campus: String) throws -> Int {
        // A line of the first list is a bus of a concentrator.
        let table = ["concentrators": "bus", "rooms": "room", "meters": "meter"][kind] ?? kind
        return try DatabaseQueue(path: campus + "/books.sqlite").read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }
}
