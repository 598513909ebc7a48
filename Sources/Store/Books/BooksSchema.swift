import GRDB

/// The shape of `books.sqlite`, as migrations that are never edited once they have shipped.
///
/// Journals grow only: campus, plan, planRow, entry, posting, lotMove, orderStep, price, inventoryChange.
/// What is derived from them for speed, and derived again by `verify`: lot, balance, roomBook, meterBook, the state of meterOrder.
enum BooksSchema {
    /// Stands in the file's header, so that another program's database is not taken for books ("DWbk").
    static let applicationID: Int64 = 0x4457_626B

    /// The migrations in order. Names and text are frozen; a change of the schema is a new migration at the end.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 ground") { database in
            try database.execute(sql: standingData)
            try database.execute(sql: journal)
            try database.execute(sql: orders)
            try database.execute(sql: derived)
            let growing = ["campus", "plan", "planRow", "entry", "posting", "lotMove", "orderStep", "price", "inventoryChange"]
            for table in growing {
                try database.execute(
                    sql: """
                        CREATE TRIGGER \(table)NeverChanges BEFORE UPDATE ON \(table)
                        BEGIN SELECT RAISE(ABORT, '\(table) is never changed; write a correction'); END;
                        CREATE TRIGGER \(table)NeverGoes BEFORE DELETE ON \(table)
                        BEGIN SELECT RAISE(ABORT, '\(table) is never deleted; write a correction'); END;
                        """)
            }
            try database.execute(sql: "PRAGMA application_id = 1146577515")
        }
        ApprovalSchema.register(in: &migrator)
        CasesSchema.register(in: &migrator)
        ResidentsSchema.register(in: &migrator)
        SubsidySchema.register(in: &migrator)
        PapersSchema.register(in: &migrator)
        SecondCopiesSchema.register(in: &migrator)
        SwapSchema.register(in: &migrator)
        RefundSchema.register(in: &migrator)
        PurseSchema.register(in: &migrator)
        RelaySchema.register(in: &migrator)
        InventoryImportsSchema.register(in: &migrator)
        BuildingIndex.register(in: &migrator)
        PurseCounts.register(in: &migrator)
        return migrator
    }

    /// What the campus consists of. It changes as a whole: each change is a row of inventoryChange with a digest of the result.
    private static let standingData = """
        CREATE TABLE campus (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            id TEXT NOT NULL CHECK (length(id) > 0),
            salt BLOB NOT NULL CHECK (length(salt) = 32),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;

        CREATE TABLE inventoryChange (
            version INTEGER PRIMARY KEY CHECK (version >= 1),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            concentrators INTEGER NOT NULL, rooms INTEGER NOT NULL, meters INTEGER NOT NULL,
            result BLOB NOT NULL CHECK (length(result) = 32),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;

        CREATE TABLE concentrator (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
            host TEXT NOT NULL CHECK (length(host) > 0),
            port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE bus (
            concentrator TEXT NOT NULL REFERENCES concentrator (id),
            number INTEGER NOT NULL CHECK (number >= 1),
            baud INTEGER NOT NULL CHECK (baud > 0),
            PRIMARY KEY (concentrator, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE room (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
            building TEXT NOT NULL,
            floor INTEGER NOT NULL,
            number TEXT NOT NULL,
            beds INTEGER NOT NULL CHECK (beds >= 0),
            isOpen INTEGER NOT NULL CHECK (isOpen IN (0, 1))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE meter (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
            room TEXT REFERENCES room (id),
            circuit TEXT,
            supply TEXT,
            concentrator TEXT NOT NULL,
            bus INTEGER NOT NULL,
            profile TEXT NOT NULL CHECK (length(profile) > 0),
            unit TEXT NOT NULL CHECK (unit IN ('energy', 'money')),
            serialNumber TEXT NOT NULL,
            phases INTEGER NOT NULL CHECK (phases IN (1, 3)),
            constant INTEGER NOT NULL CHECK (constant > 0),
            ctRatio INTEGER NOT NULL CHECK (ctRatio >= 1),
            baselineCount INTEGER CHECK (baselineCount >= 0),
            baselineTotal INTEGER,
            baselineRemaining INTEGER,
            baselineRegister INTEGER,
            baselineAt INTEGER,
            FOREIGN KEY (concentrator, bus) REFERENCES bus (concentrator, number),
            CHECK ((room IS NULL) = (circuit IS NULL) AND (room IS NULL) <> (supply IS NULL)),
            CHECK (
                (baselineCount IS NULL) = (baselineTotal IS NULL) AND (baselineCount IS NULL) = (baselineRemaining IS NULL)
                AND (baselineCount IS NULL) = (baselineRegister IS NULL) AND (baselineCount IS NULL) = (baselineAt IS NULL)
            )
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX meterByRoom ON meter (room);
        CREATE INDEX meterByBus ON meter (concentrator, bus);

        CREATE TRIGGER meterBaselineStands BEFORE UPDATE ON meter
        WHEN OLD.baselineCount IS NOT NULL AND (
            NEW.baselineCount IS NOT OLD.baselineCount OR NEW.baselineTotal IS NOT OLD.baselineTotal
            OR NEW.baselineRemaining IS NOT OLD.baselineRemaining OR NEW.baselineRegister IS NOT OLD.baselineRegister
            OR NEW.baselineAt IS NOT OLD.baselineAt OR NEW.unit <> OLD.unit)
        BEGIN SELECT RAISE(ABORT, 'a meter that was taken over keeps its baseline and unit'); END;

        CREATE TABLE price (
            version INTEGER PRIMARY KEY CHECK (version >= 1),
            validFrom INTEGER NOT NULL,
            tenThousandths INTEGER NOT NULL CHECK (tenThousandths > 0),
            at INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;

        CREATE TABLE readRequest (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
            meter TEXT NOT NULL,
            at INTEGER NOT NULL,
            result TEXT,
            answeredAt INTEGER,
            CHECK ((result IS NULL) = (answeredAt IS NULL))
        ) STRICT;
        CREATE INDEX readRequestOpen ON readRequest (at) WHERE result IS NULL;
        """

    private static let journal = """
        CREATE TABLE plan (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
            kind TEXT NOT NULL CHECK (length(kind) > 0),
            day INTEGER NOT NULL,
            madeAt INTEGER NOT NULL,
            committedAt INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
            at INTEGER NOT NULL,
            day INTEGER NOT NULL,
            operator TEXT NOT NULL, role TEXT NOT NULL, shift TEXT NOT NULL, console TEXT NOT NULL,
            plan TEXT NOT NULL REFERENCES plan (id),
            kind TEXT NOT NULL CHECK (length(kind) > 0),
            room TEXT REFERENCES room (id),
            corrects INTEGER REFERENCES entry (sequence),
            reason TEXT NOT NULL,
            reachesMeter TEXT REFERENCES meter (id),
            reachesRegister INTEGER,
            reachesAt INTEGER,
            previousHash BLOB NOT NULL CHECK (length(previousHash) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            CHECK ((reachesMeter IS NULL) = (reachesRegister IS NULL) AND (reachesMeter IS NULL) = (reachesAt IS NULL))
        ) STRICT;
        CREATE INDEX entryByRoom ON entry (room);

        CREATE TRIGGER entryFollowsTheLast BEFORE INSERT ON entry
        WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
            OR NEW.previousHash <> coalesce((SELECT hash FROM entry WHERE sequence = NEW.sequence - 1), zeroblob(32))
        BEGIN SELECT RAISE(ABORT, 'the journal grows only at its end'); END;

        CREATE TABLE posting (
            entry INTEGER NOT NULL REFERENCES entry (sequence),
            line INTEGER NOT NULL CHECK (line >= 1),
            account TEXT NOT NULL CHECK (length(account) > 0),
            commodity TEXT NOT NULL CHECK (commodity IN ('yuan', 'kWh', 'meterYuan')),
            amount INTEGER NOT NULL,
            PRIMARY KEY (entry, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lotMove (
            entry INTEGER NOT NULL REFERENCES entry (sequence),
            line INTEGER NOT NULL CHECK (line >= 1),
            lot INTEGER NOT NULL,
            unit TEXT NOT NULL CHECK (unit IN ('energy', 'money')),
            credit INTEGER NOT NULL,
            paid INTEGER NOT NULL,
            wallet TEXT CHECK (wallet IN ('subsidy', 'purchased', 'emergency')),
            opensWith INTEGER,
            expires INTEGER,
            PRIMARY KEY (entry, line),
            CHECK ((wallet IS NULL) = (opensWith IS NULL)),
            CHECK ((lot = entry) = (wallet IS NOT NULL)),
            CHECK (wallet IS NOT NULL OR expires IS NULL)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE planRow (
            plan TEXT NOT NULL REFERENCES plan (id),
            line INTEGER NOT NULL CHECK (line >= 1),
            room TEXT NOT NULL REFERENCES room (id),
            entry INTEGER NOT NULL REFERENCES entry (sequence),
            money INTEGER NOT NULL,
            unit TEXT NOT NULL CHECK (unit IN ('energy', 'money')),
            credit INTEGER NOT NULL,
            PRIMARY KEY (plan, line)
        ) STRICT, WITHOUT ROWID;
        """

    private static let orders = """
        CREATE TABLE meterOrder (
            entry INTEGER PRIMARY KEY REFERENCES entry (sequence),
            plan TEXT NOT NULL REFERENCES plan (id),
            room TEXT NOT NULL REFERENCES room (id),
            meter TEXT NOT NULL REFERENCES meter (id),
            task TEXT NOT NULL CHECK (task IN ('topUp', 'takeBack')),
            unit TEXT NOT NULL CHECK (unit IN ('energy', 'money')),
            amount INTEGER NOT NULL CHECK (amount > 0),
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
            note TEXT NOT NULL
        ) STRICT;
        CREATE INDEX meterOrderOpen ON meterOrder (meter) WHERE state IN ('queued', 'sent', 'unknown', 'disputed');
        CREATE INDEX meterOrderByRoom ON meterOrder (room);
        CREATE INDEX meterOrderByChange ON meterOrder (changedAt);
        -- One unresolved order a meter; the others wait in line.
        CREATE UNIQUE INDEX meterOrderUnresolved ON meterOrder (meter) WHERE state IN ('sent', 'unknown', 'disputed');

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

        CREATE TABLE orderStep (
            entry INTEGER NOT NULL REFERENCES meterOrder (entry),
            line INTEGER NOT NULL CHECK (line >= 1),
            at INTEGER NOT NULL,
            fromState TEXT NOT NULL,
            toState TEXT NOT NULL,
            count INTEGER,
            totalAfter INTEGER,
            before TEXT,
            after TEXT,
            isAttempt INTEGER NOT NULL CHECK (isAttempt IN (0, 1)),
            note TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (entry, line)
        ) STRICT, WITHOUT ROWID;
        """

    private static let derived = """
        CREATE TABLE lot (
            id INTEGER PRIMARY KEY REFERENCES entry (sequence),
            room TEXT NOT NULL REFERENCES room (id),
            wallet TEXT NOT NULL CHECK (wallet IN ('subsidy', 'purchased', 'emergency')),
            unit TEXT NOT NULL CHECK (unit IN ('energy', 'money')),
            expires INTEGER,
            credited INTEGER NOT NULL CHECK (credited >= 0),
            paid INTEGER NOT NULL CHECK (paid >= 0),
            rest INTEGER NOT NULL CHECK (rest BETWEEN 0 AND credited)
        ) STRICT;
        CREATE INDEX lotByRoom ON lot (room) WHERE rest > 0;

        CREATE TABLE balance (
            account TEXT NOT NULL,
            commodity TEXT NOT NULL CHECK (commodity IN ('yuan', 'kWh', 'meterYuan')),
            amount INTEGER NOT NULL,
            PRIMARY KEY (account, commodity)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE roomBook (
            room TEXT NOT NULL PRIMARY KEY REFERENCES room (id),
            version INTEGER NOT NULL CHECK (version >= 1),
            lastSaleAt INTEGER,
            lastSaleMoney INTEGER,
            reachedMeter TEXT,
            reachedRegister INTEGER,
            reachedAt INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE meterBook (
            meter TEXT NOT NULL PRIMARY KEY REFERENCES meter (id),
            applied INTEGER NOT NULL CHECK (applied >= 0),
            credited INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
