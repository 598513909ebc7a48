import Domain
import Foundation
import GRDB
public import Operations

extension SQLiteBooks {
    /// Reads everything again, on a copy: the live books are locked only while pages are copied, a few milliseconds at a time.
    ///
    /// A file so damaged that it can not be read is a finding like any other, not an error.
    public func verify() throws -> Verification { try verify(against: []).result }
}

/// The order in which the books are read again.
///
/// What leans on nothing but itself is read by a second connection, on another core, while the first goes through the journal.
enum Audit {
    static func run(
        _ database: Database, beside other: DatabaseQueue, heads: [JournalHead] = [], findings: inout Findings
    ) throws -> (entries: Int64, head: [UInt8]) {
        let standing = Beside { runStanding(other) }
        var journal = JournalAudit()
        var read = Findings()
        read.guarding("the journal") { try journal.run(database, findings: &$0) }
        read.guarding("the heads") { try HeadAudit.run(database, heads: heads, last: journal.entries, findings: &$0) }
        read.guarding("the sums") { try DerivedAudit.run(database, journal: journal, findings: &$0) }
        let (file, rest, named) = standing.value()
        for part in [file, read, rest] { findings.add(part) }
        if let named, named != journal.entries { findings.add("there are \(journal.entries) entries, but the plans name \(named)") }
        return (journal.entries, journal.head)
    }

    /// The file itself, everything else that does not need the journal in order, and how many entries the plans name.
    private static func runStanding(_ other: DatabaseQueue) -> (file: Findings, rest: Findings, named: Int64?) {
        other.inDatabase { database in
            var file = Findings()
            file.guarding("the file") { try FileAudit.run(database, findings: &$0) }
            var rest = Findings()
            var named: Int64?
            rest.guarding("the plans") { named = try PlanAudit.run(database, findings: &$0) }
            rest.guarding("the inventory") { try StandingDataAudit.run(database, findings: &$0) }
            rest.guarding("the replaced meters") { try SwapAudit.run(database, findings: &$0) }
            rest.guarding("the cases") { try CaseAudit.run(database, findings: &$0) }
            rest.guarding("the roster") { try RosterAudit.run(database, findings: &$0) }
            rest.guarding("the subsidies") { try SubsidyAudit.run(database, findings: &$0) }
            rest.guarding("the refunds") { try RefundAudit.run(database, findings: &$0) }
            rest.guarding("the papers") { try PaperRecords.audit(database, findings: &$0) }
            return (file, rest, named)
        }
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

    /// Takes over what another part has found.
    mutating func add(_ other: Findings) {
        for text in other.texts { add(text) }
        if let bad = other.firstBad, firstBad.map({ bad.entry < $0.entry }) ?? true { firstBad = bad }
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
