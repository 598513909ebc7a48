public import Domain
import GRDB
public import Operations
import Phrases

extension SQLiteBooks {
    /// Orders that match, oldest first, and of more than the limit the newest; behind a mark the first in the order of the mark.
    public func orders(_ filter: OrderFilter) throws -> [Order] {
        guard filter.limit > 0, filter.states?.isEmpty != true else { return [] }
        return try read { try OrderRecords.orders(filter, in: $0) }
    }

    /// Every room with an order that still waits for something.
    public func roomsWithOpenOrders() throws -> Set<RoomID> {
        try read { database in
            // Without DISTINCT, for which SQLite reads the index over the rooms of all orders.
            let rows = try Row.fetchKept(database, "SELECT room FROM meterOrder WHERE state IN (\(OrderRecords.openStates))", [])
            return Set(try rows.collect { RoomID(try $0.text(0)) })
        }
    }

    /// Where every order stands that was put in line after an entry, and every one that has left the line within a time.
    public func orderMoves(after entry: Int64, within time: ClosedRange<Instant>) throws -> [OrderMove] {
        try read { database in
            // The sign before the entry keeps SQLite from reading all orders up to it.
            let rows = try Row.fetchKept(
                database,
                """
                SELECT entry, room, meter, state FROM meterOrder WHERE entry > ?
                UNION ALL
                SELECT entry, room, meter, state FROM meterOrder WHERE changedAt BETWEEN ? AND ? AND +entry <= ? AND state <> 'queued'
                """, [entry, time.lowerBound.milliseconds, time.upperBound.milliseconds, entry])
            return try rows.collect { row in
                let entry = try row.integer(0)
                return OrderMove(
                    order: OrderRecords.id(ofEntry: entry), entry: entry, room: RoomID(try row.text(1)), meter: MeterID(try row.text(2)),
                    state: try row.word(3))
            }
        }
    }
}

/// Reading orders. An order has the number of the entry that it delivers.
enum OrderRecords {
    /// The states that wait for something, exactly as the index over them is written, so that SQLite uses it.
    static let openStates = "'queued', 'sent', 'unknown', 'disputed'"
    /// The same for the states of which a meter has one at a time.
    static let unresolvedStates = "'sent', 'unknown', 'disputed'"

    /// The same for the orders that move a relay: few among all.
    static let relayTasks = "'openRelay', 'closeRelay'"

    /// Eight digits, so that the names of orders sort by age.
    static func id(ofEntry entry: Int64) -> OrderID { OrderID("O" + Decimals.padded(Int(entry), 8)) }

    /// The entry of an order's name; nil for a name that was never given.
    static func entry(of order: OrderID) -> Int64? {
        guard order.text.first == "O", let entry = Int64(order.text.dropFirst()), entry > 0, id(ofEntry: entry) == order else { return nil }
        return entry
    }

    static let columns = """
        entry, plan, room, meter, task, unit, amount, count, totalAfter, state, createdAt, changedAt, attempts, before, after, note,
        offersPurse, usesPurse
        """

    static func order(_ row: Row) throws -> Order {
        let entry = try row.integer(0)
        let unit = try row.word(5, as: CreditUnit.self)
        return Order(
            id: id(ofEntry: entry), plan: PlanID(try row.text(1)), entry: entry, room: RoomID(try row.text(2)),
            meter: MeterID(try row.text(3)), task: try OrderTask(word: try row.text(4), amount: try row.credit(6, unit: unit)),
            offersPurse: try row.integer(16) != 0, usesPurse: try row.integer(17) != 0, count: try row.small(7),
            totalAfter: try row.credit(8, unit: unit), state: try row.word(9),
            createdAt: try row.instant(10), changedAt: try row.instant(11), attempts: try row.small(12),
            before: try row.textIfAny(13).map(CreditReading.init(stored:)), after: try row.textIfAny(14).map(CreditReading.init(stored:)),
            note: try row.text(15))
    }

    static func order(ofEntry entry: Int64, in database: Database) throws -> Order? {
        try Row.fetchOne(database.cachedStatement(sql: "SELECT \(columns) FROM meterOrder WHERE entry = ?"), arguments: [entry]).map(order)
    }

    static func orders(_ filter: OrderFilter, in database: Database) throws -> [Order] {
        let (sql, arguments) = try question(filter)
        let found = try Row.fetchCursor(database, sql: sql, arguments: arguments).collect(order)
        return filter.after == nil ? found.reversed() : found
    }

