import Domain
import Operations
import Phrases
import Store

/// Files of concentrators, rooms and meters, held against the books, taken and taken back; for the command line and the console.
struct InventoryDesk {
    let session: CampusSession

    /// Holds a file against the inventory; answers the inventory as well. Nothing is written.
    func review(_ kind: InventoryFile, _ bytes: [UInt8], note: String) throws -> (review: InventoryReview, before: Inventory) {
        // The version first: what changes while the inventory is read makes the difference stale.
        let version = try session.books.inventoryVersion()
        let importer = InventoryImport(inventory: try session.books.inventory(), version: version, at: session.clock.now())
        return (importer.review(kind, bytes, note: note), importer.inventory)
    }

    /// Takes a difference over, or says why it was not taken.
    func take(_ change: InventoryChange) throws {
        guard case .stale = try session.books.take(change, actor: session.actor, at: session.clock.now()) else { return }
        throw CommandFailure(
            .refused, phrase("The inventory changed while the file was read."), unchanged: phrase("Nothing was accepted."),
            remedy: phrase("Import again."))
    }

    /// What would take the last import back. Throws when there is none.
    func lastImport() throws -> InventoryUndo {
        if let undo = try session.books.inventoryUndo() { return undo }
        throw CommandFailure(
            .refused, phrase("There is no import of rooms, meters or concentrators to undo."),
            unchanged: phrase("Nothing was changed."), remedy: phrase("dormwatt residents --undo undoes a change of the roster."))
    }

    /// Takes the last import back, or says why it was not.
    func takeBack(_ undo: InventoryUndo) throws {
        switch try session.books.undo(undo, actor: session.actor, at: session.clock.now()) {
        case .undone: return
        case .stale:
            throw CommandFailure(
                .refused, phrase("The inventory changed meanwhile."), unchanged: phrase("Nothing was changed."),
                remedy: phrase("Look at it and do it again."))
        case .held(let held): throw Self.refusal(undo, held)
        }
    }

    /// So many reasons are told; all of them stand in the JSON of a dry run.
    private static let told = 8

    /// Why an import stays as a whole.
    static func refusal(_ undo: InventoryUndo, _ held: [InventoryHold]) -> CommandFailure {
        let more = held.count > told ? [phrase("and \(held.count - told) more reasons")] : []
        let reasons = (held.prefix(told).map(\.description) + more).map { "  " + $0 }
        return CommandFailure(
            .refused, ([phrase("\(undo.note) is in use by now:")] + reasons).joined(separator: "\n"),
            unchanged: phrase("Nothing was changed."),
            remedy: phrase("Change what is wrong by another file; a room is closed by open = no."))
    }
}
