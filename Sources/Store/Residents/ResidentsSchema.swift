import GRDB

/// The tables of residents and stays, beside the ground of the books.
enum ResidentsSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("4 residents") { try $0.execute(sql: tables) }
    }

    /// Names stand here and nowhere else: a change keeps counts and a digest, and only the last one can be undone, so that a name that
    /// is removed is gone.
    private static let tables = """
        CREATE TABLE resident (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
            name TEXT NOT NULL CHECK (length(name) > 0),
            class TEXT NOT NULL,
            cohort TEXT NOT NULL,
            contact TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE stay (
            id INTEGER PRIMARY KEY CHECK (id >= 1),
            resident TEXT NOT NULL REFERENCES resident (id) DEFERRABLE INITIALLY DEFERRED,
            room TEXT NOT NULL REFERENCES room (id),
            firstDay INTEGER NOT NULL,
            lastDay INTEGER CHECK (lastDay >= firstDay)
        ) STRICT;
        CREATE INDEX stayByRoom ON stay (room);
        CREATE INDEX stayByResident ON stay (resident);

        CREATE TABLE rosterChange (
            version INTEGER PRIMARY KEY CHECK (version >= 1),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            residents INTEGER NOT NULL, stays INTEGER NOT NULL,
            nextStay INTEGER NOT NULL CHECK (nextStay >= 1),
            note TEXT NOT NULL,
            result BLOB NOT NULL CHECK (length(result) = 32),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;
        CREATE TRIGGER rosterChangeNeverChanges BEFORE UPDATE ON rosterChange
        BEGIN SELECT RAISE(ABORT, 'rosterChange is never changed; write a correction'); END;
        CREATE TRIGGER rosterChangeNeverGoes BEFORE DELETE ON rosterChange
        BEGIN SELECT RAISE(ABORT, 'rosterChange is never deleted; write a correction'); END;

        CREATE TABLE rosterUndo (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            change TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;
        """
}
