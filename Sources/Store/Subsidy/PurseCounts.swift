import GRDB

/// The count that each purse showed last, made again from the orders: for a time the highest was kept, which `verify` takes for a change
/// behind the program's back where a purse had counted anew.
enum PurseCounts {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("17 purse counts") { try $0.execute(sql: again) }
    }

    /// The same as `Order.purseCountAtEnd`, of the last order that has one; with max, SQLite takes the other columns from the row that has it.
    private static let again = """
        UPDATE meterBook SET purseCount = NULL WHERE purseCount IS NOT NULL;
        UPDATE meterBook SET purseCount = last.count
        FROM (
            SELECT meter, count, max(entry) FROM (
                SELECT meter, entry, CASE
                    WHEN json_extract(after, '$.purseAmount') IS NOT NULL THEN json_extract(after, '$.purseCount')
                    WHEN state = 'confirmed' THEN count
                END AS count
                FROM meterOrder WHERE usesPurse = 1 AND state IN ('confirmed', 'refused')
            ) WHERE count IS NOT NULL GROUP BY meter
        ) AS last
        WHERE last.meter = meterBook.meter;
        """
}
