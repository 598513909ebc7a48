import Domain
import Operations
import Phrases
import Screens

/// What `dormwatt topup` prints: the plan with before and after, then what came of it.
struct TopUpReport {
    let session: CampusSession
    let json: Bool

    func say(_ text: String) { if !json { print(text) } }

    func show(_ plan: Plan) {
        for (row, refusal) in plan.refusals { Complaint.print("\(row.room): \(DeskWords.text(refusal))") }
        guard !json else { return }
        print(phrase("Plan \(plan.id)"))
        guard !plan.changes.isEmpty else { return }
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("yuan"), isFigure: true), .init(title: phrase("credit"), isFigure: true),
            .init(title: phrase("unit")),
            .init(title: phrase("before"), isFigure: true), .init(title: phrase("after"), isFigure: true),
            .init(title: phrase("count"), isFigure: true),
            .init(title: phrase("look")))
        for change in plan.changes {
            table.add(
                change.room.text, change.money.description, change.credit.description, change.credit.unit.spoken,
                change.before?.description ?? phrase("not read"), change.after.map { "~\($0)" } ?? "-",
                change.order.map { String($0.count) } ?? "-",
                change.warnings.map { DeskWords.text($0, now: plan.madeAt, offset: session.rules.offset) }.joined(separator: " "))
        }
        print(table.text)
    }

    /// Prints the end and leaves with the status.
    func finish(plan: Plan, orders: [Order], status: ExitStatus) throws {
        if json {
            try JSONOutput.print(PlanOutput(plan, orders: orders, offset: session.rules.offset))
        } else if !orders.isEmpty {
            print(OrderTable.text(orders, session.rules.offset))
            if orders.contains(where: \.state.isOpen) {
                Complaint.print(
                    phrase(
                        "Some orders wait for their meters. They are in the books and go on with the next collector; see dormwatt orders."))
            }
        }
        try status.leave()
    }
}

private struct PlanOutput: Encodable {
    let plan: String
    let totalYuan: String
    let rows: [Row]
    let orders: [OrderOutput]

    struct Row: Encodable {
        let room: String
        let yuan: String
        let credit: String?
        let unit: String?
        let before: String?
        let after: String?
        let refused: String?
    }

    init(_ plan: Plan, orders: [Order], offset: UTCOffset) {
        self.plan = plan.id.text
        totalYuan = plan.total.description
        rows = plan.rows.map { row in
            switch row.decision {
            case .change(let change):
                Row(
                    room: row.room.text, yuan: row.money.description, credit: change.credit.description, unit: change.credit.unit.rawValue,
                    before: change.before?.description, after: change.after?.description, refused: nil)
            case .refused(let refusal):
                Row(
                    room: row.room.text, yuan: row.money.description, credit: nil, unit: nil, before: nil, after: nil,
                    refused: DeskWords.text(refusal))
            }
        }
        self.orders = orders.map { OrderOutput($0, offset: offset) }
    }
}
