import GRDB

/// The shape of `readings.sqlite`. It may be thrown away and begun anew, so it has a version instead of migrations.
enum ReadingsSchema {
    /// Stands in the file's header ("DWrd").
    static let applicationID: Int64 = 0x4457_7264
    /// Grows with every change of the tables; a file of another version is begun anew.
    static let version: Int64 = 1

    /// The columns of a reading, in `latest` and in `raw` alike.
    static let columns = [
        "meter", "at", "unit", "remaining", "overdraft", "subsidy", "register", "load", "voltages", "currents", "powerFactor", "count",
        "relayClosed", "flags",
    ]

    private static let reading = """
        meter TEXT NOT NULL, at INTEGER NOT NULL, unit TEXT, remaining INTEGER, overdraft INTEGER, subsidy INTEGER,
        register INTEGER, load INTEGER, voltages TEXT, currents TEXT, powerFactor INTEGER, count INTEGER, relayClosed INTEGER, flags TEXT
        """

    /// `latest` is the last of everything, with the mark of its last change; `raw` is what was news, as it came (``ReadingWriter``).
    /// `hourly` and `daily` keep the last reading of their time, ordered by time first, because that is how they are written and dropped;
    /// what still runs stands in `latest` (``RunningRows``).
    static let tables = """
        CREATE TABLE latest (mark INTEGER NOT NULL, \(reading), PRIMARY KEY (meter)) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX latestByMark ON latest (mark);

        CREATE TABLE raw (\(reading)) STRICT;
        CREATE INDEX rawByTime ON raw (at);

        CREATE TABLE hourly (
            hour INTEGER NOT NULL, meter TEXT NOT NULL, register INTEGER, remaining INTEGER, unit TEXT, load INTEGER,
            PRIMARY KEY (hour, meter)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE daily (
            day INTEGER NOT NULL, meter TEXT NOT NULL, register INTEGER, remaining INTEGER, unit TEXT,
            PRIMARY KEY (day, meter)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE busHealth (
            concentrator TEXT NOT NULL, bus INTEGER NOT NULL, isConnected INTEGER, since INTEGER NOT NULL, trouble TEXT NOT NULL,
            meters INTEGER NOT NULL, silent TEXT NOT NULL, waiting INTEGER NOT NULL, requests INTEGER NOT NULL, answers INTEGER NOT NULL,
            timeouts INTEGER NOT NULL, broken INTEGER NOT NULL, noise INTEGER NOT NULL, lastRound INTEGER, roundMilliseconds INTEGER,
            PRIMARY KEY (concentrator, bus)
        ) STRICT, WITHOUT ROWID;
        """

    /// What was added later: states that the collector writes anew all the time, so that an older file just gets them, empty.
    static let additions = """
        CREATE TABLE IF NOT EXISTS busRecent (
            concentrator TEXT NOT NULL, bus INTEGER NOT NULL, troubledSince INTEGER, stale INTEGER NOT NULL, requests INTEGER NOT NULL,
            answers INTEGER NOT NULL, timeouts INTEGER NOT NULL, repeats INTEGER NOT NULL, broken INTEGER NOT NULL, noise INTEGER NOT NULL,
            busy INTEGER NOT NULL, lost INTEGER NOT NULL,
            PRIMARY KEY (concentrator, bus)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS busNode (
            concentrator TEXT NOT NULL, bus INTEGER NOT NULL, place INTEGER NOT NULL, meter TEXT NOT NULL, since INTEGER NOT NULL,
            last INTEGER NOT NULL, lost INTEGER NOT NULL, broken INTEGER NOT NULL, isSilent INTEGER NOT NULL,
            PRIMARY KEY (concentrator, bus, place)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS trace (
            number INTEGER PRIMARY KEY AUTOINCREMENT, concentrator TEXT NOT NULL, bus INTEGER NOT NULL, at INTEGER NOT NULL,
            direction TEXT NOT NULL, mark TEXT NOT NULL, bytes BLOB NOT NULL, words TEXT NOT NULL
        ) STRICT;
        """

    /// Makes the tables in an empty file.
    static func create(_ database: Database) throws {
        try database.execute(sql: tables)
        try complete(database)
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Gives a file that an older collector made, or wrote meanwhile, what it lacks; its readings stay.
    static func complete(_ database: Database) throws {
        try database.execute(sql: additions)
        try RunningRows.complete(database)
    }

    /// Whether the file is one of ours and of this version, and can be read where it is most used.
    static func isSound(_ database: Database) throws -> Bool {
        guard try Int64.fetchOne(database, sql: "PRAGMA application_id") == applicationID,
            try Int64.fetchOne(database, sql: "PRAGMA user_version") == version
        else { return false }
        for table in ["latest", "raw", "hourly", "daily", "busHealth"] {
            _ = try Row.fetchOne(database, sql: "SELECT * FROM \(table) LIMIT 1")
        }
        return try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok"
    }
}
