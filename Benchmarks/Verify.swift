import BooksContract
import Domain
import Foundation
import Operations
import Seeded
import Store

/// Verifying books of 100,000 entries, beside hledger that checks their export: both read the whole journal and all of its sums.
enum Verify {
    private static let rooms = 2_000
    private static let entries: Int64 = 100_000
    private static let repeats = 3

    static func measure() throws -> [Figure] {
        let place = FileManager.default.temporaryDirectory.appending(path: "dormwatt-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let folder = CampusFolder(place.path)
        try folder.create()
        let books = try SQLiteBooks.create(in: folder)
        try live(in: books)
        let journal = place.appending(path: "books.journal")
        try export(books, to: journal)
        var ours: [Double] = []
        var peer: [Double] = []
        for _ in 1...repeats {
            var begin = ContinuousClock.now
            let result = try books.verify()
            ours.append(Double(result.entries) / seconds(since: begin))
            guard result.findings.isEmpty, result.entries >= entries else { throw Unmeasurable("\(result.findings)") }
            begin = .now
            try check(journal)
            peer.append(Double(result.entries) / seconds(since: begin))
        }
        return [
            Figure(
                what: "verify of \(entries) entries, entries/s, and hledger check", ours: median(ours), peer: median(peer),
                goal: .atLeast(20))
        ]
    }

    private static func live(in books: SQLiteBooks) throws {
        var days = LivedDays(rooms: rooms, chance: SeededRandom(seed: 1))
        try days.moveIn(to: books)
        // A week's use in one posting, and about ten sales a room: what a year of a residence leaves in its books.
        var day = 0
        while try books.verify().entries < entries {
            for _ in 0..<35 {
                day += 1
                try days.live(in: books, buying: 0.035, postingUse: day % 7 == 0)
            }
        }
    }

    private static func export(_ books: SQLiteBooks, to file: URL) throws {
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        _ = try books.export(as: .hledger) { try handle.write(contentsOf: Data($0.utf8)) }
        try handle.close()
    }

    private static func check(_ journal: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["hledger", "--file", journal.path, "check"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Unmeasurable("hledger does not accept the export, or is missing") }
    }
}
