public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

extension SQLiteBooks {
    /// Writes a change of an order and keeps the step for ever.
    ///
    /// Throws `.noSuchOrder`, `.orderMoved`, or `.other` for a way that "exactly once" does not know, or while another order of the same
    /// meter is unresolved; nothing is written then.
    public func record(_ step: OrderStep) throws -> Order {
        try write { try OrderSteps.record(step, in: $0) }
    }
}

extension SQLiteBooks: StepBook {
    /// See the `StepBook` port.
    public func steps(of order: OrderID) throws -> [OrderStep] {
        guard let entry = OrderRecords.entry(of: order) else { return [] }
        return try read { database in
            guard let unit = try OrderRecords.order(ofEntry: entry, in: database)?.task.amount.unit else { return [] }
            let rows = try Row.fetchCursor(
                database, sql: "SELECT \(OrderSteps.columns) FROM orderStep WHERE entry = ? ORDER BY line", arguments: [entry])
            return try rows.collect { try OrderSteps.step($0, unit: unit) }
        }
    }
}

extension OrderState {
    /// Whether something may have been sent and nobody knows yet what became of it.
    var isUnresolved: Bool { self == .sent || self == .unknown || self == .disputed }
}

extension Order {
    /// The order after a step.
    func taking(_ step: OrderStep) -> Order {
        var order = self
        order.state = step.to
        order.changedAt = step.at
        order.count = step.count ?? count
        order.totalAfter = step.totalAfter ?? totalAfter
        order.usesPurse = step.usesPurse ?? usesPurse
        order.before = step.before ?? before
        order.after = step.after ?? after
        order.attempts += step.isAttempt ? 1 : 0
        order.note = step.note
        return order
    }
}

extension OrderStep {
    /// The digest that stands beside the step, chained to the step of the order before it.
    func digest(after previous: [UInt8]) throws -> [UInt8] {
        var writer = DigestWriter()
        writer.add(bytes: previous)
        for text in [order.text, from.rawValue, to.rawValue, note, try before?.stored() ?? "", try after?.stored() ?? ""] {
            writer.add(text)
        }
        writer.add(at.milliseconds)
        writer.add(count.map { Int64($0) })
        writer.add(totalAfter?.hundredths)
        writer.add(isAttempt ? Int64(1) : Int64(0))
        // Steps of orders without a purse keep the digest that they always had.
        if let usesPurse { writer.add(usesPurse ? Int64(1) : Int64(0)) }
        if let actor { writer.add(actor) }
        return writer.finish()
    }
}

/// Writing steps of orders.
enum OrderSteps {
    static func record(_ step: OrderStep, in database: Database) throws -> Order {
        guard let entry = OrderRecords.entry(of: step.order), let order = try OrderRecords.order(ofEntry: entry, in: database) else {
            throw BooksError.noSuchOrder(step.order)
        }
        guard order.state == step.from else { throw BooksError.orderMoved(step.order, now: order.state) }
        guard step.from.successors.contains(step.to) else {
            throw BooksError.other(phrase("an order can not go from \(step.from.word) to \(step.to.word); nothing was written"))
        }
        if step.to.isUnresolved, try isAnotherUnresolved(order, in: database) {
            throw BooksError.other(phrase("another order of meter \(order.meter) is unresolved; nothing was written"))
        }
        let changed = order.taking(step)
        try append(step, entry: entry, to: database)
        try update(changed, in: database)
        try OrderRecords.end(changed, in: database)
        // Sending alone changes nothing that a plan reads.
        if step.to != .sent, step.to != .unknown { try raiseVersion(of: order.room, in: database) }
        return changed
    }

    /// Whether an order waits in line; true where none is meant.
    static func isQueued(_ order: OrderID?, in database: Database) throws -> Bool {
        guard let order else { return true }
        guard let entry = OrderRecords.entry(of: order) else { return false }
        return try OrderRecords.order(ofEntry: entry, in: database)?.state == .queued
    }

    static func append(_ step: OrderStep, entry: Int64, to database: Database) throws {
        let last = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT line, digest FROM orderStep WHERE entry = ? ORDER BY line DESC LIMIT 1"),
            arguments: [entry])
        let digest = try step.digest(after: try last?.bytes(1) ?? [])
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO orderStep (entry, line, at, fromState, toState, count, totalAfter, before, after, isAttempt, note, digest,
                    usesPurse, actor, actorRole, actorShift, actorConsole)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let arguments: StatementArguments = [
            entry, (try last?.integer(0) ?? 0) + 1, step.at.milliseconds, step.from.rawValue, step.to.rawValue, step.count,
            step.totalAfter?.hundredths, try step.before?.stored(), try step.after?.stored(), step.isAttempt, step.note, Data(digest),
            step.usesPurse,
        ]
        try statement.execute(arguments: arguments + StatementArguments(step.actor.columns))
    }

    static func update(_ order: Order, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE meterOrder SET state = ?, changedAt = ?, count = ?, totalAfter = ?, before = ?, after = ?, attempts = ?, note = ?,
                    usesPurse = ?
                WHERE entry = ?
                """)
        try statement.execute(arguments: [
            order.state.rawValue, order.changedAt.milliseconds, order.count, order.totalAfter.hundredths, try order.before?.stored(),
            try order.after?.stored(), order.attempts, order.note, order.usesPurse, order.entry,
        ])
    }

    /// One unresolved order a meter; the others wait in line.
    static func isAnotherUnresolved(_ order: Order, in database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT 1 FROM meterOrder WHERE state IN (\(OrderRecords.unresolvedStates)) AND meter = ? AND entry <> ?")
        return try Row.fetchOne(statement, arguments: [order.meter.text, order.entry]) != nil
    }

    /// A plan made before an order ended was made from another count or total.
    static func raiseVersion(of room: RoomID, in database: Database) throws {
        try database.cachedStatement(sql: "UPDATE roomBook SET version = version + 1 WHERE room = ?").execute(arguments: [room.text])
    }

    static let columns = """
        entry, line, at, fromState, toState, count, totalAfter, before, after, isAttempt, note, digest, actor, actorRole, actorShift,
        actorConsole, usesPurse
        """

    static func step(_ row: Row, unit: CreditUnit) throws -> OrderStep {
        OrderStep(
            order: OrderRecords.id(ofEntry: try row.integer(0)), from: try row.word(3), to: try row.word(4), at: try row.instant(2),
            count: try row.integerIfAny(5).map { Int($0) }, totalAfter: try row.integerIfAny(6).map { Credit(unit, hundredths: $0) },
            usesPurse: try row.integerIfAny(16).map { $0 != 0 },
            before: try row.textIfAny(7).map(CreditReading.init(stored:)), after: try row.textIfAny(8).map(CreditReading.init(stored:)),
            isAttempt: try row.integer(9) != 0, note: try row.text(10), actor: try row.actorIfAny(12))
    }
}
