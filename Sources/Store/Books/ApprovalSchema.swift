import GRDB

/// The second person of an entry, the person behind a step of an order, and that an entry is made up for at most once.
enum ApprovalSchema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("2 approvals and moves") { database in
            try addPerson("approver", to: "entry", in: database)
            try addPerson("actor", to: "orderStep", in: database)
            // By whatever path two people come to it: only one of them can void, pay out or carry on.
            try database.execute(sql: "CREATE UNIQUE INDEX entryCorrectedOnce ON entry (corrects) WHERE corrects IS NOT NULL")
        }
    }

    /// Four columns for a person, all of them or none.
    private static func addPerson(_ name: String, to table: String, in database: Database) throws {
        for column in [name, name + "Role", name + "Shift"] { try database.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(column) TEXT") }
        let others = ["Role", "Shift", "Console"].map { "(\(name) IS NULL) = (\(name)\($0) IS NULL)" }.joined(separator: " AND ")
        try database.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(name)Console TEXT CHECK (\(others))")
    }
}
