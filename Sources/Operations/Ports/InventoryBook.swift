public import Domain

/// The last import of the inventory, as the books can take it back. Calls block on the disk and throw `BooksError`.
public protocol InventoryBook: Sendable {
    /// What would take the last import back, held against what stands now; nil when there is none to take back.
    func inventoryUndo() throws -> InventoryUndo?
    /// Takes the last import back as a whole; refuses when the inventory changed since the undo was made, or something holds it.
    func undo(_ undo: InventoryUndo, actor: Actor, at: Instant) throws -> InventoryUndoOutcome
}

/// What came of taking an import back.
public enum InventoryUndoOutcome: Hashable, Sendable {
    /// The inventory is as it was before the import.
    case undone
    /// The inventory changed since the undo was made; nothing was written.
    case stale
    /// What was imported is in use by now, in order of kind and name; nothing was written.
    case held([InventoryHold])
}
