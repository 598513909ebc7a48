import GRDB

/// The tables of cases. A case is its steps, which only ever grow; beside them stands what is asked often.
enum CasesSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("3 cases") { try $0.execute(sql: tables) }
    }

    /// `isOpen` is derived from the steps and derived again by `verify`; its index is what keeps a case from being opened twice.
    /// `caseTally` counts what was ever written, because a chain does not show that its end was cut off.
    private static let tables = """
        CREATE TABLE caseFile (
            number INTEGER PRIMARY KEY CHECK (number >= 1),
            room TEXT NOT NULL REFERENCES room (id),
            meter TEXT NOT NULL CHECK (length(meter) > 0),
            kind TEXT NOT NULL CHECK (kind IN ('count', 'total', 'remaining', 'register')),
            isOpen INTEGER NOT NULL CHECK (isOpen IN (0, 1))
        ) STRICT;
        CREATE UNIQUE INDEX caseFileOpen ON caseFile (room, kind) WHERE isOpen = 1;
        CREATE INDEX caseFileByRoom ON caseFile (room);

        CREATE TRIGGER caseFileKeepsItsSubject BEFORE UPDATE ON caseFile
        WHEN NEW.number <> OLD.number OR NEW.room <> OLD.room OR NEW.meter <> OLD.meter OR NEW.kind <> OLD.kind OR OLD.isOpen = 0
        BEGIN SELECT RAISE(ABORT, 'what a case is about is never changed, and one that has ended stays so'); END;
        CREATE TRIGGER caseFileNeverGoes BEFORE DELETE ON caseFile
        BEGIN SELECT RAISE(ABORT, 'a case is never deleted'); END;

        CREATE TABLE caseStep (
            number INTEGER NOT NULL REFERENCES caseFile (number),
            line INTEGER NOT NULL CHECK (line >= 1),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            act TEXT NOT NULL CHECK (act IN ('opened', 'owned', 'noted', 'gone', 'back', 'closed')),
            text TEXT NOT NULL,
            amount INTEGER NOT NULL,
            reopens INTEGER REFERENCES caseFile (number),
            outcome TEXT CHECK (outcome IN ('corrected', 'accepted', 'unfounded')),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (number, line),
            CHECK ((act = 'opened') = (line = 1)),
            CHECK ((act = 'closed') = (outcome IS NOT NULL)),
            CHECK (act = 'opened' OR reopens IS NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER caseStepNeverChanges BEFORE UPDATE ON caseStep
        BEGIN SELECT RAISE(ABORT, 'caseStep is never changed; write another step'); END;
        CREATE TRIGGER caseStepNeverGoes BEFORE DELETE ON caseStep
        BEGIN SELECT RAISE(ABORT, 'caseStep is never deleted; write another step'); END;

        CREATE TABLE caseTally (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            cases INTEGER NOT NULL,
            steps INTEGER NOT NULL
        ) STRICT;
        INSERT INTO caseTally (one, cases, steps) VALUES (1, 0, 0);
        CREATE TRIGGER caseFileCounts AFTER INSERT ON caseFile BEGIN UPDATE caseTally SET cases = cases + 1; END;
        CREATE TRIGGER caseStepCounts AFTER INSERT ON caseStep BEGIN UPDATE caseTally SET steps = steps + 1; END;
        CREATE TRIGGER caseTallyOnlyGrows BEFORE UPDATE ON caseTally WHEN NEW.cases + NEW.steps <> OLD.cases + OLD.steps + 1
        BEGIN SELECT RAISE(ABORT, 'the tally of cases only grows, one by one'); END;
        CREATE TRIGGER caseTallyNeverGoes BEFORE DELETE ON caseTally
        BEGIN SELECT RAISE(ABORT, 'the tally of cases is never deleted'); END;
        """
}
