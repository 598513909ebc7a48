import GRDB

/// The tables of subsidy policies and of what was granted under them.
enum SubsidySchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("6 subsidy") { database in
            try database.execute(sql: tables)
            for table in ["subsidyPolicy", "subsidyGrant"] {
                try database.execute(
                    sql: """
                        CREATE TRIGGER \(table)NeverChanges BEFORE UPDATE ON \(table)
                        BEGIN SELECT RAISE(ABORT, '\(table) is never changed; write a correction'); END;
                        CREATE TRIGGER \(table)NeverGoes BEFORE DELETE ON \(table)
                        BEGIN SELECT RAISE(ABORT, '\(table) is never deleted; write a correction'); END;
                        """)
            }
        }
    }

    /// A month is written as 2026-11. The primary key of a grant is what makes it happen once, whoever runs it.
    private static let tables = """
        CREATE TABLE subsidyPolicy (
            version INTEGER PRIMARY KEY CHECK (version >= 1),
            rule TEXT NOT NULL,
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;

        CREATE TABLE subsidyGrant (
            policy TEXT NOT NULL CHECK (length(policy) > 0),
            month TEXT NOT NULL CHECK (length(month) = 7),
            room TEXT NOT NULL REFERENCES room (id),
            stay INTEGER NOT NULL CHECK (stay >= 0),
            ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
            entry INTEGER NOT NULL REFERENCES entry (sequence),
            line INTEGER NOT NULL CHECK (line >= 1),
            wattHours INTEGER NOT NULL CHECK (wattHours > 0),
            PRIMARY KEY (policy, month, room, stay, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX subsidyGrantByMonth ON subsidyGrant (month);
        CREATE UNIQUE INDEX subsidyGrantByEntry ON subsidyGrant (entry, line);
        """
}
