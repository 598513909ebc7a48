// Protects what a room has left when its meter is replaced: wherever the program dies, it stands in the new meter, once.
// How: SIGKILL to `dormwatt swap` at seeded moments; the same swap is started again, then books, orders and meters are compared.
import Foundation
import GRDB
import Seeded
import Testing

struct KilledSwapTests {
    @Test func anyMomentOfASwapMayBeTheLast() async throws {
        try await elsewhere {
            let swaps = try KilledSwaps(seed: Effort.firstSeed)
            let wanted = 3 * Effort.factor
            for _ in 0..<20 * Effort.factor where swaps.undelivered < wanted || swaps.kills < 2 * wanted { try swaps.kill() }
            try swaps.reckon()
            print("\(swaps.name): \(swaps.kills) swaps killed, \(swaps.undelivered) of them between commit and delivery")
            #expect(swaps.kills >= wanted, "\(swaps.name): the kills miss the swaps")
            #expect(swaps.undelivered > 0, "\(swaps.name): no kill fell between the commit and its delivery")
        }
    }
}

/// One room whose meter is replaced again and again.
private final class KilledSwaps {
    private let campus: CrashCampus
    private let room: String
    let name: String
    private var random: SeededRandom
    private var swaps = 0
    /// How long a swap takes here that nobody kills, milliseconds.
    private var time = 0
    /// How often the program died, and how often it left a new meter in the books whose credit was not proven.
    private(set) var kills = 0
    private(set) var undelivered = 0

    init(seed: UInt64) throws {
        name = "SEED=\(seed)"
        random = SeededRandom(seed: seed)
        campus = try CrashCampus(rooms: 1, speed: 2)
        room = try MeterMemory.table(campus.field + "/rooms.csv").compactMap { $0["room"] }.first ?? ""
        let sold = try Program.run("topup", room, "100", "--campus", campus.path, "--wait", "60")
        #expect(sold.status == 0, "\(sold.words)")
        let start = ContinuousClock.now
        try kill(after: 60_000)
        time = Int((ContinuousClock.now - start) / .milliseconds(1))
    }

    func kill() throws { try kill(after: Int.random(in: time / 10...time, using: &random)) }

    private var address: String { "9000000000" + (swaps < 10 ? "0" : "") + "\(swaps)" }

    /// A new meter is put in and the books are told; the program dies if it takes longer than this, and is started again.
    private func kill(after milliseconds: Int) throws {
        swaps += 1
        let exchanged = try Program.run("simulate", "--exchange", "\(room)=\(address),0.\(10 + swaps)", "--campus", campus.path)
        let words = exchanged.output.split(separator: " ").map(String.init)
        guard exchanged.status == 0, let place = words.firstIndex(of: "showed") else { throw CanNotBegin(what: exchanged.words) }
        let arguments = [
            "swap", room, "--address", address, "--serial", "S\(swaps)", "--initial", "0.\(10 + swaps)", "--final", words[place + 1],
            "--note", "display", "--as", "li", "--id", "S\(swaps)", "--campus", campus.path, "--wait", "60",
        ]
        let killed = try Program.run(arguments, killedAfter: milliseconds)
        if killed.wasKilled { kills += 1 }
        if try query("SELECT count(*) FROM meterOrder WHERE state <> 'confirmed'") > 0 { undelivered += 1 }
        var last = killed
        for _ in 0..<3 where last.status != 0 || last.wasKilled { last = try Program.run(Program.path, arguments) }
        #expect(last.status == 0, "\(name), swap \(swaps) killed after \(milliseconds) ms: \(last.words)")
        let verified = try Program.run("verify", "--campus", campus.path)
        #expect(verified.status == 0, "\(name), swap \(swaps) killed after \(milliseconds) ms: \(verified.words)")
    }

    /// Every meter was replaced once, every new one was told once, and the last holds what the books have left.
    func reckon() throws {
        let reconciled = try Program.run("reconcile", "--campus", campus.path)
        #expect(reconciled.status == 0, "\(reconciled.words)")
        let left = try query("SELECT sum(amount) / 10 FROM balance WHERE account LIKE 'room:%' AND commodity = 'kWh'")
        campus.stopEquipment()
        #expect(try query("SELECT count(*) FROM meterRetirement") == swaps)
        #expect(try query("SELECT count(*) FROM entry WHERE kind = 'swap'") == swaps)
        #expect(try query("SELECT count(*) FROM meterOrder WHERE state <> 'confirmed'") == 0)
        #expect(try query("SELECT count(*) FROM (SELECT meter FROM meterOrder GROUP BY meter HAVING count(*) > 1)") == 0)
        let brought = try query("SELECT amount FROM meterOrder WHERE meter = '\(address)'")
        #expect(try MeterMemory.purses(campus.field)[address] == Purse(count: 1, bought: brought))
        #expect((left...(left + 100)).contains(brought), "\(brought) was brought, \(left) is left")
    }

    private func query(_ sql: String) throws -> Int64 {
        let queue = try DatabaseQueue(path: campus.books)
        defer { try? queue.close() }
        return try queue.read { try Int64.fetchOne($0, sql: sql) } ?? 0
    }
}
