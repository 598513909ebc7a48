import GRDB

/// Orders that move a relay. SQLite can not widen what a column may hold, so the table of orders is made anew with everything that it holds.
enum RelaySchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("13 relay orders") { database in
            try database.execute(sql: table)
            let copied = try Int64.fetchOne(database, sql: "SELECT count(*) FROM newMeterOrder")
            guard try Int64.fetchOne(database, sql: "SELECT count(*) FROM meterOrder") == copied else {
                throw DatabaseError(message: "not every order could be copied")
            }
            try database.execute(sql: "DROP TABLE meterOrder; ALTER TABLE newMeterOrder RENAME TO meterOrder")
            try database.execute(sql: guards)
        }
    }

    /// Only what a task may be is new: a relay moves no credit, all others move some.
    private static let table = """
        CREATE TABLE newMeterOrder (
            entry INTEGER PRIMARY KEY REFERENCES entry (sequence),
            plan TEXT NOT NULL REFERENCES plan (id),
            room TEXT NOT NULL REFERENCES room (id),
            meter TEXT NOT NULL REFERENCES meter (id),
            task TEXT NOT NULL CHECK (task IN ('topUp', 'takeBack', 'openRelay', 'closeRelay')),
            unit TEXT NOT NULL CHECK (unit IN ('energy', 'money')),
            amount INTEGER NOT NULL CHECK (amount >= 0 AND (amount = 0) = (task IN ('openRelay', 'closeRelay'))),
            plannedCount INTEGER NOT NULL CHECK (plannedCount >= 0),
            plannedTotal INTEGER NOT NULL,
            plannedState TEXT NOT NULL CHECK (plannedState IN ('queued', 'confirmed')),
            createdAt INTEGER NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 0),
            totalAfter INTEGER NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('queued', 'sent', 'confirmed', 'refused', 'unknown', 'disputed', 'expired', 'withdrawn')),
            changedAt INTEGER NOT NULL,
            attempts INTEGER NOT NULL CHECK (attempts >= 0),
            before TEXT,
            after TEXT,
            note TEXT NOT NULL,
            offersPurse INTEGER NOT NULL DEFAULT 0 CHECK (offersPurse IN (0, 1)),
            usesPurse INTEGER NOT NULL DEFAULT 0 CHECK (usesPurse IN (0, 1) AND usesPurse <= offersPurse)
        ) STRICT;
        INSERT INTO newMeterOrder SELECT * FROM meterOrder ORDER BY entry;
        """

    /// Indexes and triggers as they were, and an index over the orders that move a relay.
    private static let guards = """
        CREATE INDEX meterOrderOpen ON meterOrder (meter) WHERE state IN ('queued', 'sent', 'unknown', 'disputed');
        CREATE INDEX meterOrderByRoom ON meterOrder (room);
        CREATE INDEX meterOrderByChange ON meterOrder (changedAt);
        CREATE UNIQUE INDEX meterOrderUnresolved ON meterOrder (meter) WHERE state IN ('sent', 'unknown', 'disputed');
        CREATE INDEX meterOrderRelay ON meterOrder (entry) WHERE task IN ('openRelay', 'closeRelay');

        CREATE TRIGGER meterOrderKeepsWhatWasAsked BEFORE UPDATE ON meterOrder
        WHEN NEW.entry <> OLD.entry OR NEW.plan <> OLD.plan OR NEW.room <> OLD.room OR NEW.meter <> OLD.meter OR NEW.task <> OLD.task
            OR NEW.unit <> OLD.unit OR NEW.amount <> OLD.amount OR NEW.plannedCount <> OLD.plannedCount
            OR NEW.plannedTotal <> OLD.plannedTotal OR NEW.plannedState <> OLD.plannedState OR NEW.createdAt <> OLD.createdAt
        BEGIN SELECT RAISE(ABORT, 'what an order asks for is never changed'); END;
        CREATE TRIGGER meterOrderEnds BEFORE UPDATE ON meterOrder
        WHEN OLD.state IN ('confirmed', 'refused', 'expired', 'withdrawn')
        BEGIN SELECT RAISE(ABORT, 'an order that has ended is never changed'); END;
        CREATE TRIGGER meterOrderNeverGoes BEFORE DELETE ON meterOrder
        BEGIN SELECT RAISE(ABORT, 'an order is never deleted'); END;
        CREATE TRIGGER meterOrderKeepsItsPurse BEFORE UPDATE ON meterOrder
        WHEN NEW.offersPurse <> OLD.offersPurse OR NEW.usesPurse <> OLD.usesPurse AND OLD.state <> 'queued'
        BEGIN SELECT RAISE(ABORT, 'the purse of an order is fixed by its first sending'); END;
        """
}
