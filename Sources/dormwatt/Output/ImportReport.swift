import Domain
import Operations
import Phrases

/// What a file would change, or has changed, on the command line: names by kind, what is wrong with line and column.
enum ImportReport {
    /// So many names and problems are told one by one; `--json` lists all of them.
    private static let names = 8
    private static let problems = 40

    static func print(_ word: String, _ all: [String]) {
        guard !all.isEmpty else { return }
        Swift.print("\(word): \(all.count) (\(all.prefix(names).joined(separator: ", "))\(all.count > names ? ", …" : ""))")
    }

    static func complain(_ found: [ImportProblem], of file: String) {
        for problem in found.prefix(problems) { Complaint.print("\(file): \(problem)") }
        guard found.count > problems else { return }
        Complaint.print(phrase("\(file): \(found.count - problems) more lines are wrong; --json lists all of them."))
    }

    static func read(as encoding: TextEncoding) {
        if encoding != .utf8 { Swift.print(phrase("read as \(encoding.rawValue)")) }
    }
}

/// A reviewed file of the inventory as JSON.
struct InventoryReviewOutput: Encodable {
    let encoding: String
    let new: [String]
    let changed: [String]
    let gone: [String]
    let replaced: [String]
    let same: Int
    let problemCount: Int
    let problems: [String]
    let taken: Bool

    init(_ review: InventoryReview, encoding: TextEncoding, taken: Bool) {
        self.encoding = encoding.rawValue
        new = review.new
        changed = review.changed
        gone = review.gone
        replaced = review.replaced
        same = review.same
        problemCount = review.problems.count
        problems = review.problems.map(\.description)
        self.taken = taken
    }
}

/// The undo of an import as JSON.
struct InventoryUndoOutput: Encodable {
    let file: String
    let importedAt: String
    let removed: Names
    let restored: Names
    let held: [String]
    let undone: Bool

    struct Names: Encodable {
        let concentrators: [String]
        let rooms: [String]
        let meters: [String]
    }

    init(_ undo: InventoryUndo, importedAt: String, undone: Bool) {
        file = undo.note
        self.importedAt = importedAt
        removed = Names(
            concentrators: undo.newConcentrators.map(\.text), rooms: undo.newRooms.map(\.text), meters: undo.newMeters.map(\.text))
        restored = Names(
            concentrators: undo.back.concentrators.map(\.id.text), rooms: undo.back.rooms.map(\.id.text),
            meters: undo.back.meters.map(\.id.text))
        held = undo.held.map(\.description)
        self.undone = undone
    }
}
