// Protects paid credit on its way from one room to another: wherever the program dies, it ends in one of the two meters, once.
// How: `dormwatt move` is killed at sync after sync and between departure and arrival, and started again; books and meters are compared.
import Testing

struct KilledMoveTests {
    @Test func anyCallOfAMoveMayBeTheLast() async throws {
        try await elsewhere {
            let moves = try KilledMoves()
            for number in KilledCommand.spread(24, about: 8 * Effort.factor) { try moves.kill(at: number) }
            for _ in 0..<(4 * Effort.factor) { try moves.killBetween() }
            try moves.reckon()
            print("\(moves.kills) moves killed, \(moves.between) of them between departure and arrival")
            #expect(moves.kills > 5, "the kills miss the moves")
            #expect(moves.between > 0, "no kill fell between the departure and its arrival")
        }
    }
}

/// Two rooms between which the same credit goes to and fro.
private final class KilledMoves {
    private let campus: CrashCampus
    private let rooms: [String]
    private var moves = 0
    /// How often the program died, and how often it left credit that was out of one meter and in no other.
    private(set) var kills = 0
    private(set) var between = 0

    init() throws {
        campus = try CrashCampus(rooms: 2, speed: 2)
        rooms = try MeterMemory.table(campus.field + "/rooms.csv").compactMap { $0["room"] }
        let sold = try Program.run("topup", rooms[0], "100", "--campus", campus.path, "--wait", "60")
        #expect(sold.status == 0, "\(sold.words)")
    }

    /// Moves what was paid to the other room; the program dies at its n-th sync, and is started again.
    func kill(at number: Int) throws {
        let arguments = next()
        if try KilledCommand(arguments: arguments).run(killedAt: "fdatasync", number: number).wasKilled { kills += 1 }
        try end(arguments, "sync \(number)")
    }

    /// The program dies as soon as the books say that the credit is out of the first meter, before they say where it is.
    func killBetween() throws {
        let arguments = next()
        if try KilledCommand(arguments: arguments).wasKilled(when: isBetween) { kills += 1 }
        if try isBetween() { between += 1 }
        try end(arguments, "its departure")
    }

    private func next() -> [String] {
        moves += 1
        let (from, to) = (rooms[(moves + 1) % 2], rooms[moves % 2])
        return [
            "move", from, to, "--as", "li", "--reason", "moves", "--id", "M\(moves)", "--campus", campus.path, "--wait", "60",
        ]
    }

    /// The same move once more to its end.
    private func end(_ arguments: [String], _ moment: String) throws {
        var last = try Program.run(Program.path, arguments)
        for _ in 0..<2 where last.status != 0 { last = try Program.run(Program.path, arguments) }
        #expect(last.status == 0, "move \(moves) killed at \(moment): \(last.words)")
        let verified = try Program.run("verify", "--campus", campus.path)
        #expect(verified.status == 0, "move \(moves) killed at \(moment): \(verified.words)")
    }

    /// Whether a take-back is confirmed whose departure nothing has ended.
    private func isBetween() throws -> Bool {
        try campus.query(
            """
            SELECT count(*) FROM entry JOIN meterOrder ON meterOrder.entry = entry.sequence
            WHERE kind = 'departure' AND state = 'confirmed' AND sequence NOT IN (SELECT corrects FROM entry WHERE corrects IS NOT NULL)
            """) > 0
    }

    /// Nothing is on its way; every departure has one end, and every meter has what its orders brought and took.
    func reckon() throws {
        let reconciled = try Program.run("reconcile", "--campus", campus.path)
        #expect(reconciled.status == 0, "\(reconciled.words)")
        campus.stopEquipment()
        #expect(try campus.query("SELECT count(*) FROM balance WHERE account LIKE 'liabilities:moving:%' AND amount <> 0") == 0)
        #expect(try campus.query("SELECT count(*) FROM entry WHERE kind = 'departure'") == moves)
        #expect(try campus.query("SELECT count(*) FROM entry WHERE kind = 'arrival'") == moves)
        #expect(try campus.query("SELECT count(*) FROM meterOrder WHERE state <> 'confirmed'") == 0)
        let before = try MeterMemory.baselines(campus.field)
        let after = try MeterMemory.purses(campus.field)
        for (meter, baseline) in before {
            let orders = try campus.query("SELECT count(*) FROM meterOrder WHERE meter = '\(meter)'")
            let credit = try campus.query(
                "SELECT coalesce(sum(CASE task WHEN 'topUp' THEN amount ELSE -amount END), 0) FROM meterOrder WHERE meter = '\(meter)'")
            let expected = Purse(count: baseline.count + Int(orders), bought: baseline.bought + credit)
            #expect(after[meter] == expected, "meter \(meter)")
        }
    }
}
