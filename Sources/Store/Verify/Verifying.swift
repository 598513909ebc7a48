import Domain
import Foundation
import GRDB
public import Operations

extension SQLiteBooks {
    /// Reads everything again, on a copy: the live books are locked only while pages are copied, a few milliseconds at a time.
    ///
    /// A file so damaged that it can not be read is a finding like any other, not an error.
    public func verify() throws -> Verification { try verify(against: []).result }

    /// Works on a copy of the books that is thrown away afterwards; the live books are locked only while pages are copied.
    func onCopy<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) {
            if try BooksCopy.fitsIntoMemory(queue, path: path) {
                let copy = try DatabaseQueue()
                try BooksCopy.write(from: path, into: copy)
                return try copy.inDatabase(work)
            }
            let place = FileManager.default.temporaryDirectory.appendingPathComponent("dormwatt-copy-\(UUID().uuidString).sqlite").path
            defer { for suffix in ["", "-journal"] { unlink(place + suffix) } }
            try BooksCopy.write(from: path, to: place)
            return try DatabaseQueue(path: place, configuration: BooksCopy.reading).inDatabase(work)
        }
    }
}

/// The order in which the books are read again.
enum Audit {
    static func run(
        _ database: Database, heads: [JournalHead] = [], findings: inout Findings
    ) throws -> (entries: Int64, head: [UInt8]) {
        findings.guarding("the file") { try FileAudit.run(database, findings: &$0) }
        var journal = JournalAudit()
        findings.guarding("the journal") { try journal.run(database, findings: &$0) }
        findings.guarding("the heads") { try HeadAudit.run(database, heads: heads, last: journal.entries, findings: &$0) }
        findings.guarding("the sums") { try DerivedAudit.run(database, journal: journal, findings: &$0) }
        findings.guarding("the plans") { try PlanAudit.run(database, entries: journal.entries, findings: &$0) }
        findings.guarding("the inventory") { try StandingDataAudit.run(database, findings: &$0) }
        findings.guarding("the cases") { try CaseAudit.run(database, findings: &$0) }
        findings.guarding("the roster") { try RosterAudit.run(database, findings: &$0) }
        findings.guarding("the subsidies") { try SubsidyAudit.run(database, findings: &$0) }
        findings.guarding("the papers") { try PaperRecords.audit(database, findings: &$0) }
        return (journal.entries, journal.head)
    }
}

/// What does not agree, in words.
struct Findings {
    /// A damaged file could have millions; the first of them say enough.
    private static let most = 200

    private(set) var texts: [String] = []
    /// The entry with the lowest number that does not agree, and what was said of it first.
    private(set) var firstBad: (entry: Int64, what: String)?
    private var more = false

    mutating func add(entry: Int64, _ what: String) {
        add("entry \(entry): \(what)")
        if firstBad.map({ entry < $0.entry }) ?? true { firstBad = (entry, what) }
    }

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
    private static let pagesPerStep: CInt = 250
    private static let mostRestarts = 3

    private struct Restarted: Error {}

    /// A copy that nobody else has: its pages are read where they lie, without a cache between.
    static var reading: Configuration {
        var configuration = Configuration()
        configuration.label = "copy"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA mmap_size = \(1 << 40)") }
        return configuration
    }

    /// - Parameter step: called after every part of the pages; what it throws ends the copy.
    static func write(from source: String, to target: String, step: @escaping () throws -> Void = {}) throws {
        let to = try DatabaseQueue(path: target)
        // The copy is thrown away; nothing of it needs to reach the disk.
        try to.inDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        try write(from: source, into: to, step: step)
    }

    /// Books of some hundred thousand entries are read in memory, where it costs less. SQLite keeps such a copy in pages of its usual size.
    static func fitsIntoMemory(_ queue: DatabaseQueue, path: String) throws -> Bool {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? Int.max
        return try size <= 128 << 20 && queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA page_size") } == 4096
    }

    /// The same into a database that is open.
    static func write(from source: String, into to: DatabaseQueue, step: @escaping () throws -> Void = {}) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(SQLiteBooks.patience)
        let from = try DatabaseQueue(path: source, configuration: configuration)
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
                        try step()
                    }
                } catch is Restarted {
                    try source.backup(to: target)
                }
            }
        }
    }
}
