public import Domain
import GRDB
public import Operations

extension SQLiteBooks {
    /// So many rooms are read in one transaction: a few milliseconds, so that no reader holds up who wants to write.
    static let standingsAtOnce = 1000

    /// What planning needs to know of rooms; every room is read at one moment, and its version tells a commit of any change after that.
    public func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] {
        var standings: [RoomID: RoomStanding] = [:]
        standings.reserveCapacity(rooms.count)
        var rest = rooms[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(SQLiteBooks.standingsAtOnce).map(\.text)
            rest = rest.dropFirst(chunk.count)
            for standing in try read({ try Standings.read(chunk, in: $0) }) { standings[standing.room.id] = standing }
        }
        return standings
    }
}

/// Reading all that concerns some rooms with a handful of statements, never one a room.
enum Standings {
    static func read(_ rooms: [String], in database: Database) throws -> [RoomStanding] {
        let meters = try meters(of: rooms, in: database)
        let lots = try lots(of: rooms, in: database)
        let emergencies = try emergencies(of: rooms, in: database)
        let creditMeters = meters.compactMapValues { Inventory.creditMeter(among: $0) }
        let applied = try applied(creditMeters.values.map(\.id.text), in: database)
        let orders = try openOrders(creditMeters.values.map(\.id.text), in: database)
        let rows = try Row.fetchKept(
            database,
            """
            SELECT \(InventoryRecords.roomColumns), version, lastSaleAt, lastSaleMoney, reachedMeter, reachedRegister, reachedAt,
                refundFreeze.run
            FROM room JOIN roomBook ON roomBook.room = room.id LEFT JOIN refundFreeze ON refundFreeze.room = room.id
            WHERE room.id IN (SELECT value FROM json_each(?))
            """, [try jsonList(rooms)])
        return try rows.collect { row in
            let room = try InventoryRecords.room(row)
            let meter = creditMeters[room.id]
            let unit = meter?.unit ?? .energy
            let done = meter.flatMap { applied[$0.id] } ?? (count: 0, credited: 0, purse: nil)
            let total = meter?.baseline?.totalBought ?? .zero(unit)
            let debt = emergencies[AccountName(room.id, unit)] ?? 0
            return RoomStanding(
                room: room, version: try row.integer(6), meter: meter, lots: lots[room.id] ?? [],
                emergency: Credit(unit, hundredths: max(0, -debt)), expectedCount: (meter?.baseline?.count ?? 0) + done.count,
                expectedTotal: total + Credit(unit, hundredths: done.credited), purseCount: done.purse,
                openOrders: meter.flatMap { orders[$0.id] } ?? [],
                reached: try reached(row, 9), lastSale: try lastSale(row),
                frozenBy: try row.textIfAny(12).map { RefundRunID($0) })
        }
    }

    static func reached(_ row: Row, _ column: Int) throws -> RegisterMark? {
        guard let meter = try row.textIfAny(column) else { return nil }
        return RegisterMark(
            meter: MeterID(meter), register: Energy(wattHours: try row.integer(column + 1)), at: try row.instant(column + 2))
    }

    private static func lastSale(_ row: Row) throws -> LastSale? {
        guard let at = try row.integerIfAny(7) else { return nil }
        return LastSale(at: Instant(milliseconds: at), money: try row.money(8))
    }

    /// The meters of each room.
    static func meters(of rooms: [String], in database: Database) throws -> [RoomID: [MeterPoint]] {
        let rows = try Row.fetchKept(
            database,
            "\(InventoryRecords.meterAndRetirement) WHERE room IN (SELECT value FROM json_each(?)) ORDER BY id", [try jsonList(rooms)])
        var found: [RoomID: [MeterPoint]] = [:]
        while let row = try rows.next() {
            let meter = try InventoryRecords.meter(row)
            if let room = meter.room { found[room, default: []].append(meter) }
        }
        return found
    }

    /// The lots with something left of each room, oldest first.
    static func lots(of rooms: [String], in database: Database) throws -> [RoomID: [Lot]] {
        let rows = try Row.fetchKept(
            database,
            """
            SELECT room, id, wallet, unit, expires, credited, paid, rest FROM lot
            WHERE rest > 0 AND room IN (SELECT value FROM json_each(?)) ORDER BY id
            """, [try jsonList(rooms)])
        var found: [RoomID: [Lot]] = [:]
        while let row = try rows.next() {
            let unit = try row.word(3, as: CreditUnit.self)
            let lot = Lot(
                id: LotID(entry: try row.integer(1)), wallet: try row.word(2),
                expires: try row.integerIfAny(4).map { Day(number: Int($0)) }, credited: try row.credit(5, unit: unit),
                paid: try row.money(6), left: try row.credit(7, unit: unit))
            found[RoomID(try row.text(0)), default: []].append(lot)
        }
        return found
    }

    private struct AccountName: Hashable {
        var room: RoomID
        var unit: CreditUnit

        init(_ room: RoomID, _ unit: CreditUnit) {
            self.room = room
            self.unit = unit
        }
    }

    /// The balances of the emergency wallets in hundredths: negative is borrowed.
    private static func emergencies(of rooms: [String], in database: Database) throws -> [AccountName: Int64] {
        let accounts = Dictionary(rooms.map { (Account.wallet(.emergency, of: RoomID($0)).name, RoomID($0)) }) { first, _ in first }
        let rows = try Row.fetchKept(
            database,
            "SELECT account, commodity, amount FROM balance WHERE amount <> 0 AND account IN (SELECT value FROM json_each(?))",
            [try jsonList(accounts.keys)])
        var found: [AccountName: Int64] = [:]
        while let row = try rows.next() {
            guard let room = accounts[try row.text(0)] else { continue }
            let credit = try row.word(1, as: Commodity.self).credit(ofAmount: try row.integer(2))
            if let credit { found[AccountName(room, credit.unit)] = credit.hundredths }
        }
        return found
    }

    private static func applied(_ meters: [String], in database: Database) throws -> [MeterID: (count: Int, credited: Int64, purse: Int?)] {
        let rows = try Row.fetchKept(
            database,
            "SELECT meter, applied, credited, purseCount FROM meterBook WHERE meter IN (SELECT value FROM json_each(?))",
            [try jsonList(meters)])
        var found: [MeterID: (count: Int, credited: Int64, purse: Int?)] = [:]
        while let row = try rows.next() {
            found[MeterID(try row.text(0))] = (try row.small(1), try row.integer(2), try row.integerIfAny(3).map { Int($0) })
        }
        return found
    }

    private static func openOrders(_ meters: [String], in database: Database) throws -> [MeterID: [Order]] {
        let rows = try Row.fetchKept(
            database,
            """
            SELECT \(OrderRecords.columns) FROM meterOrder
            WHERE state IN (\(OrderRecords.openStates)) AND meter IN (SELECT value FROM json_each(?)) ORDER BY entry
            """, [try jsonList(meters)])
        var found: [MeterID: [Order]] = [:]
        while let row = try rows.next() {
            let order = try OrderRecords.order(row)
            found[order.meter, default: []].append(order)
        }
        return found
    }
}

extension Commodity {
    /// An amount of this commodity as credit of a meter; nil for real money.
    func credit(ofAmount amount: Int64) -> Credit? {
        switch self {
        case .yuan: nil
        case .kWh: Credit(.energy, hundredths: amount / 10)
        case .meterYuan: Credit(.money, hundredths: amount)
        }
    }
}
