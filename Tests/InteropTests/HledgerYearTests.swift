// Protects: hledger accepts a year with everything that moves money and credit, and its balances are ours to the last digit.
// How: 100 rooms with sales, monthly free electricity, its expiry and a building that is left, through the real desk; its export read by hledger.

import Domain
import Foundation
import Operations
import Store
import Testing

struct HledgerYearTests {
    @Test func aYearOfSalesSubsidiesAndRefundsSumsToTheLastDigit() async throws {
        let seed = ProcessInfo.processInfo.environment["DORMWATT_SOAK_SEED"].flatMap { UInt64($0) } ?? 100
        try await Peer.elsewhere { Result { try Self.year(seed: seed) } }.get()
    }

    private static func year(seed: UInt64) throws {
        let folder = CampusFolder(HledgerTests.place())
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try folder.create()
        let books = try SQLiteBooks.create(in: folder)
        let year = try ResidenceYear(rooms: 100, books: books, seed: seed)
        try year.live(days: 365)
        #expect(try books.verify().findings == [], "seed \(seed)")

        let journal = folder.path + "/year.journal"
        let entries = try HledgerTests.export(books, to: journal)
        let check = try HledgerTests.hledger(["--file", journal, "--strict", "check", "ordereddates"])
        #expect(check.status == 0, "seed \(seed): \(check.output.prefix(2000))")
        let theirs = try HledgerTests.balances(journal)
        #expect(try theirs == HledgerTests.ours(books), "seed \(seed)")

        // The year held what it is about.
        var kinds: [EntryKind: Int] = [:]
        let span = ResidenceYear.first...ResidenceYear.first.advanced(by: 365)
        try books.entries(of: span, room: nil, upTo: .max) { kinds[$0.draft.kind, default: 0] += 1 }
        #expect(Int64(kinds.values.reduce(0, +)) == entries, "seed \(seed)")
        for kind in [EntryKind.sale, .grant, .use, .expiry, .refund, .payout] {
            #expect(kinds[kind, default: 0] >= 10, "seed \(seed): \(kind), \(kinds)")
        }
        #expect(
            theirs.contains { $0.key.hasPrefix("liabilities:unclaimed") || $0.key.contains("unclaimed") }, "seed \(seed): \(theirs.keys)")
    }
}
