import Domain
import Operations
import Phrases
import Store

/// What `dormwatt swap` prints: both meters and what is carried over, then what came of it.
struct SwapReport {
    let session: CampusSession
    let json: Bool

    func say(_ text: String) { if !json { print(text) } }

    func show(_ plan: Plan) {
        guard !json, let change = plan.changes.first, let swap = change.swap else { return }
        print(phrase("Plan \(plan.id), by \(plan.actor.name), approved by \(plan.approver?.name ?? phrase("nobody"))"))
        let output = SwapOutput(plan, change, swap)
        var table = TextTable(
            .init(title: ""), .init(title: phrase("meter")), .init(title: phrase("plate")), .init(title: phrase("bus")),
            .init(title: "kWh", isFigure: true),
            .init(title: phrase("count"), isFigure: true), .init(title: phrase("in it", context: "column"), isFigure: true))
        let (old, new) = (swap.retired, swap.installed)
        table.add(phrase("old"), old.id.text, old.serialNumber, old.bus.description, output.finalRegister, "", "")
        table.add(
            phrase("new"), new.id.text, new.serialNumber, new.bus.description, output.initialRegister,
            new.baseline.map { "\($0.count)" } ?? "",
            output.held)
        print(table.text)
        let unit = new.unit == .energy ? "kWh" : phrase("yuan of meter")
        if change.entry.reaches != nil {
            print(phrase("Use of the old meter that is posted now: \(output.used) \(unit). The room has \(output.left) \(unit) left then."))
        }
        print(
            output.brought.map { phrase("An order brings \($0) \(unit) into the new meter.") }
                ?? phrase("The new meter is asked for nothing."))
        for remark in output.remarks { print(remark) }
    }

    /// Waits for the new meter and says where it stands.
    func follow(_ id: PlanID, _ plan: Plan?, wait: Int) throws {
        let orders = try OrderWait(session: session).wait(for: id, seconds: wait, showsProgress: !json)
        try finish(plan, id: id, orders: orders)
    }

    /// Prints the end and leaves with the status.
    ///
    /// - Parameter orders: nil when nothing was committed.
    func finish(_ plan: Plan?, id: PlanID? = nil, orders: [Order]?) throws {
        let text = Self.words(orders)
        if json {
            let change = plan?.changes.first
            let swap = plan.flatMap { plan in change.flatMap { change in change.swap.map { SwapOutput(plan, change, $0) } } }
            try JSONOutput.print(
                SwapEnd(
                    plan: (id ?? plan?.id)?.text ?? "", outcome: orders == nil ? nil : Self.outcome(orders ?? []), text: text, swap: swap,
                    orders: (orders ?? []).map { OrderOutput($0, offset: session.rules.offset) }))
        } else {
            if let orders, !orders.isEmpty { print(OrderTable.text(orders, session.rules.offset)) }
            print(text)
        }
        try OrderWait.status(of: orders ?? []).leave()
    }

    private static func outcome(_ orders: [Order]) -> String {
        switch OrderWait.status(of: orders) {
        case .done: "done"
        case .outOfReach: "waits"
        default: "look"
        }
    }

    private static func words(_ orders: [Order]?) -> String {
        guard let orders else { return phrase("Nothing was changed.") }
        guard let order = orders.first else { return phrase("Done. The new meter stands in the place of the old one.") }
        switch order.state {
        case .confirmed: return phrase("Done. The read-back shows \(order.task.amount) in the new meter.")
        case .queued, .sent, .unknown:
            return phrase(
                "The meters have changed places in the books. Order \(order.id) is \(order.state.spoken); it goes on with the collector.")
        case .disputed:
            return
                phrase(
                    "The new meter is not as it was said to be. Order \(order.id) is disputed: dormwatt orders --settle \(order.id). \(order.spokenNote)"
                )
        case .refused, .expired, .withdrawn:
            return phrase("The credit is not in the new meter: order \(order.id) is \(order.state.spoken). \(order.spokenNote)")
        }
    }
}

/// The plan of a swap as `--json` prints it; registers in kWh, the rest in the unit of the meters.
private struct SwapOutput: Encodable {
    let room: String
    let oldMeter: String
    let oldPlate: String
    let finalRegister: String
    let newMeter: String
    let newPlate: String
    let bus: String
    let initialRegister: String
    let unit: String
    let count: Int
    let held: String
    let used: String
    let left: String
    let brought: String?
    let found: String?
    let remarks: [String]

    init(_ plan: Plan, _ change: PlannedChange, _ swap: MeterSwap) {
        let (old, new) = (swap.retired, swap.installed)
        let zero = Credit.zero(new.unit)
        room = change.room.text
        oldMeter = old.id.text
        oldPlate = old.serialNumber
        finalRegister = old.retirement?.register.description ?? ""
        newMeter = new.id.text
        newPlate = new.serialNumber
        bus = new.bus.description
        initialRegister = new.baseline?.register.description ?? ""
        unit = new.unit.rawValue
        count = new.baseline?.count ?? 0
        held = (new.baseline?.remaining ?? zero).description
        used = (swap.use?.credit ?? zero).description
        left = (change.before ?? zero).description
        brought = change.order?.task.amount.description
        found = swap.found?.credit.description
        remarks = swap.remarks.map(\.sentences)
    }
}

private struct SwapEnd: Encodable {
    let plan: String
    let outcome: String?
    let text: String
    let swap: SwapOutput?
    let orders: [OrderOutput]
}
