import GRDB

/// The tables of papers that were given out and of their printings.
enum PapersSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("7 papers") { database in
            try database.execute(sql: tables)
            for table in ["paper", "paperPrint", "monthClosing"] {
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

    private static let tables = """
        CREATE TABLE paper (
            number TEXT NOT NULL PRIMARY KEY CHECK (length(number) > 0),
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            upTo INTEGER NOT NULL CHECK (upTo >= 0),
            madeAt INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            code TEXT NOT NULL UNIQUE,
            content TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;
        CREATE INDEX paperByTime ON paper (madeAt);

        CREATE TABLE paperPrint (
            number TEXT NOT NULL REFERENCES paper (number),
            line INTEGER NOT NULL CHECK (line >= 1),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            printer TEXT NOT NULL,
            job INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (number, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE monthClosing (
            month TEXT NOT NULL PRIMARY KEY CHECK (length(month) = 7),
            paper TEXT NOT NULL UNIQUE REFERENCES paper (number),
            upTo INTEGER NOT NULL CHECK (upTo >= 0),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT, WITHOUT ROWID;
        """
}
