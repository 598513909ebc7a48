public import Domain
import GRDB
public import Operations

extension SQLiteBooks: ActBook {
    /// How far back an act is looked for, in entries of the journal: many shifts of a desk.
    private static let entriesBack: Int64 = 200_000

    /// See the `ActBook` port.
    public func lastAct(of actor: Actor) throws -> OwnAct? {
        try read { database in
            let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM entry") ?? 0
            let plan = try Self.lastPlan(of: actor, after: last - Self.entriesBack, in: database)
            let step = try Self.lastStep(of: actor, after: last - Self.entriesBack, in: database)
            // A plan that withdraws an order takes its step at the same moment: the plan is the act.
            return [step, plan].compactMap { $0 }.max { $0.at < $1.at || $0.at == $1.at && $0.isStep }
        }
    }

    /// What no person decides: use is written before others plan, what becomes of a take-back while it is looked at, and a room that
    /// gets its light back.
    private static let incidental = [PlanKind.use, .settlement, .relay].map { "'\($0.rawValue)'" }.joined(separator: ", ")

    private static func lastPlan(of actor: Actor, after first: Int64, in database: Database) throws -> OwnAct? {
        let found = try Row.fetchOne(
            database,
            sql: """
                SELECT plan.id, plan.kind, entry.at FROM entry JOIN plan ON plan.id = entry.plan
                WHERE entry.sequence > ? AND entry.operator = ? AND entry.shift = ? AND plan.kind NOT IN (\(incidental))
                ORDER BY entry.sequence DESC LIMIT 1
                """, arguments: [first, actor.name, actor.shift])
        guard let found else { return nil }
        let id = PlanID(try found.text(0))
        return .plan(id, try found.word(1), try PlanRecords.rows(of: id, in: database) ?? [], at: try found.instant(2))
    }

    private static func lastStep(of actor: Actor, after first: Int64, in database: Database) throws -> OwnAct? {
        let found = try Row.fetchOne(
            database,
            sql: """
                SELECT \(OrderSteps.columns) FROM orderStep WHERE entry > ? AND actor = ? AND actorShift = ?
                ORDER BY at DESC, entry DESC, line DESC LIMIT 1
                """, arguments: [first, actor.name, actor.shift])
        guard let found, let order = try OrderRecords.order(ofEntry: try found.integer(0), in: database) else { return nil }
        return .step(try OrderSteps.step(found, unit: order.task.amount.unit), order.room)
    }
}

extension OwnAct {
    fileprivate var isStep: Bool { if case .step = self { true } else { false } }
}
