public import Domain
import GRDB
import Operations

extension SQLiteBooks {
    /// So many rooms or meters are read in one transaction, a few milliseconds.
    static let inventoryAtOnce = 2000

    /// The inventory of one version. It is read in parts, so that a large campus holds no writer up, and again when it changed meanwhile.
    public func inventory() throws -> Inventory {
        for _ in 0..<3 {
            let version = try inventoryVersion()
            let found = Inventory(
                rooms: try parts(of: InventoryRecords.rooms, name: \.id.text),
                meters: try parts(of: InventoryRecords.meters, name: \.id.text),
                concentrators: try read(InventoryRecords.concentrators))
            if try inventoryVersion() == version { return found }
        }
        return try read { database in
            Inventory(
                rooms: try InventoryRecords.rooms(database, after: "", limit: -1),
                meters: try InventoryRecords.meters(database, after: "", limit: -1),
                concentrators: try InventoryRecords.concentrators(database))
        }
    }

    private func parts<Value>(
        of rows: (Database, String, Int) throws -> [Value], name: (Value) -> String, where isWanted: (Value) -> Bool = { _ in true }
    ) throws -> [Value] {
        var values: [Value] = []
        var last = ""
        while true {
            let part = try read { try rows($0, last, SQLiteBooks.inventoryAtOnce) }
            values += part.lazy.filter(isWanted)
            guard part.count == SQLiteBooks.inventoryAtOnce, let end = part.last else { return values }
            last = name(end)
        }
    }

    /// The names of the buildings that have rooms.
    public func buildings() throws -> [String] { try read { try String.fetchAll($0, sql: BuildingIndex.names) } }

    /// The rooms of a building, or all, which are read in parts.
    public func rooms(in building: String?) throws -> [Room] {
        guard let building else { return try parts(of: InventoryRecords.rooms, name: \.id.text) }
        return try read { database in
            let sql = "SELECT \(InventoryRecords.roomColumns) FROM room WHERE building = ?"
            return try Row.fetchCursor(database, sql: sql, arguments: [building]).collect(InventoryRecords.room)
        }
    }

    /// The meters that stand in some rooms. They are read in parts, so that no read of the live books is long.
    public func meters(of rooms: [RoomID]) throws -> [RoomID: [MeterPoint]] {
        var found: [RoomID: [MeterPoint]] = [:]
        found.reserveCapacity(rooms.count)
        var rest = rooms[...]
        while !rest.isEmpty {
            let part = rest.prefix(SQLiteBooks.inventoryAtOnce)
            rest = rest.dropFirst(part.count)
            for (room, meters) in try read({ try Standings.meters(of: part.map(\.text), in: $0) }) {
                let standing = meters.filter { $0.retirement == nil }
                if !standing.isEmpty { found[room] = standing.sorted { ($0.circuit, $0.id) < ($1.circuit, $1.id) } }
            }
        }
        return found
    }

    /// The concentrators, in order of their names.
    public func concentrators() throws -> [Concentrator] { try read(InventoryRecords.concentrators) }

    /// The meters that stand in their places, in order of their addresses: those of a large campus take tens of megabytes, and as part of
    /// the whole inventory several times as much. Read in parts; who keeps them compares the inventory's version before and after.
    public func standingMeters() throws -> [MeterPoint] {
        try parts(of: InventoryRecords.meters, name: \.id.text) { $0.retirement == nil }
    }

    /// The number of changes that the inventory has seen; 0 for new books.
    public func inventoryVersion() throws -> Int64 { try read(InventoryRecords.version) }
}

/// Reading what the campus consists of.
enum InventoryRecords {
    static func version(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT coalesce(max(version), 0) FROM inventoryChange") ?? 0
    }

    static func concentrators(_ database: Database) throws -> [Concentrator] {
        var buses: [ConcentratorID: [Bus]] = [:]
        let busRows = try Row.fetchCursor(database, sql: "SELECT concentrator, number, baud FROM bus ORDER BY concentrator, number")
        while let row = try busRows.next() {
            let id = BusID(concentrator: ConcentratorID(try row.text(0)), number: try row.small(1))
            buses[id.concentrator, default: []].append(Bus(id: id, baud: try row.small(2)))
        }
        let rows = try Row.fetchCursor(database, sql: "SELECT id, host, port FROM concentrator ORDER BY id")
        return try rows.collect { row in
            let id = ConcentratorID(try row.text(0))
            return Concentrator(id: id, host: try row.text(1), port: try row.small(2), buses: buses[id] ?? [])
        }
    }

