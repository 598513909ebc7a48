import GRDB

/// Indexes that are no help in searching: they hold the values of a table a second time, so that SQLite's integrity check finds a changed
/// one in columns that no digest covers and no entry leads to.
enum SecondCopiesSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("8 second copies") { try $0.execute(sql: indexes) }
    }

    /// Requests come and go; the version of a room only has to be another after every change.
    private static let indexes = """
        CREATE INDEX readRequestCopy ON readRequest (id, meter, at, result, answeredAt);
        CREATE INDEX roomBookCopy ON roomBook (room, version);
        """
}
