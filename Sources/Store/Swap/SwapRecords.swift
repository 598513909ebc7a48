import Domain
import GRDB
import Operations
import Phrases

/// Writing and reading which meter took the place of which.
enum SwapRecords {
    static let columns = "meter, register, at, day, successor, entry"

    /// The meters on a bus that were replaced (NOT NULL behind it) or stand there (NULL).
    static let metersOnBus = """
        SELECT 1 FROM meter LEFT JOIN meterRetirement ON meterRetirement.meter = meter.id
        WHERE meter.concentrator = bus.concentrator AND meter.bus = bus.number AND meterRetirement.meter IS
        """

    /// The retirement in four columns of a row; nil for a meter that stands in its place.
    static func retirement(_ row: Row, _ column: Int) throws -> Retirement? {
        guard let register = try row.integerIfAny(column) else { return nil }
        return Retirement(
            register: Energy(wattHours: register), at: try row.instant(column + 1), day: try row.day(column + 2),
            successor: MeterID(try row.text(column + 3)))
    }

    /// The rooms whose swap was planned from another inventory.
    static func stale(_ changes: [PlannedChange], in database: Database) throws -> [RoomID] {
        let swaps = changes.filter { $0.swap != nil }
        guard !swaps.isEmpty else { return [] }
        let version = try InventoryRecords.version(database)
        return swaps.filter { $0.swap?.inventoryVersion != version }.map(\.room)
    }

    /// First the new meters, which the entries name.
    static func install(_ swaps: [MeterSwap], in database: Database) throws {
        guard !swaps.isEmpty else { return }
        let installed = swaps.map(\.installed)
        let known = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM meter WHERE id IN (SELECT value FROM json_each(?))",
            arguments: [try jsonList(installed.map(\.id.text))])
        guard known == 0, Set(installed.map(\.id)).count == installed.count, installed.allSatisfy({ $0.baseline != nil }) else {
            throw BooksError.other(phrase("a new meter has the address of another one, or no baseline; nothing was written"))
        }
        try InventoryTaking.write(InventoryChange(version: 0, meters: installed), into: database)
    }

    /// Last the meters that go, each with the entry that says so, and the change of the inventory as a whole.
    static func retire(_ swaps: [MeterSwap], entries: [Int64], actor: Actor, at: Instant, in database: Database) throws {
        guard !swaps.isEmpty else { return }
        let kinds = try Int64.fetchAll(
            database,
            sql: "SELECT sequence FROM entry WHERE kind = 'swap' AND sequence IN (SELECT value FROM json_each(?)) ORDER BY sequence",
            arguments: ["[" + entries.map(String.init).joined(separator: ",") + "]"])
        guard kinds.count == swaps.count else { throw BooksError.other(phrase("a swap has no entry; nothing was written")) }
        for (swap, entry) in zip(swaps, kinds) {
            guard let gone = swap.retired.retirement, gone.successor == swap.installed.id else {
                throw BooksError.other(phrase("a replaced meter does not name the one in its place; nothing was written"))
            }
            try database.execute(
                sql: "INSERT INTO meterRetirement (\(columns)) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    swap.retired.id.text, gone.register.wattHours, gone.at.milliseconds, gone.day.number, gone.successor.text, entry,
                ])
        }
        let version = try InventoryRecords.version(database)
        let meters = swaps.flatMap { [$0.retired, $0.installed] }
        try InventoryTaking.log(InventoryChange(version: version, meters: meters), actor: actor, at: at, into: database)
    }
}
