import Domain
import Foundation
import GRDB
public import Operations
import Phrases

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
        read.guarding(Phrase("the journal")) { try journal.run(database, findings: &$0) }
        read.guarding(Phrase("the heads")) { try HeadAudit.run(database, heads: heads, last: journal.entries, findings: &$0) }
        read.guarding(Phrase("the sums")) { try DerivedAudit.run(database, journal: journal, findings: &$0) }
        let (file, rest, named) = standing.value()
        for part in [file, read, rest] { findings.add(part) }
        if let named, named != journal.entries { findings.add(Phrase("there are \(journal.entries) entries, but the plans name \(named)")) }
        return (journal.entries, journal.head)
    }

    /// The file itself, everything else that does not need the journal in order, and how many entries the plans name.
    private static func runStanding(_ other: DatabaseQueue) -> (file: Findings, rest: Findings, named: Int64?) {
        other.inDatabase { database in
            var file = Findings()
            file.guarding(Phrase("the file")) { try FileAudit.run(database, findings: &$0) }
            var rest = Findings()
            var named: Int64?
            rest.guarding(Phrase("the plans")) { named = try PlanAudit.run(database, findings: &$0) }
            rest.guarding(Phrase("the inventory")) { try StandingDataAudit.run(database, findings: &$0) }
            rest.guarding(Phrase("the replaced meters")) { try SwapAudit.run(database, findings: &$0) }
            rest.guarding(Phrase("the cases")) { try CaseAudit.run(database, findings: &$0) }
            rest.guarding(Phrase("the roster")) { try RosterAudit.run(database, findings: &$0) }
            rest.guarding(Phrase("the subsidies")) { try SubsidyAudit.run(database, findings: &$0) }
            rest.guarding(Phrase("the refunds")) { try RefundAudit.run(database, findings: &$0) }
            rest.guarding(Phrase("the papers")) { try PaperRecords.audit(database, findings: &$0) }
            return (file, rest, named)
        }
    }
}

/// What does not agree, in words.
struct Findings {
    /// A damaged file could have millions; the first of them say enough.
    private static let most = 200

    private(set) var texts: [Phrase] = []
    /// The entry with the lowest number that does not agree, and what was said of it first.
    private(set) var firstBad: (entry: Int64, what: Phrase)?
    private var more = false

    /// What was found, in the language that is spoken.
    var spoken: [String] { texts.map(\.text) }

    mutating func add(entry: Int64, _ what: Phrase) {
        add(Phrase("entry \(entry): \(what)"))
        if firstBad.map({ entry < $0.entry }) ?? true { firstBad = (entry, what) }
    }

    /// Takes over what another part has found.
    mutating func add(_ other: Findings) {
        for text in other.texts { add(text) }
        if let bad = other.firstBad, firstBad.map({ bad.entry < $0.entry }) ?? true { firstBad = bad }
    }

    mutating func add(_ text: Phrase) {
        if texts.count < Findings.most {
            texts.append(text)
        } else if !more {
            more = true
            texts.append(Phrase("there is more that does not agree; only the first \(Findings.most) findings are listed"))
        }
    }

    /// Does a part of the work; that it can not be read to its end is a finding too, and the other parts go on.
    mutating func guarding(_ part: Phrase, _ work: (inout Findings) throws -> Void) {
        do {
            try work(&self)
        } catch BooksError.damaged(let reason) {
            add(Phrase("\(part): \(reason)"))
        } catch let error as DatabaseError {
            add(Phrase("\(part) can not be read: \(error.message ?? "error \(error.resultCode.rawValue)")"))
        } catch is RowDecodingError {
            add(Phrase("\(part): a value is of the wrong kind"))
        } catch {
            add(Phrase("\(part) can not be read: \("\(error)")"))
        }
    }
}
