// Protects what a room has left when its meter is replaced: wherever the program dies, it stands in the new meter, once.
// How: `dormwatt swap` is killed at sync after sync and between commit and delivery, and started again; books, orders and meters are compared.
import Testing

struct KilledSwapTests {
    @Test func anyMomentOfASwapMayBeTheLast() async throws {
        try await elsewhere {
            let swaps = try KilledSwaps()
            for number in KilledCommand.spread(16, about: 6 * Effort.factor) { try swaps.kill(at: number) }
            for _ in 0..<(2 * Effort.factor) { try swaps.killBetween() }
            try swaps.reckon()
            print("\(swaps.kills) swaps killed, \(swaps.between) of them between commit and delivery")
            #expect(swaps.kills > 4, "the kills miss the swaps")
            #expect(swaps.between > 0, "no kill fell between the commit and its delivery")
        }
    }
}

/// One room whose meter is replaced again and again.
private final class KilledSwaps {
    private let campus: CrashCampus
    private let room: String
    private var swaps = 0
    /// How often the program died, and how often it left a new meter in the books whose credit was not proven.
    private(set) var kills = 0
    private(set) var between = 0

    init() throws {
        campus = try CrashCampus(rooms: 1, speed: 2)
        room = try MeterMemory.table(campus.field + "/rooms.csv").compactMap { $0["room"] }.first ?? ""
        let sold = try Program.run("topup", room, "100", "--campus", campus.path, "--wait", "60")
        #expect(sold.status == 0, "\(sold.words)")
    }

    /// A new meter is put in and the books are told; the program dies at its n-th sync, and is started again.
    func kill(at number: Int) throws {
        let arguments = try next()
        if try KilledCommand(arguments: arguments).run(killedAt: "fdatasync", number: number).wasKilled { kills += 1 }
        try end(arguments, "sync \(number)")
    }

    /// The program dies as soon as the books hold the new meter, before they know what it has.
    func killBetween() throws {
        let arguments = try next()
        if try KilledCommand(arguments: arguments).wasKilled(when: isBetween) { kills += 1 }
        if try isBetween() { between += 1 }
        try end(arguments, "its commit")
    }

    private var address: String { "9000000000" + (swaps < 10 ? "0" : "") + "\(swaps)" }

    /// The electrician puts a new meter in; the command that tells the books of it.
    private func next() throws -> [String] {
        swaps += 1
        let exchanged = try Program.run("simulate", "--exchange", "\(room)=\(address),0.\(10 + swaps)", "--campus", campus.path)
        let words = exchanged.output.split(separator: " ").map(String.init)
        guard exchanged.status == 0, let place = words.firstIndex(of: "showed") else { throw CanNotBegin(what: exchanged.words) }
        return [
            "swap", room, "--address", address, "--serial", "S\(swaps)", "--initial", "0.\(10 + swaps)", "--final", words[place + 1],
            "--note", "display", "--as", "li", "--id", "S\(swaps)", "--campus", campus.path, "--wait", "60",
        ]
    }

    /// The same swap once more to its end.
    private func end(_ arguments: [String], _ moment: String) throws {
        var last = try Program.run(Program.path, arguments)
        for _ in 0..<2 where last.status != 0 { last = try Program.run(Program.path, arguments) }
        #expect(last.status == 0, "swap \(swaps) killed at \(moment): \(last.words)")
        let verified = try Program.run("verify", "--campus", campus.path)
        #expect(verified.status == 0, "swap \(swaps) killed at \(moment): \(verified.words)")
    }

    private func isBetween() throws -> Bool { try campus.query("SELECT count(*) FROM meterOrder WHERE state <> 'confirmed'") > 0 }

    /// Every meter was replaced once, every new one was told once, and the last holds what the books have left.
    func reckon() throws {
        let reconciled = try Program.run("reconcile", "--campus", campus.path)
        #expect(reconciled.status == 0, "\(reconciled.words)")
        let left = try campus.query("SELECT sum(amount) / 10 FROM balance WHERE account LIKE 'room:%' AND commodity = 'kWh'")
        campus.stopEquipment()
        #expect(try campus.query("SELECT count(*) FROM meterRetirement") == swaps)
        #expect(try campus.query("SELECT count(*) FROM entry WHERE kind = 'swap'") == swaps)
        #expect(try campus.query("SELECT count(*) FROM meterOrder WHERE state <> 'confirmed'") == 0)
        #expect(try campus.query("SELECT count(*) FROM (SELECT meter FROM meterOrder GROUP BY meter HAVING count(*) > 1)") == 0)
        let brought = try campus.query("SELECT amount FROM meterOrder WHERE meter = '\(address)'")
        #expect(try MeterMemory.purses(campus.field)[address] == Purse(count: 1, bought: brought))
        #expect((left...(left + 100)).contains(brought), "\(brought) was brought, \(left) is left")
    }
}
