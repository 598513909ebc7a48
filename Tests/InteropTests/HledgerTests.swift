// Protects: hledger accepts the exported journal with all of its assertions, and its balances are ours to the last digit.
// How: a year of 500 rooms through the real planning and committing on a simulated clock; its export read by Debian's hledger.

import BooksContract
import Domain
import Foundation
import Operations
import Seeded
import Store
import Testing

struct HledgerTests {
    struct Missing: Error, CustomStringConvertible {
        let description = "hledger is missing; `make test` installs it"
    }

    static func hledger(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "120", "hledger"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus != 127 else { throw Missing() }
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    static func export(_ books: SQLiteBooks, to path: String, from: Day? = nil, until: Day? = nil) throws -> Int64 {
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? file.close() }
        var pending = Data()
        let entries = try books.export(as: .hledger, from: from, until: until) { text in
            pending += Data(text.utf8)
            if pending.count > 1 << 20 {
                try file.write(contentsOf: pending)
                pending = Data()
            }
        }
        try file.write(contentsOf: pending)
        return entries
    }

    /// Every account and commodity that is not zero, as hledger sums them.
    static func balances(_ journal: String) throws -> [String: String] {
        let result = try hledger(["--file", journal, "balance", "--flat", "--no-total", "--layout=bare", "--output-format=csv"])
        #expect(result.status == 0, "\(result.output.prefix(2000))")
        let rows = result.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").map { $0.trimmingPrefix("\"").dropLast() }
        }
        return Dictionary(rows.filter { $0.count == 3 && $0[2] != "0" }.map { ("\($0[0]) \($0[1])", String($0[2])) }) { first, _ in first }
    }

    static func ours(_ books: SQLiteBooks) throws -> [String: String] {
        let balances = try books.trialBalance().filter { $0.amount != 0 }
        return Dictionary(
            uniqueKeysWithValues: balances.map {
                ("\($0.account) \($0.commodity.rawValue)", Decimals.text($0.amount, decimals: $0.commodity == .kWh ? 3 : 2))
            })
    }

    /// Memory where the machine has it: the year is thousands of durable commits, and their durability is tried elsewhere.
    static func place() -> String {
        let memory = "/dev/shm"
        let base = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        return "\(base)/dormwatt-hledger-\(UUID().uuidString)"
    }

    @Test func aYearOf500RoomsIsAcceptedAndSumsToTheLastDigit() async throws {
        let seed = ProcessInfo.processInfo.environment["DORMWATT_SOAK_SEED"].flatMap { UInt64($0) } ?? 365
        try await Peer.elsewhere { Result { try Self.year(seed: seed) } }.get()
    }

    private static func year(seed: UInt64) throws {
        let folder = CampusFolder(place())
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try folder.create()
        let books = try SQLiteBooks.create(in: folder)
        var days = LivedDays(rooms: 500, chance: SeededRandom(seed: seed))
        try days.moveIn(to: books)
        for day in 1...365 {
            if day == 180 {
                let july = Day(number: 20_454 + 181)
                let manager = Actor(name: "zhao", role: .manager, shift: "", console: "desk-1")
                _ = try books.setPrice(Price(tenThousandths: 6_133), from: july, actor: manager, at: july.start(at: .china))
            }
            try days.live(in: books, buying: 0.03, postingUse: day % 7 == 0 || day == 365)
        }
        let journal = folder.path + "/year.journal"
        let entries = try export(books, to: journal)
        #expect(entries > 30_000, "seed \(seed)")
        let check = try hledger(["--file", journal, "--strict", "check", "ordereddates"])
        #expect(check.status == 0, "seed \(seed): \(check.output.prefix(2000))")
        #expect(try balances(journal) == ours(books), "seed \(seed)")

        // The second half alone opens with what the first left, and ends at the same sums.
        let half = folder.path + "/half.journal"
        let later = try export(books, to: half, from: Day(number: 20_454 + 182))
        #expect(later > 10_000 && later < entries, "seed \(seed)")
        let second = try hledger(["--file", half, "--strict", "check", "ordereddates"])
        #expect(second.status == 0, "seed \(seed): \(second.output.prefix(2000))")
        #expect(try balances(half) == ours(books), "seed \(seed)")

        // The assertions are what holds: one digit off is refused.
        let text = try String(contentsOfFile: journal, encoding: .utf8)
        let broken = text.replacing("= 0.00 yuan", with: "= 0.01 yuan", maxReplacements: 1)
        #expect(broken != text)
        try broken.write(toFile: half, atomically: false, encoding: .utf8)
        #expect(try hledger(["--file", half, "check"]).status != 0)
    }
}