    static let roomColumns = "room.id, room.building, room.floor, room.number, room.beds, room.isOpen"

    /// Rooms in order of their names, behind a name; all with a limit of -1.
    static func rooms(_ database: Database, after name: String, limit: Int) throws -> [Room] {
        try Row.fetchCursor(
            database, sql: "SELECT \(roomColumns) FROM room WHERE id > ? ORDER BY id LIMIT ?", arguments: [name, limit]
        ).collect(room)
    }

    static func room(_ row: Row) throws -> Room {
        Room(
            id: RoomID(try row.text(0)), building: try row.text(1), floor: try row.small(2), number: try row.text(3),
            beds: try row.small(4), isOpen: try row.integer(5) != 0)
    }

    static let meterColumns = """
        meter.id, meter.room, meter.circuit, meter.supply, meter.concentrator, meter.bus, meter.profile, meter.unit, meter.serialNumber,
        meter.phases, meter.constant, meter.ctRatio, meter.baselineCount, meter.baselineTotal, meter.baselineRemaining,
        meter.baselineRegister, meter.baselineAt
        """

    /// With the columns of a meter, for reading it as a value.
    static let meterAndRetirement = """
        SELECT \(meterColumns), meterRetirement.register, meterRetirement.at, meterRetirement.day, meterRetirement.successor
        FROM meter LEFT JOIN meterRetirement ON meterRetirement.meter = meter.id
        """

    /// Meters in order of their addresses, behind an address; all with a limit of -1.
    static func meters(_ database: Database, after address: String, limit: Int) throws -> [MeterPoint] {
        try Row.fetchCursor(
            database, sql: "\(meterAndRetirement) WHERE id > ? ORDER BY id LIMIT ?", arguments: [address, limit]
        ).collect(meter)
    }

    static func meter(_ row: Row) throws -> MeterPoint {
        let unit = try row.word(7, as: CreditUnit.self)
        return MeterPoint(
            id: MeterID(try row.text(0)), place: try place(row),
            bus: BusID(concentrator: ConcentratorID(try row.text(4)), number: try row.small(5)), profile: try row.word(6), unit: unit,
            serialNumber: try row.text(8), phases: try row.small(9), constant: try row.small(10), ctRatio: try row.small(11),
            baseline: try baseline(row, unit: unit), retirement: try SwapRecords.retirement(row, 17))
    }

    private static func place(_ row: Row) throws -> MeterPlace {
        guard let room = try row.textIfAny(1) else { return .supply(try row.text(3)) }
        return .room(RoomID(room), circuit: try row.text(2))
    }

    private static func baseline(_ row: Row, unit: CreditUnit) throws -> Baseline? {
        guard try row.integerIfAny(12) != nil else { return nil }
        return Baseline(
            count: try row.small(12), totalBought: try row.credit(13, unit: unit), remaining: try row.credit(14, unit: unit),
            register: Energy(wattHours: try row.integer(15)), at: try row.instant(16))
    }

    /// The digest of everything, kept with the change that led to it.
    static func digest(_ database: Database) throws -> [UInt8] {
        var writer = DigestWriter()
        for concentrator in try concentrators(database) {
            writer.add(concentrator.id.text)
            writer.add(concentrator.host)
            writer.add(Int64(concentrator.port))
            for bus in concentrator.buses {
                writer.add(Int64(bus.id.number))
                writer.add(Int64(bus.baud))
            }
        }
        // What replaced meters left comes last, so that a campus without any has the digest that it always had.
        for table in [
            "SELECT \(roomColumns) FROM room ORDER BY id", "SELECT \(meterColumns) FROM meter ORDER BY id",
            "SELECT \(SwapRecords.columns) FROM meterRetirement ORDER BY meter",
        ] {
            let rows = try Row.fetchCursor(database, sql: table)
            while let row = try rows.next() {
                // Column by column as it is stored, so that nothing that the program does not read yet is left out.
                for column in 0..<row.count {
                    let value = try row.decode(DatabaseValue.self, atIndex: column)
                    switch value.storage {
                    case .int64(let number): writer.add(Int64?.some(number))
                    case .string(let text): writer.add(text)
                    default: writer.add(Int64?.none)
                    }
                }
            }
        }
        return writer.finish()
    }
}

extension RowCursor {
    /// Every row as a value.
    func collect<Value>(_ make: (Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        while let row = try next() { values.append(try make(row)) }
        return values
    }
}
