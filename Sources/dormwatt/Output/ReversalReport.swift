import Domain
import Operations
import Phrases
import Screens
import Store

/// What the commands print that take back, correct or move: the plan, then what came of it.
struct ReversalReport {
    let session: CampusSession
    let json: Bool

    func say(_ text: String) { if !json { print(text) } }

    func sayItExists(_ plan: PlanID) { say(phrase("Plan \(plan) exists: it was committed before. Nothing was voided now.")) }

    func show(_ plan: Plan) {
        guard !json else { return }
        print(phrase("Plan \(plan.id), by \(plan.actor.name), approved by \(plan.approver?.name ?? phrase("nobody"))"))
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("yuan"), isFigure: true), .init(title: phrase("credit"), isFigure: true),
            .init(title: phrase("unit")),
            .init(title: phrase("before"), isFigure: true), .init(title: phrase("after"), isFigure: true), .init(title: phrase("meter")),
            .init(title: phrase("look")))
        for change in plan.changes {
            let meter =
                change.order.map { phrase("\($0.task.change) at count \($0.count)") }
                ?? change.withdraws.map { phrase("\($0) is withdrawn") }
            table.add(
                change.room.text, change.money.description, change.credit.description, change.credit.unit.spoken,
                change.before?.description ?? "-", change.after.map { "~\($0)" } ?? "-", meter ?? "-",
                change.warnings.map { DeskWords.text($0, now: plan.madeAt, offset: session.rules.offset) }.joined(separator: " "))
        }
        print(table.text)
    }

    /// Waits for the meters, ends what can be ended, and says where it stands.
    func follow(_ plan: PlanID, rows: [CommittedRow], justCommitted: Bool = false, desk: ReversalDesk, wait: Int) throws {
        var orders: [Order] = []
        let outcome = try followed(plan) {
            if rows.contains(where: { $0.order != nil }) {
                orders = try OrderWait(session: session).wait(for: plan, seconds: wait, showsProgress: !json)
            }
            let outcome = try desk.settle(plan, justCommitted: justCommitted, actor: session.actor)
            if case .moved = outcome, let arrival = rows.first.map({ PlanID("settle-\($0.entry)") }) {
                orders += try OrderWait(session: session).wait(for: arrival, seconds: wait, showsProgress: !json)
            }
            return outcome
        }
        try finish(plan, outcome: outcome, orders: orders)
    }

    /// Does what follows on a plan that stands in the books: an error of it says how to learn what was paid and what is due.
    func followed<Result>(_ plan: PlanID, by work: () throws -> Result) throws -> Result {
        try CommandFailure.behind(
            plan, remedy: phrase("Mend that, then run it again with --id \(plan): it says what was paid, by whom, and what is due."), work)
    }

    /// Says that a correction stands.
    func corrected(_ plan: PlanID) throws {
        guard json else { return print(phrase("The correction stands in the journal.")) }
        try JSONOutput.print(ReversalOutput(plan: plan.text, outcome: "corrected", text: nil, orders: []))
    }

    /// Prints the end and leaves with the status.
    func finish(_ plan: PlanID, outcome: TakeBackOutcome?, orders: [Order]) throws {
        if json {
            let words = outcome.map { $0.word(plan, session.rules.offset) }
            try JSONOutput.print(
                ReversalOutput(
                    plan: plan.text, outcome: words?.short, text: words?.long,
                    orders: orders.map { OrderOutput($0, offset: session.rules.offset) }))
        } else {
            if !orders.isEmpty { print(OrderTable.text(orders, session.rules.offset)) }
            print(outcome?.word(plan, session.rules.offset).long ?? phrase("Nothing was changed."))
            if case .paidBefore = outcome { print(TakeBackOutcome.whenCutOff) }
        }
        try (outcome?.status ?? .done).leave()
    }
}

private struct ReversalOutput: Encodable {
    let plan: String
    let outcome: String?
    let text: String?
    let orders: [OrderOutput]
}

extension TakeBackOutcome {
    func word(_ plan: PlanID, _ offset: UTCOffset) -> (short: String, long: String) {
        switch self {
        case .atOnce(let money): ("paid", phrase("Done. Give back \(money) yuan."))
        case .waits(let order, let money):
            (
                "waits",
                phrase(
                    "Order \(order.id) is \(order.state.spoken). \(money) yuan are due and not paid. Do not pay them yet: run it again with --id \(plan)."
                )
            )
        case .due(let money):
            (
                "due",
                phrase(
                    "It is out of the meter. \(money) yuan are due: a cashier, supervisor or manager pays them with --id \(plan)."
                )
            )
        case .paid(.zero): ("paid", phrase("The read-back shows that it is out of the meter. Nothing is due."))
        case .paid(let money): ("paid", phrase("The read-back shows that it is out of the meter. Give back \(money) yuan."))
        case .paidBefore(let money, let at, let who):
            (
                "paid-before",
                phrase("\(money) yuan were paid \(WallTime(at, at: offset).description) by \(who). They are not paid again.")
            )
        case .moved(let credit, let room): ("moved", phrase("\(credit) stand in room \(room) now."))
        case .restored(let order):
            (
                "restored",
                phrase(
                    "It could not be taken out and stands in its room again. Nothing is paid. Order \(order.id) is \(order.state.spoken). \(order.spokenNote)"
                )
            )
        }
    }

    var status: ExitStatus {
        switch self {
        case .atOnce, .paid, .paidBefore, .moved: .done
        case .waits: .outOfReach
        case .due, .restored: .refused
        }
    }
}
