import GRDB

/// The table of meters that were replaced. What a meter was stands in its own row, which is never changed afterwards.
enum SwapSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("9 retired meters") { try $0.execute(sql: retirement) }
    }

    private static let retirement = """
        CREATE TABLE meterRetirement (
            meter TEXT NOT NULL PRIMARY KEY REFERENCES meter (id),
            register INTEGER NOT NULL CHECK (register >= 0),
            at INTEGER NOT NULL,
            day INTEGER NOT NULL,
            successor TEXT NOT NULL UNIQUE REFERENCES meter (id) CHECK (successor <> meter),
            entry INTEGER NOT NULL UNIQUE REFERENCES entry (sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER meterRetirementNeverChanges BEFORE UPDATE ON meterRetirement
        BEGIN SELECT RAISE(ABORT, 'a replaced meter does not come back'); END;
        CREATE TRIGGER meterRetirementNeverGoes BEFORE DELETE ON meterRetirement
        BEGIN SELECT RAISE(ABORT, 'a replaced meter does not come back'); END;
        CREATE TRIGGER meterRetiredStands BEFORE UPDATE ON meter
        WHEN EXISTS (SELECT 1 FROM meterRetirement WHERE meterRetirement.meter = OLD.id)
        BEGIN SELECT RAISE(ABORT, 'a replaced meter is never changed'); END;
        """
}
