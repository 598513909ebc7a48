import GRDB

/// What the books keep of the purses of free credit: which orders may go and went by them, and the count that each purse showed last.
enum PurseSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("12 subsidy purse") { try $0.execute(sql: columns) }
    }

    private static let columns = """
        ALTER TABLE meterOrder ADD COLUMN offersPurse INTEGER NOT NULL DEFAULT 0 CHECK (offersPurse IN (0, 1));
        ALTER TABLE meterOrder ADD COLUMN usesPurse INTEGER NOT NULL DEFAULT 0 CHECK (usesPurse IN (0, 1) AND usesPurse <= offersPurse);
        ALTER TABLE orderStep ADD COLUMN usesPurse INTEGER CHECK (usesPurse IN (0, 1));
        ALTER TABLE meterBook ADD COLUMN purseCount INTEGER CHECK (purseCount >= 0);
        CREATE TRIGGER meterOrderKeepsItsPurse BEFORE UPDATE ON meterOrder
        WHEN NEW.offersPurse <> OLD.offersPurse OR NEW.usesPurse <> OLD.usesPurse AND OLD.state <> 'queued'
        BEGIN SELECT RAISE(ABORT, 'the purse of an order is fixed by its first sending'); END;
        """
}
