import Domain
import Foundation
import GRDB
public import Operations

extension SQLiteBooks {
    /// Reads everything again, on a copy: the live books are locked only while pages are copied, a few milliseconds at a time.
    ///
    /// A file so damaged that it can not be read is a finding like any other, not an error.
    public func verify() throws -> Verification {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("dormwatt-verify-\(UUID().uuidString).sqlite").path
        defer { for suffix in ["", "-journal"] { unlink(copy + suffix) } }
        var findings = Findings()
        var result = (entries: Int64(0), head: [UInt8](repeating: 0, count: 32))
        do {
            result = try BooksError.translating(path: path) {
                try BooksCopy.write(from: path, to: copy)
                return try DatabaseQueue(path: copy).inDatabase { try Audit.run($0, findings: &findings) }
            }
        } catch BooksError.damaged(let reason) {
            findings.add("the file: \(reason)")
        }
        return Verification(entries: result.entries, head: result.head, findings: findings.texts)
    }
}

/// The order in which the books are read again.
enum Audit {
    static func run(_ database: Database, findings: inout Findings) throws -> (entries: Int64, head: [UInt8]) {
        findings.guarding("the file") { try FileAudit.run(database, findings: &$0) }
        var journal = JournalAudit()
        findings.guarding("the journal") { try journal.run(database, findings: &$0) }
        findings.guarding("the sums") { try DerivedAudit.run(database, journal: journal, findings: &$0) }
        findings.guarding("the plans") { try PlanAudit.run(database, findings: &$0) }
        findings.guarding("the inventory") { try StandingDataAudit.run(database, findings: &$0) }
        return (journal.entries, journal.head)
    }
}

/// What does not agree, in words.
struct Findings {
    /// A damaged file could have millions; the first of them say enough.
    private static let most = 200

    private(set) var texts: [String] = []
    private var more = false

    mutating func add(_ text: String) {
        if texts.count < Findings.most {
            texts.append(text)
        } else if !more {
            more = true
            texts.append("there is more that does not agree; only the first \(Findings.most) findings are listed")
        }
    }

    /// Does a part of the work; that it can not be read to its end is a finding too, and the other parts go on.
    mutating func guarding(_ part: String, _ work: (inout Findings) throws -> Void) {
        do {
            try work(&self)
        } catch BooksError.damaged(let reason) {
            add("\(part): \(reason)")
        } catch let error as DatabaseError {
            add("\(part) can not be read: \(error.message ?? "error \(error.resultCode.rawValue)")")
        } catch is RowDecodingError {
            add("\(part): a value is of the wrong kind")
        } catch {
            add("\(part) can not be read: \(error)")
        }
    }
}

/// A copy of the books by SQLite's own backup, page by page.
enum BooksCopy {
    private static let pagesPerStep: CInt = 1000
    private static let mostRestarts = 3

    private struct Restarted: Error {}

    static func write(from source: String, to target: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(SQLiteBooks.patience)
        let from = try DatabaseQueue(path: source, configuration: configuration)
        let to = try DatabaseQueue(path: target)
        // The copy is thrown away; nothing of it needs to reach the disk.
        try to.inDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        try from.inDatabase { source in
            try to.inDatabase { target in
                do {
                    var restarts = 0
                    var remaining = Int.max
                    try source.backup(to: target, pagesPerStep: pagesPerStep) { progress in
                        // Another process wrote: SQLite begins again by itself, and would do so for ever while the desk is busy.
                        if progress.remainingPageCount >= remaining { restarts += 1 }
                        remaining = progress.remainingPageCount
                        if restarts > mostRestarts { throw Restarted() }
                    }
                } catch is Restarted {
                    try source.backup(to: target)
                }
            }
        }
    }
}
