import Domain
import Operations
import Phrases
import Screens
import Store

/// What `dormwatt move` prints: both rooms before and after, then how far the credit has come.
struct MoveReport {
    let session: CampusSession
    let json: Bool

    func say(_ text: String) { if !json { print(text) } }

    func show(_ move: RoomMove) throws {
        guard !json else { return }
        print(phrase("Plan \(move.plan.id), by \(move.plan.actor.name), approved by \(move.plan.approver?.name ?? phrase("nobody"))"))
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("yuan"), isFigure: true), .init(title: phrase("credit"), isFigure: true),
            .init(title: phrase("unit")),
            .init(title: phrase("before"), isFigure: true), .init(title: phrase("after"), isFigure: true), .init(title: phrase("meter")))
        let unit = move.credit.unit.spoken
        func add(_ room: RoomID, _ sign: String, _ figures: RoomMove.BeforeAfter?, _ meter: String) {
            table.add(
                room.text, "\(sign)\(move.money)", "\(sign)\(move.credit)", unit, figures?.before.description ?? "-",
                figures.map { "~\($0.after)" } ?? "-", meter)
        }
        let order = move.plan.changes.first?.order
        add(move.from, "-", move.left, order.map { phrase("\($0.task.change) at count \($0.count)") } ?? "-")
        add(move.to, "+", move.entered, phrase("when that is out"))
        print(table.text)
        print(phrase("Stays in \(move.from): \(move.free) \(unit) free, \(move.kept) \(unit) paid."))
        let living = try living(in: move.from)
        if living > 0 {
            let words = living == 1 ? phrase("1 resident lives") : phrase("\(living) residents live")
            print(phrase("\(words) in \(move.from) today; with \(move.free + move.kept) \(unit) left it goes dark soon."))
        }
        for warning in move.plan.changes.flatMap(\.warnings) {
            print(phrase("Look: ") + DeskWords.text(warning, now: move.plan.madeAt, offset: session.rules.offset))
        }
    }

    private func living(in room: RoomID) throws -> Int {
        let today = Day(of: session.clock.now(), at: session.rules.offset)
        return try session.books.roster().stays(in: room, during: today...today).count
    }

    /// Ends a command that only planned.
    func finish(_ move: RoomMove) throws {
        try show(move)
        if json { return try JSONOutput.print(MoveOutput(move)) }
        print(phrase("Nothing was moved (--dry-run)."))
    }

    /// Waits for both meters, lets arrive what is out of the first one, and says where it stands.
    func follow(_ plan: PlanID, rows: [CommittedRow], desk: ReversalDesk, wait: Int) throws {
        let waiting = OrderWait(session: session)
        var (orders, arrival): ([Order], [Order]) = ([], [])
        let remedy = phrase("Mend that, then run it again with --id \(plan): it shows where the credit stands.")
        let outcome = try CommandFailure.behind(plan, remedy: remedy) {
            if rows.contains(where: { $0.order != nil }) { orders = try waiting.wait(for: plan, seconds: wait, showsProgress: !json) }
            let outcome = try desk.settle(plan, actor: session.actor)
            if case .moved = outcome, let departure = rows.first?.entry {
                arrival = try waiting.wait(for: PlanID("settle-\(departure)"), seconds: wait, showsProgress: !json)
            }
            return outcome
        }
        let end = MoveEnd(outcome, arrival: arrival, plan: plan)
        if json {
            try JSONOutput.print(
                MoveOutput(plan, end, orders: (orders + arrival).map { OrderOutput($0, offset: session.rules.offset) }))
        } else {
            if !(orders + arrival).isEmpty { print(OrderTable.text(orders + arrival, session.rules.offset)) }
            print(end.text)
        }
        try end.status.leave()
    }
}

/// How far a move has come, in a word, in sentences and as an exit status.
private struct MoveEnd {
    let word: String
    let text: String
    let status: ExitStatus

    init(_ outcome: TakeBackOutcome?, arrival: [Order], plan: PlanID) {
        switch outcome {
        case .moved(let credit, let room):
            let delivery = OrderWait.status(of: arrival)
            let unit = credit.unit == .energy ? "kWh" : "yuan"
            let sentence = phrase("\(credit) \(unit) stand in room \(room) now")
            switch delivery {
            case .done: (word, text) = ("moved", sentence + ".")
            case .outOfReach:
                (word, text) = (phrase("on its way"), sentence + phrase(", in the books; the order to its meter goes on by itself."))
            default:
                (word, text) = (
                    phrase("not delivered"), sentence + phrase(", in the books, but its meter did not take it: see dormwatt orders.")
                )
            }
            status = delivery
        case .waits(let order, _):
            (word, status) = ("waits", .outOfReach)
            text =
                phrase(
                    "Order \(order.id) is \(order.state.spoken): whether the credit is out of the meter is not known. It goes on by itself; "
                )
                + phrase("--id \(plan) shows where it stands.")
        case .restored(let order):
            (word, status) = ("restored", .refused)
            text =
                phrase(
                    "It could not be taken out and stands in its room again. Nothing was moved. Order \(order.id) is \(order.state.spoken). "
                )
                + order.spokenNote
        case .atOnce, .due, .paid, .paidBefore, nil:
            (word, text, status) = (phrase("no move"), phrase("Plan \(plan) is no move. Nothing was changed."), .refused)
        }
    }
}

/// A move as `--json` prints it.
private struct MoveOutput: Encodable {
    var plan: String
    var from: String?
    var to: String?
    var credit: String?
    var unit: String?
    var yuan: String?
    var free: String?
    var kept: String?
    var outcome: String?
    var text: String?
    var orders: [OrderOutput] = []

    init(_ move: RoomMove) {
        plan = move.plan.id.text
        (from, to) = (move.from.text, move.to.text)
        (credit, unit, yuan) = (move.credit.description, move.credit.unit.rawValue, move.money.description)
        (free, kept) = (move.free.description, move.kept.description)
    }

    init(_ plan: PlanID, _ end: MoveEnd, orders: [OrderOutput]) {
        self.plan = plan.text
        (outcome, text) = (end.word, end.text)
        self.orders = orders
    }
}
