// Protects money from a disk that is full or fails: every write and sync of a sale fails once, and from then on.
// How: strace answers the system's calls with errors; afterwards the books are read, the words compared, and the same file is started again.
import Foundation
import Operations
import Seeded
import Store
import Testing

struct FailingDiskTests {
    /// Each call of the commit fails, alone or with all that follow.
    @Test func aSaleIsInTheBooksAsAWholeOrNotAndTheWordsAreRight() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 12)
            let copies = try TemporaryFolder()
            try campus.copyBooks(to: copies.file("before"))
            for failure in try Self.failures(of: campus) {
                try campus.restoreBooks(from: copies.file("before"))
                let finished = try Self.topUp(campus, failure, wait: 0)
                try campus.copyBooks(to: copies.file("look"))
                Self.judge(finished, failure, try BooksPicture(copies.file("look/books.sqlite")), rooms: campus.rooms)
                try Self.goOn(campus, after: failure)
            }
        }
    }

    /// The meters have been asked for some of it already when the disk fails.
    @Test func aDeliveryGoesOnAfterTheDiskFailed() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 60, faults: CrashCampus.badLine, speed: 100)
            _ = try Program.run(Program.path, campus.topUp(wait: 0))
            var random = SeededRandom(seed: Effort.firstSeed)
            for number in 0..<(16 * Effort.factor) {
                let kind = DiskFailure.kinds[number % DiskFailure.kinds.count]
                let failure = DiskFailure(kind: kind, from: Int.random(in: 10...150, using: &random), lasts: number % 4 < 2)
                let finished = try Self.topUp(campus, failure, wait: 1)
                Self.judge(finished, "SEED=\(Effort.firstSeed), run \(number), \(failure)")
            }
            _ = try Reckoning(campus: campus, name: "SEED=\(Effort.firstSeed)").settle()
        }
    }

    /// All that can fail in a sale, found by watching one.
    private static func failures(of campus: CrashCampus) throws -> [DiskFailure] {
        let folder = try TemporaryFolder()
        try campus.copyBooks(to: folder.file("before"))
        let watched = ["-o", folder.file("trace"), "-e", "trace=pwrite64,fdatasync,ftruncate"]
        _ = try Program.traced(watched, Program.path, campus.topUp(wait: 0))
        let trace = try String(contentsOfFile: folder.file("trace"), encoding: .utf8)
        try campus.restoreBooks(from: folder.file("before"))
        return DiskFailure.kinds.flatMap { kind -> [DiskFailure] in
            let count = trace.components(separatedBy: kind.call + "(").count - 1
            let steps = stride(from: 1, through: count, by: max(1, count / (12 * Effort.factor)))
            return steps.flatMap { step in [false, true].map { DiskFailure(kind: kind, from: step, lasts: $0) } }
        }
    }

    private static func topUp(_ campus: CrashCampus, _ failure: DiskFailure, wait: Int) throws -> Finished {
        let options = ["-o", "/dev/null", "-e", "trace=\(failure.kind.call)", "-e", "inject=\(failure)"]
        return try Program.traced(options, Program.path, campus.topUp(wait: wait))
    }

    private static func judge(_ finished: Finished, _ failure: DiskFailure, _ books: BooksPicture, rooms: Int) {
        let sold = books.orders.count
        #expect(sold == 0 || sold == rooms, "\(failure): \(sold) orders")
        #expect(books.drawer == Int64(sold * CrashCampus.yuan * 100), "\(failure)")
        let words = finished.errors.lowercased()
        switch finished.status {
        case 1:
            #expect(sold == 0, "\(failure): it is in the books, but the words are: \(words)")
            #expect(words.contains("nothing was written"), "\(failure): \(words)")
            #expect(words.contains(failure.kind.words), "\(failure): \(words)")
        case 3 where finished.output.contains("Committed: \(rooms) rows"): #expect(sold == rooms, "\(failure)")
        case 3: #expect(words.contains("not known") && words.contains(failure.kind.words), "\(failure): \(words)")
        default: Issue.record("\(failure): \(finished.words)")
        }
    }

    /// The sale was made before the disk failed: no word may deny that, and where something still waits the reason is told.
    private static func judge(_ finished: Finished, _ name: String) {
        #expect([0, 3].contains(finished.status), "\(name): \(finished.words)")
        let words = finished.errors.lowercased()
        #expect(!words.contains("nothing was"), "\(name): \(words)")
    }

    /// The next start of the same file makes it whole, once.
    private static func goOn(_ campus: CrashCampus, after failure: DiskFailure) throws {
        let finished = try Program.run(Program.path, campus.topUp(wait: 0))
        #expect(finished.status == 3, "after \(failure): \(finished.words)")
        #expect(try SQLiteBooks.open(in: CampusFolder(campus.path)).verify().findings == [], "after \(failure)")
        let books = try BooksPicture(campus.books)
        #expect(books.sales.count == 1 && books.orders.count == campus.rooms, "after \(failure)")
        #expect(books.drawer == Int64(campus.rooms * CrashCampus.yuan * 100), "after \(failure)")
    }
}

/// Calls of one kind that strace answers with an error.
private struct DiskFailure: CustomStringConvertible {
    struct Kind {
        let call: String
        let error: String
        /// What the program says about it.
        let words: String
    }

    static let kinds = [
        Kind(call: "pwrite64", error: "ENOSPC", words: "the disk is full"),
        Kind(call: "pwrite64", error: "EIO", words: "the disk failed"),
        Kind(call: "fdatasync", error: "EIO", words: "the disk failed"),
        Kind(call: "ftruncate", error: "EIO", words: "the disk failed"),
    ]

    let kind: Kind
    /// The number of the call, from 1.
    let from: Int
    /// Whether all that follow fail too.
    let lasts: Bool

    /// As strace reads it.
    var description: String { "\(kind.call):error=\(kind.error):when=\(from)\(lasts ? "+" : "")" }
}
