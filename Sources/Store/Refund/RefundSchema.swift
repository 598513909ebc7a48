import GRDB

/// The tables of refunds: runs, what happened to their rooms, and which rooms are held back from sales now.
enum RefundSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("10 refunds") { database in
            try database.execute(sql: tables)
            for table in ["refundRun", "refundEvent"] {
                try database.execute(
                    sql: """
                        CREATE TRIGGER \(table)NeverChanges BEFORE UPDATE ON \(table)
                        BEGIN SELECT RAISE(ABORT, '\(table) is never changed'); END;
                        CREATE TRIGGER \(table)NeverGoes BEFORE DELETE ON \(table)
                        BEGIN SELECT RAISE(ABORT, '\(table) is never deleted'); END;
                        """)
            }
        }
    }

    /// Events grow only. What is frozen follows from them, and stands beside them so that a sale finds it at once: a room is in one run.
    private static let tables = """
        CREATE TABLE refundRun (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
            scope TEXT NOT NULL CHECK (scope IN ('cohort', 'building', 'floor', 'rooms')),
            place TEXT NOT NULL,
            floor INTEGER CHECK ((floor IS NULL) = (scope <> 'floor')),
            exitDay INTEGER NOT NULL,
            shareOfLeavers TEXT NOT NULL CHECK (length(shareOfLeavers) > 0),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE refundEvent (
            run TEXT NOT NULL REFERENCES refundRun (id),
            room TEXT NOT NULL REFERENCES room (id),
            line INTEGER NOT NULL CHECK (line >= 1),
            event TEXT NOT NULL CHECK (length(event) > 0),
            detail TEXT NOT NULL,
            entry INTEGER REFERENCES entry (sequence),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            approver TEXT, approverRole TEXT, approverShift TEXT, approverConsole TEXT,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (run, room, line),
            CHECK ((approver IS NULL) = (approverRole IS NULL) AND (approver IS NULL) = (approverShift IS NULL)
                AND (approver IS NULL) = (approverConsole IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX refundEventByEntry ON refundEvent (entry) WHERE entry IS NOT NULL;

        CREATE TABLE refundFreeze (
            room TEXT NOT NULL PRIMARY KEY REFERENCES room (id),
            run TEXT NOT NULL REFERENCES refundRun (id)
        ) STRICT, WITHOUT ROWID;
        """
}
