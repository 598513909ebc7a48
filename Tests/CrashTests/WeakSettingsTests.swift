// Protects the power-cut tests from being blind: with weaker settings of SQLite than the books have, they must find losses.
// How: SQLite's own shell writes into the same schema under each setting and says after each commit that it is kept; then the power goes.
import Foundation
import Operations
import Store
import Testing

struct WeakSettingsTests {
    struct Setting: CustomTestStringConvertible {
        let journal: String
        let synchronous: String
        let isSafe: Bool

        var testDescription: String { "\(journal) \(synchronous)" }
    }

    private static let cuts = 150 * Effort.factor

    private static let settings = [
        Setting(journal: "TRUNCATE", synchronous: "FULL", isSafe: true),
        Setting(journal: "TRUNCATE", synchronous: "NORMAL", isSafe: false),
        Setting(journal: "TRUNCATE", synchronous: "OFF", isSafe: false),
        Setting(journal: "WAL", synchronous: "FULL", isSafe: true),
        // What GRDB chooses by itself for a database with a write-ahead log.
        Setting(journal: "WAL", synchronous: "NORMAL", isSafe: false),
    ]

    @Test(arguments: settings)
    func lossesAreFoundWhereTheyMustBe(_ setting: Setting) async throws {
        try await elsewhere {
            let run = try RecordedShell(setting)
            #expect(run.told.count == RecordedShell.commits)
            let lost = try run.lost(cuts: Self.cuts, seed: Effort.firstSeed)
            if setting.isSafe {
                #expect(lost.isEmpty, "SEED=\(Effort.firstSeed): \(lost.count) cuts, the first: \(lost.first ?? "")")
            } else {
                #expect(lost.count >= 5, "\(lost.count) of \(Self.cuts) cuts lost something")
            }
        }
    }
}

/// SQLite's shell at work on books, recorded call by call.
private struct RecordedShell {
    static let commits = 40

    /// What was said to be kept, with the line of the log at which it was said.
    let told: [(id: String, at: Int)]
    private let recorded: RecordedFolder

    init(_ setting: WeakSettingsTests.Setting) throws {
        let folder = try TemporaryFolder()
        let campus = folder.file("campus")
        let made = try Program.run("init", campus, "--name", "Crash")
        guard made.status == 0 else { throw CanNotBegin(what: made.words) }
        let before = try RecordedFolder.files(in: campus)
        var script = "PRAGMA journal_mode = \(setting.journal);\nPRAGMA synchronous = \(setting.synchronous);\n"
        // The shell empties its buffer before it reads a line, so each word is out before the next commit begins.
        for number in 1...Self.commits {
            script += "INSERT INTO readRequest (id, meter, at) VALUES ('R\(number)', 'M', \(number));\nSELECT 'kept R\(number).';\n"
        }
        let log = folder.file("trace")
        let finished = try Program.traced(
            SystemCallLog.options + ["-o", log], "/usr/bin/sqlite3", [campus + "/books.sqlite"], input: script)
        guard finished.status == 0 else { throw CanNotBegin(what: finished.words) }
        let calls = try SystemCallLog(log).calls
        recorded = RecordedFolder(folder: campus, before: before, calls: calls)
        told = calls.flatMap { call -> [(String, Int)] in
            guard case .tell(_, let bytes) = call.work else { return [] }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("kept ") }
                .map { (String($0.dropFirst(5).dropLast()), call.start) }
        }
    }

    func lost(cuts: Int, seed: UInt64) throws -> [String] {
        try recorded.failures(cuts: cuts, seed: seed) { folder, moment in
            do {
                let books = try SQLiteBooks.open(in: CampusFolder(folder))
                let kept = Set(try books.openRequests().map(\.id))
                let findings = try books.verify().findings
                return findings + told.filter { $0.at <= moment && !kept.contains($0.id) }.map { "\($0.id) is lost" }
            } catch {
                return ["\(error)"]
            }
        }
    }
}
