import Domain
import Operations
import Phrases
import Store

/// What the undo of a batch prints: the plan with what stays and why, then the result of every room.
struct BatchReport {
    private let report: ReversalReport

    init(_ report: ReversalReport) { self.report = report }

    func show(_ batch: BatchVoid) {
        report.say(phrase("Batch \(batch.batch): \(batch.plan.rows.count) sales are taken back, \(batch.kept.count) stay."))
        if !batch.plan.rows.isEmpty { report.show(batch.plan) }
        for kept in batch.kept { report.say(phrase("\(kept.room) stays: \(kept.refusal.sentences)")) }
    }

    /// Waits for the meters, ends what can be ended, and says room by room where it stands.
    func follow(
        _ plan: PlanID, rows: [CommittedRow], justCommitted: Bool = false, desk: ReversalDesk, kept: [BatchVoid.Kept], wait: Int
    ) throws {
        var orders: [Order] = []
        let rooms = try report.followed(plan) {
            if rows.contains(where: { $0.order != nil }) {
                orders = try OrderWait(session: report.session).wait(for: plan, seconds: wait, showsProgress: !report.json)
            }
            return try desk.settleAll(plan, justCommitted: justCommitted, actor: report.session.actor) ?? []
        }
        try finish(plan, rooms: rooms, kept: kept, orders: orders)
    }

    /// Prints the end and leaves with the status: the most serious of all rooms.
    func finish(_ plan: PlanID, rooms: [RoomTakeBack], kept: [BatchVoid.Kept], orders: [Order]) throws {
        let offset = report.session.rules.offset
        var (paid, count) = (Money.zero, 0)
        var status = ExitStatus.done
        for room in rooms {
            status = status.or(room.outcome?.status ?? .outOfReach)
            switch room.outcome {
            case .atOnce(let money), .paid(let money):
                paid += money
                count += 1
            case .due, .paidBefore, .moved, .waits, .restored, nil: break
            }
        }
        if !kept.isEmpty { status = status.or(.refused) }
        if report.json {
            try JSONOutput.print(
                BatchOutput(
                    plan: plan.text, paid: paid.description,
                    rooms: rooms.map { room in
                        let words = room.outcome?.word(plan, offset)
                        return .init(room: room.room.text, outcome: words?.short ?? "unknown", text: words?.long)
                    },
                    kept: kept.map { .init(room: $0.room.text, outcome: "kept", text: $0.refusal.sentences) },
                    orders: orders.map { OrderOutput($0, offset: offset) }))
        } else {
            if !orders.isEmpty { print(OrderTable.text(orders, offset)) }
            for room in rooms {
                let words = room.outcome?.word(plan, offset).long
                print("\(room.room): \(words ?? phrase("It could not be ended now: run it again with --id \(plan)."))")
            }
            if rooms.contains(where: { if case .paidBefore = $0.outcome { true } else { false } }) { print(TakeBackOutcome.whenCutOff) }
            print(
                rooms.isEmpty
                    ? phrase("Nothing was changed.")
                    : count == 1 ? phrase("Give back \(paid) yuan for 1 room.") : phrase("Give back \(paid) yuan for \(count) rooms."))
        }
        try status.leave()
    }
}

private struct BatchOutput: Encodable {
    struct Room: Encodable {
        let room: String
        let outcome: String
        let text: String?
    }

    let plan: String
    let paid: String
    let rooms: [Room]
    let kept: [Room]
    let orders: [OrderOutput]
}
