import Domain
import GRDB
import Phrases

/// Holds the journal against heads that were kept elsewhere: what was in it then must be in it now.
enum HeadAudit {
    static func run(_ database: Database, heads: [JournalHead], last: Int64, findings: inout Findings) throws {
        for head in heads {
            guard head.entry <= last else {
                findings.add(
                    entry: last + 1,
                    Phrase(
                        "on \(head.day) the journal reached entry \(head.entry), now it ends at \(last): it was cut short or an old copy lies here"
                    )
                )
                continue
            }
            var hash = [UInt8](repeating: 0, count: 32)
            if head.entry > 0 {
                hash = try Row.fetchOne(database, sql: "SELECT hash FROM entry WHERE sequence = ?", arguments: [head.entry])?.bytes(0) ?? []
            }
            if hash != head.hash {
                findings.add(
                    entry: head.entry, Phrase("its hash was another on \(head.day): the journal up to it was written anew, or is another's")
                )
            }
        }
    }
}
