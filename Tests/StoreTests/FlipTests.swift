// Protects: of single bytes flipped anywhere in the books, every one that changes any answer or prevents opening is found by verify.
// How: 10,000 seeded flips of one bit of the real file, all different; what verify accepts must open for writing and have an equal dump of
// all tables. Half of the flips fall anywhere, half where something is written.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Seeded
import Testing

@testable import Store

struct FlipTests {
    /// Books with something in every table that the program writes by itself.
    private static func books(in campus: TemporaryCampus) throws {
        let books = try campus.livedInBooks()
        try books.answer("R1", result: "0.42 kW", at: ContractCampus.evening.adding(seconds: 5))
        try books.request(ReadRequest(id: "R2", meter: ContractCampus.moneyMeter.id, at: ContractCampus.evening.adding(seconds: 9)))
        let first = Day(of: ContractCampus.evening, at: .china)
        _ = try books.setPrice(
            Price(tenThousandths: 5_600), from: first.advanced(by: 9), actor: ContractCampus.chen, at: ContractCampus.evening)
        // The same bytes in every run.
        let salt = [UInt8](repeating: 7, count: 32)
        try campus.tamper {
            try $0.execute(
                sql: "UPDATE campus SET id = 'flips', salt = ?, digest = ?",
                arguments: [Data(salt), Data(CampusRecord.digest(id: "flips", salt: salt))])
        }
        let change = RosterChange(
            version: 0, residents: [Resident(id: ResidentID("S1"), name: "李娜"), Resident(id: ResidentID("S2"), name: "Zoë O'Brien")],
            stays: [
                Stay(id: 1, resident: ResidentID("S1"), room: ContractCampus.energyRoom, from: first),
                Stay(id: 2, resident: ResidentID("S2"), room: ContractCampus.energyRoom, from: first, until: first.advanced(by: 40)),
            ], note: "roster.csv")
        _ = try books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening)
    }

    private struct Flip: Hashable {
        var byte: Int
        var bit: UInt8
    }

    private static func flips(_ count: Int, of bytes: [UInt8], seed: UInt64) -> Set<Flip> {
        var random = SeededRandom(seed: seed)
        let written = bytes.indices.filter { bytes[$0] != 0 }
        var flips: Set<Flip> = []
        while flips.count < count {
            let byte = (flips.count < count / 2 ? bytes.indices.randomElement(using: &random) : written.randomElement(using: &random)) ?? 0
            flips.insert(Flip(byte: byte, bit: UInt8.random(in: 0..<8, using: &random)))
        }
        return flips
    }

    private enum Verdict { case found, harmless, missed(String) }

    /// What becomes of the books with a flip in them.
    private static func judge(_ campus: TemporaryCampus, healthy: [String]) -> Verdict {
        guard let verdict = try? SQLiteBooks.verify(in: campus.folder), verdict.agrees else { return .found }
        do {
            _ = try SQLiteBooks.open(in: campus.folder, patience: 0)
            let dump = try campus.dump()
            return dump == healthy ? .harmless : .missed("\(Set(dump).symmetricDifference(healthy).sorted())")
        } catch {
            return .missed("\(error)")
        }
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func everyFlippedBitIsFoundOrHarmless(_ number: UInt64) throws {
        let (seed, rounds) = (Soak.seed(number), Soak.rounds(2_500))
        let campus = try TemporaryCampus()
        try Self.books(in: campus)
        let healthy = try campus.dump()
        let place = URL(fileURLWithPath: campus.folder.books)
        let original = try Data(contentsOf: place)
        let bytes = [UInt8](original)
        var (found, harmless) = (0, 0)
        for flip in Self.flips(rounds, of: bytes, seed: seed).sorted(by: { ($0.byte, $0.bit) < ($1.byte, $1.bit) }) {
            let file = try FileHandle(forUpdating: place)
            try file.seek(toOffset: UInt64(flip.byte))
            try file.write(contentsOf: Data([bytes[flip.byte] ^ 1 << flip.bit]))
            try file.close()
            switch Self.judge(campus, healthy: healthy) {
            case .found: found += 1
            case .harmless: harmless += 1
            case .missed(let why): Issue.record("seed \(seed): bit \(flip.bit) of byte \(flip.byte) is not found: \(why)")
            }
            // The whole file again: opening for writing may have touched more than the flip.
            try original.write(to: place)
        }
        #expect(found + harmless == rounds)
        #expect(found > rounds / 4, "\(found) found, \(harmless) harmless")
        #expect(try SQLiteBooks.verify(in: campus.folder).agrees)
    }
}
