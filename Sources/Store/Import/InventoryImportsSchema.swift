import GRDB

/// The tables of the last import of the inventory: what stood before it, so that it can be taken back.
enum InventoryImportsSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("15 inventory imports") { try $0.execute(sql: tables) }
    }

    /// `beforeEntry` is the last entry of the journal before the import: what is written behind it may lean on what was imported.
    /// `before` is the row as JSON; what was new has none.
    private static let tables = """
        CREATE TABLE inventoryImport (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            version INTEGER NOT NULL CHECK (version >= 1),
            at INTEGER NOT NULL,
            note TEXT NOT NULL CHECK (length(note) > 0),
            beforeEntry INTEGER NOT NULL CHECK (beforeEntry >= 0),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;

        CREATE TABLE inventoryUndo (
            kind TEXT NOT NULL CHECK (kind IN ('concentrators', 'rooms', 'meters')),
            id TEXT NOT NULL,
            before TEXT,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;
        """
}
