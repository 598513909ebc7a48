import GRDB

/// Rooms in order of their building: the console shows the first building while it reads the others, and asks for all names first.
enum BuildingIndex {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("16 rooms by building") { try $0.execute(sql: "CREATE INDEX roomByBuilding ON room (building)") }
    }

    /// Every name once, each found from the one before it, so that a hundred names cost a hundred looks however many rooms there are.
    static let names = """
        WITH RECURSIVE names (building) AS (
            SELECT min(building) FROM room
            UNION ALL SELECT (SELECT min(room.building) FROM room WHERE room.building > names.building) FROM names
            WHERE names.building IS NOT NULL
        )
        SELECT building FROM names WHERE building IS NOT NULL
        """
}