    /// The states of the narrowest index that holds every order in some states; nil where there is none.
    private static func indexed(_ states: Set<OrderState>) -> String? {
        if states.allSatisfy(\.isUnresolved) { return unresolvedStates }
        return states.allSatisfy(\.isOpen) ? openStates : nil
    }

    /// Orders that are open or have changed lately are few and found by an index of their own. It is asked for them apart, because SQLite
    /// would rather read all orders in the order in which they are answered; of those that were found the newest are read first.
    static func question(_ filter: OrderFilter) throws -> (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        let isOfOne = filter.id != nil || filter.room != nil
        if let states = filter.states {
            if !isOfOne, let few = indexed(states) { conditions.append("entry IN (SELECT entry FROM meterOrder WHERE state IN (\(few)))") }
            conditions.append("state IN (SELECT value FROM json_each(?))")
            arguments += [try jsonList(states.map(\.rawValue))]
        }
        if let id = filter.id {
            conditions.append("entry = ?")
            arguments += [entry(of: id) ?? 0]
        }
        if let room = filter.room {
            conditions.append("room = ?")
            arguments += [room.text]
        }
        if let plan = filter.plan {
            // The rows of a plan are thousands; where few orders are left by a room or by being open, these are looked at instead.
            let isNarrow = filter.room != nil || filter.states.map { $0.allSatisfy(\.isOpen) } ?? false
            conditions.append(isNarrow ? "plan = ?" : "entry IN (SELECT entry FROM planRow WHERE plan = ?)")
            arguments += [plan.text]
        }
        if filter.movesRelay { conditions.append("task IN (\(relayTasks))") }
        if let since = filter.changedSince {
            conditions.append("entry IN (SELECT entry FROM meterOrder WHERE changedAt >= ?)")
            arguments += [since.milliseconds]
        }
        if let end = filter.changedUntil {
            conditions.append("changedAt <= ?")
            arguments += [end.milliseconds]
        }
        if let mark = filter.after {
            conditions.append(mark.condition)
            arguments += mark.arguments
        }
        arguments += [filter.limit]
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return ("SELECT \(columns) FROM meterOrder \(condition) ORDER BY \(filter.after?.order ?? "entry DESC") LIMIT ?", arguments)
    }

    /// Counts an order that was applied, so that the next count is known without adding up all of the meter's orders.
    static func apply(_ task: OrderTask, to meter: MeterID, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE meterBook SET applied = applied + 1, credited = credited + ? WHERE meter = ?")
        try statement.execute(arguments: [task.change.hundredths, meter.text])
    }

    /// The same for an order that has ended, whichever way it went.
    static func end(_ order: Order, in database: Database) throws {
        guard order.usesPurse else {
            if order.state == .confirmed, order.raisesCount { try apply(order.task, to: order.meter, in: database) }
            return
        }
        guard let count = order.purseCountAtEnd else { return }
        let statement = try database.cachedStatement(
            sql: "UPDATE meterBook SET purseCount = ? WHERE meter = ?")
        try statement.execute(arguments: [count, order.meter.text])
    }
}

/// The rows behind a mark are neighbours in the table, or in the index over the changes, which holds the entry too.
extension OrderMark {
    fileprivate var condition: String {
        switch self {
        case .entry: "entry > ?"
        case .change: "(changedAt, entry) > (?, ?)"
        }
    }

    fileprivate var arguments: StatementArguments {
        switch self {
        case .entry(let entry): [entry]
        case .change(let instant, let entry): [instant.milliseconds, entry]
        }
    }

    fileprivate var order: String {
        switch self {
        case .entry: "entry"
        case .change: "changedAt, entry"
        }
    }
}

extension Order {
    /// What the purse showed when an order by it ended; nil for all other orders, and where nobody knows.
    ///
    /// A person who ends a dispute has seen it: from then on that count is the expected one.
    var purseCountAtEnd: Int? {
        guard usesPurse, state == .confirmed || state == .refused else { return nil }
        return after?.purse?.count ?? (state == .confirmed ? count : nil)
    }
}

extension OrderTask {
    /// The word in the books.
    var word: String {
        switch self {
        case .topUp: "topUp"
        case .takeBack: "takeBack"
        case .relay(.open, _): "openRelay"
        case .relay(.close, _): "closeRelay"
        }
    }

    /// From the word in the books.
    init(word: String, amount: Credit) throws {
        switch word {
        case "topUp": self = .topUp(amount)
        case "takeBack": self = .takeBack(amount)
        case "openRelay": self = .relay(.open, amount.unit)
        case "closeRelay": self = .relay(.close, amount.unit)
        default: throw BooksError.damaged(phrase("'\(word)' is no task of an order"))
        }
    }
}
